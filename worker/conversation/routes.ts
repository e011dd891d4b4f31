/** One conversation: look, page through it, ask for something; and asking many for the same. */
import { Hono } from 'hono';
import { z } from 'zod';
import { commandBody } from '#domain/command.ts';
import { bulkBody } from '#domain/http.ts';
import { atParam, withinQuery } from '#domain/http-within.ts';
import type { Env } from '../env.ts';
import { accept, acceptBody } from '../input.ts';
import { orRefuse, Refused } from '../problem.ts';
import { signedIn, type AppEnv } from '../session.ts';
import { runBulk } from './bulk.ts';
import { conversationStub, isConversationId } from './id.ts';
import { LookUp } from './look-up.ts';

const number = z.coerce.number().int();
const position = z.union([
  z.object({ beforeAt: number, beforeSeq: number }),
  z.object({ afterAt: number, afterSeq: number }),
]);

function objectOf(env: Env, id: string) {
  if (!isConversationId(id)) throw new Refused({ code: 'conversation-not-found' });
  return conversationStub(env, id);
}

export const conversations = new Hono<AppEnv>();

conversations.post('/bulk', signedIn, async (c) => {
  const { items } = await acceptBody(bulkBody, c.req.raw);
  return c.json(await runBulk(c.env, c.get('caller').actor, items));
});

conversations.get('/:id', signedIn, async (c) => {
  const { actor } = c.get('caller');
  return c.json(orRefuse(await objectOf(c.env, c.req.param('id')).view(actor)));
});

conversations.get('/:id/messages', signedIn, async (c) => {
  const object = objectOf(c.env, c.req.param('id'));
  const { actor } = c.get('caller');
  const asked = accept(position, c.req.query());
  if ('afterAt' in asked) {
    const after = { at: asked.afterAt, seq: asked.afterSeq };
    return c.json(orRefuse(await object.historyAfter(actor, after)));
  }
  const before = { at: asked.beforeAt, seq: asked.beforeSeq };
  return c.json(orRefuse(await object.history(actor, before)));
});

conversations.get('/:id/leads', signedIn, async (c) =>
  c.json(orRefuse(await objectOf(c.env, c.req.param('id')).leads(c.get('caller').actor))),
);

conversations.get('/:id/search', signedIn, async (c) => {
  const { q } = accept(withinQuery, c.req.query());
  return c.json(orRefuse(await objectOf(c.env, c.req.param('id')).within(c.get('caller').actor, q)));
});

conversations.get('/:id/messages/around/:messageId', signedIn, async (c) => {
  const { id, messageId } = c.req.param();
  return c.json(orRefuse(await objectOf(c.env, id).around(c.get('caller').actor, messageId)));
});

conversations.get('/:id/messages/at/:ms', signedIn, async (c) => {
  const { id, ms } = c.req.param();
  return c.json(orRefuse(await objectOf(c.env, id).from(c.get('caller').actor, accept(atParam, ms))));
});

conversations.get('/:id/messages/:messageId/raw', signedIn, async (c) => {
  const { id, messageId } = c.req.param();
  return c.json(orRefuse(await objectOf(c.env, id).rawOf(c.get('caller').actor, messageId)));
});

conversations.post('/:id/commands', signedIn, async (c) => {
  const id = c.req.param('id');
  const object = objectOf(c.env, id);
  const { actor } = c.get('caller');
  const command = await new LookUp(c.env).withFacts(await acceptBody(commandBody, c.req.raw), { id, actor });
  return c.json(orRefuse(await object.command(actor, command)));
});
