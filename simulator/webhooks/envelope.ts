/** Updates, and the bodies that they travel in. */
import { z } from 'zod';

const jsonRecord = z.record(z.string(), z.unknown());

/** One thing that Meta has to tell the product. */
export const updateSchema = z.object({
  /** The webhook's `object`: one body carries one kind. */
  object: z.string(),
  /** The `entry[].id`. */
  entryId: z.string(),
  /** The change's field; `messaging` and `standby` are lists of the entry itself. */
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
type Entry = {
  readonly id: string;
  readonly time?: number;
  changes?: Change[];
  messaging?: Record<string, unknown>[];
  standby?: Record<string, unknown>[];
};

/** Lists of a value that may be put together when everything else of it is the same. */
const lists = ['contacts', 'messages', 'statuses', 'message_echoes', 'calls', 'user_preferences'];

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

/** When Meta wrote the entry: ms for messages of pages, s for what concerns a whole account, else nothing. */
function timeOf({ field, value, at }: Update): { time?: number } {
  if (isItem(field)) return { time: Math.floor(at) };
  return 'metadata' in value ? {} : { time: Math.floor(at / 1000) };
}

function isItem(field: string): field is 'messaging' | 'standby' {
  return field === 'messaging' || field === 'standby';
}

function addChange(entry: Entry, { field, value }: Update, joins: () => boolean): void {
  const changes = (entry.changes ??= []);
  const last = changes.at(-1);
  const same = last !== undefined && last.field === field && frame(last.value) === frame(value);
  if (same && joins()) join(last, value);
  else changes.push({ field, value });
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
  for (const update of updates) {
    const { entryId, field, value } = update;
    const before = entries.findLast(({ id }) => id === entryId);
    // Items of a page share an entry or have one of their own.
    const shared = before !== undefined && (!isItem(field) || joins());
    const entry: Entry = shared ? before : { id: entryId, ...timeOf(update) };
    if (!shared) entries.push(entry);
    if (isItem(field)) (entry[field] ??= []).push(value);
    else addChange(entry, update, joins);
  }
  return { object: updates[0]?.object ?? '', entry: entries };
}
