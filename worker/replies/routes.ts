/** Quick replies, and the library of interactive messages. */
import { Hono } from 'hono';
import { quickReplyBody, savedInteractiveBody } from '#domain/http-kept.ts';
import { acceptBody } from '../input.ts';
import { orRefuse } from '../problem.ts';
import { signedIn, type AppEnv } from '../session.ts';
import { addSaved, changeSaved, dropSaved, libraryOf } from './library.ts';
import { addQuickReply, changeQuickReply, dropQuickReply, quickRepliesOf } from './quick.ts';

export const quickReplies = new Hono<AppEnv>();

quickReplies.get('/', signedIn, async (c) => c.json(await quickRepliesOf(c.env, c.get('caller').actor)));

quickReplies.post('/', signedIn, async (c) => {
  const body = await acceptBody(quickReplyBody, c.req.raw);
  return c.json(orRefuse(await addQuickReply(c.env, c.get('caller').actor, body)), 201);
});

quickReplies.put('/:id', signedIn, async (c) => {
  const body = await acceptBody(quickReplyBody, c.req.raw);
  const which = { id: c.req.param('id'), body };
  return c.json(orRefuse(await changeQuickReply(c.env, c.get('caller').actor, which)));
});

quickReplies.delete('/:id', signedIn, async (c) =>
  c.json(orRefuse(await dropQuickReply(c.env, c.get('caller').actor, c.req.param('id')))),
);

export const library = new Hono<AppEnv>();

library.get('/', signedIn, async (c) => c.json(await libraryOf(c.env)));

library.post('/', signedIn, async (c) => {
  const body = await acceptBody(savedInteractiveBody, c.req.raw);
  return c.json(orRefuse(await addSaved(c.env, c.get('caller').actor, body)), 201);
});

library.put('/:id', signedIn, async (c) => {
  const body = await acceptBody(savedInteractiveBody, c.req.raw);
  const which = { id: c.req.param('id'), body };
  return c.json(orRefuse(await changeSaved(c.env, c.get('caller').actor, which)));
});

library.delete('/:id', signedIn, async (c) =>
  c.json(orRefuse(await dropSaved(c.env, c.get('caller').actor, c.req.param('id')))),
);
