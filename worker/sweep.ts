/** The cron sweep: wakes conversations whose alarm never came, and forgets old notices. */
import { conversationStub } from './conversation/id.ts';
import type { Env } from './env.ts';
import { overdue } from './inbox/list.ts';
import { log } from './log.ts';
import { forgetNotices } from './notices/notices.ts';

/** Wakes everything that is late. Idempotent. */
export async function sweep(env: Env, now: number): Promise<number> {
  const late = await overdue(env, now);
  if (late.length > 0) log('sweep.late', { conversations: late.length });
  await Promise.all(late.map(async (id) => conversationStub(env, id).wake()));
  await forgetNotices(env, now);
  return late.length;
}
