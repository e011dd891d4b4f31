/** Head ↔ D1 row. A row is replaced only by a higher rev. */
import { dueFacets, facetsOf } from '#domain/facets.ts';
import type { Head } from '#domain/head.ts';
import { hashOf } from '#domain/shard.ts';
import { apart, waitingPlaces } from './place.ts';
import type { Published } from './published.ts';

/** The head that a row is a copy of. */
export function headOf(row: { readonly head: string }): Head {
  return JSON.parse(row.head) as Head;
}

/** Of the places from `place` on, the first where no other conversation stands. */
const free = (
  place: string,
): string => `(SELECT ${place} + step.column1 FROM (VALUES (0), (1), (2), (3)) AS step
WHERE NOT EXISTS (SELECT 1 FROM facet WHERE facet.rowid = ${place} + step.column1 AND facet.id <> next.id) LIMIT 1)`;

/** Built once: a statement a row, made by a builder, was the dearest part of taking a webhook in. */
const upsert = `INSERT INTO indexing (
  id, rev, head, place, waiting_place, tokens, print, last_at, created_at,
  window_expires_at, free_entry_until, follow_up_at, due_at
)
SELECT id, rev, head, ${free('place')}, iif(waiting_place IS NULL, NULL, ${free('waiting_place')}), tokens, print,
  last_at, created_at, window_expires_at, free_entry_until, follow_up_at, due_at
FROM (
  SELECT value ->> 0 AS id, value ->> 1 AS rev, value ->> 2 AS head,
    (value ->> '$[3][0]' << 31) + (value ->> '$[3][1]') AS place,
    ${waitingPlaces} + (value ->> '$[4][0]' << 31) + (value ->> '$[4][1]') AS waiting_place,
    value ->> 5 AS tokens, value ->> 6 AS print, value ->> 7 AS last_at, value ->> 8 AS created_at,
    value ->> 9 AS window_expires_at, value ->> 10 AS free_entry_until, value ->> 11 AS follow_up_at,
    value ->> 12 AS due_at
  FROM json_each(?)
) AS next
WHERE true`;

/** What a conversation is found by, and a hash of 62 bits of it. */
export function foundBy({ head, dueAt }: Pick<Published, 'head' | 'dueAt'>): {
  tokens: string;
  print: string;
} {
  const tokens = [...facetsOf(head), ...dueFacets(dueAt)].join(' ');
  const halves = [tokens, `${tokens.length} ${tokens}`].map((text) => hashOf(text).toString(36));
  return { tokens, print: halves.join('-') };
}

/**
 * The one statement that brings the index up to all of `published`; rows that are newer already stay. A conversation may
 * stand in it only once.
 */
export function upsertHeads(db: D1Database, published: readonly Published[]): D1PreparedStatement {
  const [byNewest, byWaiting] = [apart(), apart()];
  const rows = published.map((one) => {
    const { head, dueAt } = one;
    const { tokens, print } = foundBy(one);
    return [
      head.id,
      head.rev,
      head,
      byNewest(head.id, head.lastAt),
      byWaiting(head.id, head.waitingSince),
      tokens,
      print,
      head.lastAt,
      head.createdAt,
      head.windowExpiresAt,
      head.freeEntryUntil,
      head.followUpAt ?? null,
      dueAt,
    ];
  });
  return db.prepare(upsert).bind(JSON.stringify(rows));
}

/** The statement that takes the row of a conversation out of the index. */
export function deleteHead(db: D1Database, id: string): D1PreparedStatement {
  return db.prepare('DELETE FROM conversation WHERE id = ?').bind(id);
}

/** The heads that the index has of `ids`, by id; those that it does not have are missing. */
export async function headsOf(db: D1Database, ids: readonly string[]): Promise<Map<string, Head>> {
  if (ids.length === 0) return new Map();
  const { results } = await db
    .prepare('SELECT c.head FROM json_each(?) AS asked CROSS JOIN conversation AS c ON c.id = asked.value')
    .bind(JSON.stringify(ids))
    .all<{ head: string }>();
  return new Map(results.map((row) => headOf(row)).map((head) => [head.id, head]));
}
