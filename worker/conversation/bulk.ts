/** One command each for many conversations: a few conversations at a time, each command with an outcome of its own. */
import type { z } from 'zod';
import type { BulkAnswer, bulkBody } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import { sentenceOf, type Refusal } from '#domain/refusal.ts';
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';
import { Refused } from '../problem.ts';
import { conversationStub, isConversationId } from './id.ts';
import { LookUp } from './look-up.ts';

type Item = z.infer<typeof bulkBody>['items'][number];
type Result = BulkAnswer['results'][number];
type Caller = { readonly env: Env; readonly actor: Actor; readonly lookUp: LookUp };

const atOnce = 8;
const unreachable = 'This conversation could not be reached just now. Try it again in a moment.';

/** What `run` makes of all items, in their order: a few conversations at the same time, and each one's in their order, too. */
async function inOrder(items: readonly Item[], run: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = Map.groupBy(items.entries(), ([, { id }]) => id).values();
  const work = async (): Promise<void> => {
    for (const ofOne of waiting) for (const [index, item] of ofOne) results[index] = await run(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

/** A refusal names the conversation as far as the caller may know it. */
async function refused({ env, actor }: Caller, id: string, refusal: Refusal): Promise<Result> {
  const head = isConversationId(id) ? await conversationStub(env, id).headFor(actor) : null;
  const name = head?.name ?? '';
  return { id, undo: null, refused: { name, sentence: sentenceOf(refusal) } };
}

async function answerOf(caller: Caller, { id, command }: Item): Promise<Result> {
  if (!isConversationId(id)) return refused(caller, id, { code: 'conversation-not-found' });
  try {
    const asked = await caller.lookUp.withFacts(command, { id, actor: caller.actor });
    const answer = await conversationStub(caller.env, id).command(caller.actor, asked);
    if ('refusal' in answer) return await refused(caller, id, answer.refusal);
    return { id, undo: answer.undo ?? null, refused: null };
  } catch (failure) {
    if (failure instanceof Refused) return refused(caller, id, failure.refusal);
    throw failure;
  }
}

/** Never throws: a conversation that cannot be reached is a refusal of its own row. */
async function runOne(caller: Caller, item: Item): Promise<Result> {
  try {
    return await answerOf(caller, item);
  } catch (failure) {
    logFailure('bulk.row-failed', failure, { id: item.id });
    return { id: item.id, undo: null, refused: { name: '', sentence: unreachable } };
  }
}

export async function runBulk(env: Env, actor: Actor, items: readonly Item[]): Promise<BulkAnswer> {
  const caller: Caller = { env, actor, lookUp: new LookUp(env) };
  return { results: await inOrder(items, async (item) => runOne(caller, item)) };
}
