/** What somebody wanted to come back to goes to whoever gets their conversations, wherever it is: else nobody is reminded. */
import type { Actor } from '#domain/permission.ts';
import { conversationStub } from '../conversation/id.ts';
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';

export type Giving = { readonly admin: Actor; readonly from: string; readonly to: Actor };
/** `next`: give it back for the next ones; null at the end. */
export type Given = { readonly followUps: number; readonly failed: number; readonly next: string | null };
type Row = {
  readonly conversation: string;
  readonly id: string;
  readonly at: number;
  readonly place: number;
};

const stepSize = 40;
const atOnce = 8;
const mark = 'follow-up';

const someOf = `SELECT conversation_id AS conversation, id, at, rowid AS place
FROM follow_up INDEXED BY follow_up_owner
WHERE owner_id = ?1 AND state = 'open' AND (at, rowid) > (?2, ?3) ORDER BY at, rowid LIMIT ${stepSize}`;

/** Where to go on among the follow-ups; null where a cursor is none of theirs. */
export function followUpCursor(cursor: string | null): readonly [at: number, place: number] | null {
  const [kind, at, place] = (cursor ?? '').split('_');
  const [from, after] = [Number(at), Number(place)];
  return kind === mark && Number.isSafeInteger(from) && Number.isSafeInteger(after) ? [from, after] : null;
}

/** Whoever gets one must see its conversation; of those where they may not, it stays as it is. */
async function giveOne(env: Env, row: Row, { admin, to }: Giving): Promise<'given' | 'kept' | 'failed'> {
  const clientId = crypto.randomUUID();
  const command = { type: 'follow-up-change', clientId, id: row.id, owner: to } as const;
  try {
    const answer = await conversationStub(env, row.conversation).command(admin, command);
    return 'undo' in answer ? 'given' : 'kept';
  } catch (failure) {
    logFailure('hand-over.follow-up-failed', failure, { id: row.conversation });
    return 'failed';
  }
}

/** Some of them, those that are due first before the others. */
export async function giveFollowUps(
  env: Env,
  giving: Giving,
  after: readonly [at: number, place: number] = [-1, 0],
): Promise<Given> {
  const { results } = await env.DB.prepare(someOf)
    .bind(giving.from, ...after)
    .all<Row>();
  const outcomes: string[] = [];
  for (let start = 0; start < results.length; start += atOnce) {
    const some = results.slice(start, start + atOnce);
    outcomes.push(...(await Promise.all(some.map(async (row) => giveOne(env, row, giving)))));
  }
  const count = (outcome: string): number => outcomes.filter((one) => one === outcome).length;
  const last = results.length === stepSize ? results.at(-1) : undefined;
  return {
    followUps: count('given'),
    failed: count('failed'),
    next: last ? `${mark}_${last.at}_${last.place}` : null,
  };
}
