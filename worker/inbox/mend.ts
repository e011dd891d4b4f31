/** Looking rows over: what the index has of conversations, beside what their objects say. */
import { messageTokens } from '#domain/facets.ts';
import type { Head } from '#domain/head.ts';
import { foundBy, headOf } from './index-row.ts';
import { placeOfSaid, secondOf, waitingPlaces } from './place.ts';
import type { Published, Said } from './published.ts';

type Row = {
  readonly id: string;
  readonly rev: number;
  readonly head: string;
  readonly print: string;
  readonly times: string;
  readonly documents: number;
};

/** What a row must be besides its head: the columns that follow from it, and how many documents it is found by. */
const look = `SELECT c.id, c.rev, c.head, c.print,
  json_array(c.rev, c.place >> 31, (c.waiting_place - ${waitingPlaces}) >> 31, c.last_at, c.created_at,
    c.window_expires_at, c.free_entry_until, c.follow_up_at, c.due_at) AS times,
  (SELECT count(*) FROM facet WHERE facet.rowid IN (c.place, c.waiting_place) AND facet.id = c.id) AS documents
FROM json_each(?) AS asked CROSS JOIN conversation AS c ON c.id = asked.value`;

function timesOf({ head, dueAt }: Published): unknown[] {
  const waits = head.waitingSince === undefined ? null : secondOf(head.waitingSince);
  const ends = [head.windowExpiresAt, head.freeEntryUntil, head.followUpAt ?? null, dueAt];
  return [head.rev, secondOf(head.lastAt), waits, head.lastAt, head.createdAt, ...ends];
}

/** The same value gives the same text, in whatever order its parts were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

function isRight(row: Row, published: Published): boolean {
  const { head } = published;
  return (
    canonical(headOf(row)) === canonical(head) &&
    row.print === foundBy(published).print &&
    row.times === JSON.stringify(timesOf(published)) &&
    row.documents === (head.waitingSince === undefined ? 1 : 2)
  );
}

/** What the index has of a conversation, right or wrong. */
export type Stored = { readonly rev: number; readonly head: Head };
/** `published` null: there should be nothing. */
export type Wrong = {
  readonly id: string;
  readonly published: Published | null;
  readonly stored: Stored | null;
};

async function rowsOf(db: D1Database, ids: readonly string[]): Promise<Map<string, Row>> {
  const { results } = await db.prepare(look).bind(JSON.stringify(ids)).all<Row>();
  return new Map(results.map((row) => [row.id, row]));
}

/** Those of `items` whose row is missing or says something else, and those of `gone` that have one. */
export async function wrongRows(
  db: D1Database,
  items: readonly Published[],
  gone: readonly string[],
): Promise<Wrong[]> {
  const should = new Map<string, Published | null>(gone.map((id) => [id, null]));
  for (const one of items) should.set(one.head.id, one);
  const rows = await rowsOf(db, [...should.keys()]);
  return [...should].flatMap(([id, published]) => {
    const row = rows.get(id);
    if (published ? row && isRight(row, published) : !row) return [];
    return [{ id, published, stored: row ? { rev: row.rev, head: headOf(row) } : null }];
  });
}

const heard = `SELECT s.conversation, s.message, s.at, s.text
FROM json_each(?) AS asked CROSS JOIN said AS s ON s.rowid = (asked.value ->> 0 << 31) + (asked.value ->> 1)`;

type Heard = {
  readonly conversation: string;
  readonly message: string;
  readonly at: number;
  readonly text: string;
};

/** The words of `items` that the index does not have, or has in another way; an item without such is left out. */
export async function wrongWords(db: D1Database, items: readonly Published[]): Promise<Published[]> {
  const places = items.flatMap(({ head, said, unsaid }) =>
    [...said, ...unsaid].map((one) => placeOfSaid(head.id, one)),
  );
  const { results } = await db.prepare(heard).bind(JSON.stringify(places)).all<Heard>();
  const keyOf = (id: string, { message, at }: Pick<Said, 'message' | 'at'>): string =>
    JSON.stringify([id, message, at]);
  const stored = new Map(results.map((one) => [keyOf(one.conversation, one), one.text]));
  return items.flatMap((item) => {
    const isThere = (one: Pick<Said, 'message' | 'at'>): boolean => stored.has(keyOf(item.head.id, one));
    const said = item.said.filter((one) => {
      const text = stored.get(keyOf(item.head.id, one));
      if (messageTokens(one.text).length === 0) return text !== undefined;
      // Only the beginning of a long text is kept.
      return text === undefined || !one.text.toWellFormed().startsWith(text);
    });
    const unsaid = item.unsaid.filter(isThere);
    return said.length + unsaid.length > 0 ? [{ ...item, said, unsaid }] : [];
  });
}
