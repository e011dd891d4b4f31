/** Socket upgrades. Mounted before anything that touches headers: an upgraded answer must pass as it is. */
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { conversationStub, isConversationId } from '../conversation/id.ts';
import { ownOrigin } from '../guard.ts';
import { inboxStub } from '../inbox/stub.ts';
import { Refused } from '../problem.ts';
import { signedIn, type AppEnv, type Caller } from '../session.ts';
import { seatHeader } from './sockets.ts';

/** The upgrade as an object gets it: who is calling is ours to say, whatever the client sent. */
function upgradeFor(caller: Caller): Request {
  const headers = { upgrade: 'websocket', [seatHeader]: JSON.stringify(caller) };
  return new Request('https://object/live', { headers });
}

const upgradeOnly = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') throw new Refused({ code: 'not-found' });
  await next();
});

export const live = new Hono<AppEnv>();

live.get('/live', upgradeOnly, ownOrigin, signedIn, async (c) =>
  inboxStub(c.env).fetch(upgradeFor(c.get('caller'))),
);

live.get('/conversations/:id/live', upgradeOnly, ownOrigin, signedIn, async (c) => {
  const id = c.req.param('id');
  if (!isConversationId(id)) throw new Refused({ code: 'conversation-not-found' });
  const caller = c.get('caller');
  await inboxStub(c.env).came(caller.sessionId, id);
  return conversationStub(c.env, id).fetch(upgradeFor(caller));
});
