/** Updates, and the bodies that they travel in. */
import { z } from 'zod';

const jsonRecord = z.record(z.string(), z.unknown());

/** One thing that Meta has to tell the product. */
export const updateSchema = z.object({
  /** The webhook's `object`: one body carries one kind. */
  object: z.string(),
  /** The `entry[].id`. */
  entryId: z.string(),
  field: z.string(),
  value: jsonRecord,
  /** A few words for the log. */
  label: z.string(),
  /** The customer's message that has reached the business once this was answered with 200. */
  tells: z.string().nullable(),
  /** When it happens, in ms; habits may delay it further. */
  at: z.number(),
});
export type Update = z.infer<typeof updateSchema>;

type Change = { readonly field: string; value: Record<string, unknown> };
type Entry = { readonly id: string; readonly changes: Change[] };

/** Lists of a value that may be put together when everything else of it is the same. */
const lists = ['contacts', 'messages', 'statuses'];

function frame(value: Record<string, unknown>): string {
  const kinds = lists.filter((list) => list !== 'contacts' && list in value);
  return JSON.stringify([value['metadata'], kinds]);
}

function joinLists(left: unknown, right: unknown): unknown[] {
  const seen = new Map<string, unknown>();
  for (const item of [left, right].flat()) if (item !== undefined) seen.set(JSON.stringify(item), item);
  return [...seen.values()];
}

function join(into: Change, value: Record<string, unknown>): void {
  const joined = { ...into.value };
  for (const list of lists) if (list in value) joined[list] = joinLists(joined[list], value[list]);
  into.value = joined;
}

/**
 * One body for several updates of the same `object`. Meta is free to use several entries, several changes or
 * longer lists; `joins` decides for each pair of neighbours that could share one value.
 */
export function envelope(
  updates: readonly Update[],
  joins: () => boolean,
): { object: string; entry: Entry[] } {
  const entries: Entry[] = [];
  for (const { entryId, field, value } of updates) {
    let entry = entries.findLast(({ id }) => id === entryId);
    if (entry === undefined) entries.push((entry = { id: entryId, changes: [] }));
    const last = entry.changes.at(-1);
    const same = last !== undefined && last.field === field && frame(last.value) === frame(value);
    if (same && joins()) join(last, value);
    else entry.changes.push({ field, value });
  }
  return { object: updates[0]?.object ?? '', entry: entries };
}
