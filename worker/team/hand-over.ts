/** All that somebody has open goes to somebody else: found in the index, a few at a time, each asked of its own conversation. */
import type { z } from 'zod';
import type { HandOverAnswer, handOverBody, Receiver } from '#domain/http-team.ts';
import type { Filter } from '#domain/filter.ts';
import type { Person } from '#domain/message.ts';
import type { Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Named } from '../conversation/decide-facts.ts';
import { conversationStub } from '../conversation/id.ts';
import { findGroup } from '../directory/directory.ts';
import type { Env } from '../env.ts';
import { boundedCount } from '../inbox/counts.ts';
import { readRows } from '../inbox/sorts.ts';
import { logFailure } from '../log.ts';
import { memberOf } from './members.ts';
import { findPerson } from './team.ts';

type Refused = { readonly refusal: Refusal };
type Asked = z.infer<typeof handOverBody>;
/** Who gets it, as the conversation is told; `seeks`: where nobody does, its group's rule is asked. */
type Gets = { readonly to: Person | null; readonly group?: Named; readonly seeks?: true };
type Step = Gets & { readonly admin: Actor; readonly from: string };

/** Conversations of one step, and how many of them are asked at the same time. */
const stepSize = 40;
const atOnce = 8;
const theirsAlready: Refusal = {
  code: 'invalid-input',
  problem: 'to: it is theirs already, so choose somebody else',
};

/** Refused: `person-not-found` (not here, or `from` themselves: `invalid-input`), `group-not-found`. */
export async function receiverOf(env: Env, from: string, to: Receiver): Promise<Gets | Refused> {
  if (to === null) return { to: null };
  if ('rule' in to) return { to: null, seeks: true };
  if ('personId' in to && to.personId === from) return { refusal: theirsAlready };
  if ('personId' in to) {
    const person = await findPerson(env, to.personId);
    return person ? { to: person } : { refusal: { code: 'person-not-found' } };
  }
  const group = await findGroup(env, to.groupId);
  if (!group) return { refusal: { code: 'group-not-found' } };
  return { to: null, group: { id: group.id, name: group.name }, seeks: true };
}

/** `kept`: it is not theirs any more; the index does not show that yet. */
async function handOne(env: Env, id: string, step: Step): Promise<'handed' | 'kept' | 'failed'> {
  const { admin, from, ...receiver } = step;
  const command = { type: 'assign', clientId: crypto.randomUUID(), still: from, ...receiver } as const;
  try {
    const answer = await conversationStub(env, id).command(admin, command);
    return 'undo' in answer ? 'handed' : 'kept';
  } catch (failure) {
    logFailure('hand-over.failed', failure, { id });
    return 'failed';
  }
}

/**
 * One step, in the name of `admin`: the oldest first, so that whatever somebody writes meanwhile only moves to what is still
 * to come. It can stop anywhere and be asked again from the beginning. Refused: `person-not-found`, `group-not-found`,
 * `invalid-input`.
 */
export async function handOver(
  env: Env,
  admin: Actor,
  { from, asked }: { readonly from: string; readonly asked: Asked },
): Promise<HandOverAnswer | Refused> {
  const [member, receiver] = await Promise.all([memberOf(env, from), receiverOf(env, from, asked.to)]);
  if (!member) return { refusal: { code: 'person-not-found' } };
  if ('refusal' in receiver) return receiver;
  const filter: Filter = { agents: [from] };
  const asker = { actor: admin, tab: 'active', now: Date.now() } as const;
  const query = {
    tab: asker.tab,
    sort: 'oldest',
    filter,
    limit: stepSize,
    cursor: asked.cursor ?? undefined,
  } as const;
  const [{ rows, next }, open] = await Promise.all([
    readRows({ db: env.DB, actor: admin, now: asker.now }, query),
    asked.cursor === null ? boundedCount(env.DB, filter, asker) : null,
  ]);
  const outcomes: string[] = [];
  for (let at = 0; at < rows.length; at += atOnce) {
    const some = rows.slice(at, at + atOnce);
    outcomes.push(
      ...(await Promise.all(some.map(({ id }) => handOne(env, id, { ...receiver, admin, from })))),
    );
  }
  const count = (outcome: string): number => outcomes.filter((one) => one === outcome).length;
  return { handed: count('handed'), failed: count('failed'), open, next };
}
