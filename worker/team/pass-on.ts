/** The open follow-ups of somebody who left get another owner, so that somebody is reminded of each. */
import { z } from 'zod';
import type { Actor } from '#domain/permission.ts';
import { conversationStub } from '../conversation/id.ts';
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';

/** Follow-ups of one run, and how many conversations are asked at the same time. */
const mostAtOnce = 200;
const together = 8;

const found = z.array(z.object({ conversationId: z.string(), id: z.string() }));
type Found = z.infer<typeof found>[number];
type Passing = { readonly by: Actor; readonly owners: readonly Actor[] };

/** To the first of `owners` who may see the conversation. What cannot be reached is told, and left for the next run. */
async function passOne(env: Env, { conversationId, id }: Found, { by, owners }: Passing): Promise<void> {
  try {
    for (const owner of owners) {
      const command = { type: 'follow-up-change', clientId: crypto.randomUUID(), id, owner } as const;
      const answer = await conversationStub(env, conversationId).command(by, command);
      if (!('refusal' in answer) || answer.refusal.code !== 'person-may-not-see') return;
    }
  } catch (failure) {
    logFailure('hand-over.follow-up-failed', failure, { id: conversationId });
  }
}

/** Passes on what `from` is to be reminded of, in the name of `by`; the first due first. @throws when D1 fails */
export async function passFollowUps(env: Env, from: string, passing: Passing): Promise<void> {
  const { results } = await env.DB.prepare(
    `SELECT conversation_id AS conversationId, id FROM follow_up INDEXED BY follow_up_owner
      WHERE owner_id = ? AND state = 'open' ORDER BY at LIMIT ${mostAtOnce}`,
  )
    .bind(from)
    .all();
  const all = found.parse(results);
  for (let at = 0; at < all.length; at += together) {
    await Promise.all(all.slice(at, at + together).map(async (one) => passOne(env, one, passing)));
  }
}
