/** Every open page is told when the team, its groups, tags, lead statuses or attributes change. */
import { createMiddleware } from 'hono/factory';
import type { Env } from '../env.ts';
import { inboxShard } from '../inbox/stub.ts';
import { logFailure } from '../log.ts';
import type { AppEnv } from '../session.ts';

/** Over one shard: every page has a line to it. Never throws: a page that was not told asks when it comes back. */
async function tell(env: Env): Promise<void> {
  try {
    await inboxShard(env, 0).directoryChanged();
  } catch (failure) {
    logFailure('directory.not-told', failure);
  }
}

/** For a route that changes some of that: pages know it before the change is answered. */
export const tells = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  if (c.res.ok) await tell(c.env);
});
