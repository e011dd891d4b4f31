/** Socket upgrades. Mounted before anything that touches headers: an upgraded answer must pass as it is. */
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { conversationStub, isConversationId } from '../conversation/id.ts';
import { ownOrigin } from '../guard.ts';
import { inboxShard, inboxStub, shardsOf } from '../inbox/stub.ts';
import { Refused } from '../problem.ts';
import { signedIn, type AppEnv, type Caller } from '../session.ts';
import { seatHeader, type Newcomer } from './sockets.ts';

type LiveEnv = Pick<AppEnv, 'Bindings'> & { Variables: AppEnv['Variables'] & { askedAt: number } };

/** The upgrade as an object gets it: who is calling is ours to say, whatever the client sent. */
function upgradeFor({ actor, sessionId }: Caller, askedAt: number): Request {
  const newcomer: Newcomer = { actor, sessionId, askedAt };
  const headers = { upgrade: 'websocket', [seatHeader]: JSON.stringify(newcomer) };
  return new Request('https://object/live', { headers });
}

/** Also notes the time: rights that end after it, while the upgrade is on its way, count. */
const upgradeOnly = createMiddleware<LiveEnv>(async (c, next) => {
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') throw new Refused({ code: 'not-found' });
  c.set('askedAt', Date.now());
  await next();
});

const shardNumber = z.stringFormat('shard', /^\d{1,2}$/).transform(Number);

/** Which of the list's objects is meant; the first, where none is named. */
function shardIn(asked: string | undefined, shards: number): number {
  const read = shardNumber.safeParse(asked ?? '0');
  if (!read.success || read.data >= shards) throw new Refused({ code: 'not-found' });
  return read.data;
}

export const live = new Hono<LiveEnv>();

live.get('/live', upgradeOnly, ownOrigin, signedIn, async (c) => {
  const shard = shardIn(c.req.query('shard'), shardsOf(c.env));
  return inboxShard(c.env, shard).fetch(upgradeFor(c.get('caller'), c.get('askedAt')));
});

live.get('/conversations/:id/live', upgradeOnly, ownOrigin, signedIn, async (c) => {
  const id = c.req.param('id');
  if (!isConversationId(id)) throw new Refused({ code: 'conversation-not-found' });
  const [caller, askedAt] = [c.get('caller'), c.get('askedAt')];
  const came = await inboxStub(c.env, id).came(caller.sessionId, id, askedAt);
  // Too late to be let in, too early to know better: the page comes back and is asked again.
  if (!came) throw new Refused({ code: 'signed-out' });
  return conversationStub(c.env, id).fetch(upgradeFor(caller, askedAt));
});
