/**
 * The copy of follow-ups in D1: written in the batch that writes the row of their conversation, so that both are of one rev.
 * A row is written only where something about it changed.
 */
import type { FollowUp } from '#domain/panel.ts';
import type { Published } from '../inbox/published.ts';

type Copied = Pick<Published, 'head' | 'followUps'>;

/** When it is due; of an ended one when it ended (ms). */
const placedAt = ({ state, dueAt, endedAt }: FollowUp): number =>
  state === 'open' ? dueAt : (endedAt ?? dueAt);

/** Columns in the order of `write`; the body as text, so that the same is the same text. */
function rowsOf(published: readonly Copied[]): readonly unknown[][] {
  return published.flatMap(({ head, followUps }) =>
    (followUps?.all ?? []).map((one) => [
      ...[head.id, one.id, followUps?.rev ?? 0, one.owner.id, one.state, placedAt(one)],
      JSON.stringify(one),
    ]),
  );
}

const forget = `DELETE FROM follow_up WHERE conversation_id IN (SELECT value FROM json_each(?1))
  AND NOT EXISTS (
    SELECT 1 FROM json_each(?2) AS kept
    WHERE kept.value ->> 0 = follow_up.conversation_id AND kept.value ->> 1 = follow_up.id
  )`;

const write = `INSERT INTO follow_up (conversation_id, id, rev, owner_id, state, at, body)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
  FROM json_each(?) WHERE true
  ON CONFLICT (conversation_id, id) DO UPDATE SET
    rev = excluded.rev, owner_id = excluded.owner_id, state = excluded.state, at = excluded.at, body = excluded.body
  WHERE excluded.rev > follow_up.rev AND excluded.body <> follow_up.body`;

/** What brings the copy up to `published`; nothing where none of them says anything of follow-ups. */
export function writeFollowUps(db: D1Database, published: readonly Copied[]): D1PreparedStatement[] {
  const changed = published.filter(({ followUps }) => followUps !== undefined);
  if (changed.length === 0) return [];
  const rows = rowsOf(changed);
  const ids = changed.map(({ head }) => head.id);
  const kept = rows.map(([conversation, id]) => [conversation, id]);
  return [
    db.prepare(forget).bind(JSON.stringify(ids), JSON.stringify(kept)),
    ...(rows.length > 0 ? [db.prepare(write).bind(JSON.stringify(rows))] : []),
  ];
}

/** Takes out all of these conversations. */
export function dropFollowUps(db: D1Database, ids: readonly string[]): D1PreparedStatement[] {
  if (ids.length === 0) return [];
  const all = 'DELETE FROM follow_up WHERE conversation_id IN (SELECT value FROM json_each(?))';
  return [db.prepare(all).bind(JSON.stringify(ids))];
}

const look = `SELECT f.conversation_id AS conversation,
    json_array(f.id, f.owner_id, f.state, f.at, f.body) AS row
  FROM json_each(?) AS asked CROSS JOIN follow_up AS f ON f.conversation_id = asked.value`;

/** Ids of those conversations whose copy is not as `items` say, or that are `gone` and have one. */
export async function wrongCopies(
  db: D1Database,
  items: readonly Copied[],
  gone: readonly string[],
): Promise<string[]> {
  const told = items.filter(({ followUps }) => followUps !== undefined);
  const ids = [...told.map(({ head }) => head.id), ...gone];
  const { results } = await db
    .prepare(look)
    .bind(JSON.stringify(ids))
    .all<{ conversation: string; row: string }>();
  const there = Map.groupBy(results, ({ conversation }) => conversation);
  const wanted = Map.groupBy(rowsOf(told), ([conversation]) => conversation);
  return ids.filter((id) => {
    const stored = (there.get(id) ?? []).map(({ row }) => JSON.stringify(JSON.parse(row)));
    const right = (wanted.get(id) ?? []).map(([, one, , ...rest]) => JSON.stringify([one, ...rest]));
    return JSON.stringify(stored.sort()) !== JSON.stringify(right.sort());
  });
}
