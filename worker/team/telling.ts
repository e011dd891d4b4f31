/** Every open page is told when the team or its groups change. */
import type { Env } from '../env.ts';
import { inboxShard } from '../inbox/stub.ts';
import { logFailure } from '../log.ts';

/** Over one shard: every page has a line to it. Never throws: a page that was not told asks when it comes back. */
export async function tellTeam(env: Env): Promise<void> {
  try {
    await inboxShard(env, 0).teamChanged();
  } catch (failure) {
    logFailure('team.not-told', failure);
  }
}
