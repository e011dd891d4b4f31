/** Notices on their way to D1, in the batch of the rows that they are about. */
import { keptNotices } from '#domain/http-notices.ts';
import type { Notice } from '#domain/notice.ts';

/**
 * What is there stays as it is. What its person does not want is left out, and what would be forgotten at once: a
 * conversation that wakes tells again what it told before it slept.
 */
const insert = `INSERT INTO notice (person_id, id, at, body)
SELECT new.value ->> 'personId', new.value ->> 'id', new.value ->> 'at', new.value
FROM json_each(?1) AS new
WHERE NOT EXISTS (
  SELECT 1 FROM notice_setting AS setting, json_each(setting.body, '$.off') AS off
  WHERE setting.person_id = new.value ->> 'personId' AND off.value = new.value ->> 'kind'
) AND new.value ->> 'at' > max(?2, coalesce((
  SELECT at FROM notice WHERE person_id = new.value ->> 'personId' ORDER BY at DESC LIMIT 1 OFFSET ?3
), 0))
ON CONFLICT DO NOTHING
RETURNING id, person_id AS personId`;

/** The statement that adds `notices` at `now` (ms); its result says which are new. */
export function addNotices(db: D1Database, notices: readonly Notice[], now: number): D1PreparedStatement {
  const { most, for: kept } = keptNotices;
  return db.prepare(insert).bind(JSON.stringify(notices), now - kept, most - 1);
}

/** Those of `notices` that the result of `addNotices` names, each once. */
export function added(notices: readonly Notice[], result: D1Result<unknown> | undefined): Notice[] {
  const rows = (result?.results ?? []) as readonly Pick<Notice, 'id' | 'personId'>[];
  return rows.flatMap(
    ({ id, personId }) => notices.find((one) => one.id === id && one.personId === personId) ?? [],
  );
}
