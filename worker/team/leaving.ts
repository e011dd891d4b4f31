/**
 * Nothing stays with somebody who was deactivated: to whom it goes is written down with their going (members.ts), and carried
 * out from there until nothing is left, whatever stops meanwhile. The sweep comes back to it.
 */
import { z } from 'zod';
import { handOverBody, type Receiver } from '#domain/http-team.ts';
import type { Actor } from '#domain/permission.ts';
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';
import { handOver, receiverOf } from './hand-over.ts';
import { passFollowUps } from './pass-on.ts';
import { findActors } from './standing.ts';

/** Steps of one run for one person, of 40 conversations each: as much as one invocation may ask. */
const mostSteps = 15;
/** People of one run. */
const mostPeople = 5;

type Decision = { readonly by: Actor; readonly to: Receiver };

const idRows = z.array(z.object({ id: z.string() }));
const decisionRow = z.object({
  id: z.string(),
  name: z.string(),
  body: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(handOverBody.pick({ to: true })),
});

/** What was decided about `user`; it ends when they come back. */
const decisions = `FROM audit AS decided WHERE decided.about = user.id AND decided.what = 'team.hand-over'
  AND NOT EXISTS (SELECT 1 FROM audit AS later WHERE later.about = user.id AND later.what = 'team.rights'
    AND later.rowid > decided.rowid AND later.body ->> '$.active')`;

/** When they went last. */
const decisionOf = `SELECT decided.person_id AS id, decided.person_name AS name, decided.body
  FROM user JOIN audit AS decided WHERE user.id = ?1 AND user.active = 0 AND decided.rowid =
    (SELECT max(decided.rowid) ${decisions})`;

/** Deactivated people who still have a conversation, by the kept counts, or a follow-up open. */
const leftBehind = `SELECT id FROM user WHERE active = 0 AND (id IN (
    SELECT substr(one.key, 1, instr(one.key, ' ') - 1)
    FROM tally, json_each(tally.counts) AS one WHERE one.key LIKE '_% active' AND one.value > 0)
  OR EXISTS (SELECT 1 FROM follow_up WHERE owner_id = user.id AND state = 'open'))
  AND EXISTS (SELECT 1 ${decisions}) ORDER BY random() LIMIT ?`;

async function readDecision({ DB: db }: Pick<Env, 'DB'>, id: string): Promise<Decision | null> {
  const row = decisionRow.nullable().parse(await db.prepare(decisionOf).bind(id).first());
  if (!row) return null;
  // The right to decide it was that of the moment.
  const by = { id: row.id, name: row.name, role: 'admin', groups: [], visibility: 'all' } as const;
  return { by, to: row.body.to };
}

async function handAll(env: Env, from: string, { by, to }: Decision): Promise<void> {
  let cursor: string | null = null;
  for (let step = 0; step < mostSteps; step += 1) {
    const answer = await handOver(env, by, { from, asked: { to, cursor } });
    if ('refusal' in answer || answer.next === null) return;
    cursor = answer.next;
  }
}

async function settle(env: Env, id: string): Promise<void> {
  const decision = await readDecision(env, id);
  if (!decision) return;
  const { by, to } = decision;
  // Whoever was to get it may be gone as well by now.
  const isThere = !('refusal' in (await receiverOf(env, id, to)));
  await handAll(env, id, { by, to: isThere ? to : null });
  const heirs = [...(to !== null && 'personId' in to ? [to.personId] : []), by.id];
  const actors = await findActors(env, heirs);
  const owners = heirs.flatMap((one) => actors.find((actor) => actor.id === one) ?? []);
  await passFollowUps(env, id, { by, owners });
}

/**
 * Hands over what `id`, who was deactivated, has open, as it was decided then; nothing where nothing was. Their follow-ups go
 * to the same person, else to whoever decided it, as far as those may see the conversation. Leads stay theirs. Never throws: what
 * stopped is told, and the sweep comes back to it.
 */
export async function settleLeaver(env: Env, id: string): Promise<void> {
  try {
    await settle(env, id);
  } catch (failure) {
    logFailure('hand-over.stopped', failure, { id });
  }
}

/** Goes on with those who left something behind. @throws when D1 does not tell who did */
export async function settleLeavers(env: Env): Promise<void> {
  const { results } = await env.DB.prepare(leftBehind).bind(mostPeople).all();
  for (const { id } of idRows.parse(results)) await settleLeaver(env, id);
}
