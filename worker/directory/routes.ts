/** Tags, groups of agents and attributes: admins make and change them. Reading is part of GET /api/me. */
import { Hono } from 'hono';
import { groupBody, tagBody } from '#domain/http.ts';
import { attributeBody, attributeOrderBody } from '#domain/http-contact.ts';
import type { Env } from '../env.ts';
import { allInboxes, chooserStub } from '../inbox/stub.ts';
import { acceptBody } from '../input.ts';
import { orRefuse } from '../problem.ts';
import { allowed, signedIn, type AppEnv } from '../session.ts';
import { tells } from './telling.ts';
import { addAttribute, changeAttribute, dropAttribute, orderAttributes } from './attributes.ts';
import { addGroup, addTag, changeGroup, changeTag, dropGroup, dropTag } from './change.ts';

const tagAdmins = allowed('tags.manage');
const groupAdmins = allowed('groups.manage');
const attributeAdmins = allowed('attributes.manage');

/** Everybody comes back with the groups that they are in now. */
async function askRightsAgain(env: Env): Promise<void> {
  await Promise.all(allInboxes(env).map(async (inbox) => inbox.close(null)));
}

export const directory = new Hono<AppEnv>();

directory.post('/tags', signedIn, tagAdmins, tells, async (c) => {
  return c.json(orRefuse(await addTag(c.env, await acceptBody(tagBody, c.req.raw))), 201);
});

directory.put('/tags/:id', signedIn, tagAdmins, tells, async (c) => {
  const body = await acceptBody(tagBody, c.req.raw);
  return c.json(orRefuse(await changeTag(c.env, c.req.param('id'), body)));
});

directory.delete('/tags/:id', signedIn, tagAdmins, tells, async (c) => {
  return c.json(orRefuse(await dropTag(c.env, c.req.param('id'))));
});

directory.post('/groups', signedIn, groupAdmins, tells, async (c) => {
  const body = await acceptBody(groupBody, c.req.raw);
  const { group, rights } = orRefuse(await addGroup(c.env, body));
  if (rights) await askRightsAgain(c.env);
  return c.json(group, 201);
});

directory.put('/groups/:id', signedIn, groupAdmins, tells, async (c) => {
  const body = await acceptBody(groupBody, c.req.raw);
  const { group, rights } = orRefuse(await changeGroup(c.env, c.req.param('id'), body));
  if (rights) await askRightsAgain(c.env);
  c.executionCtx.waitUntil(chooserStub(c.env).offerWaiting());
  return c.json(group);
});

directory.delete('/groups/:id', signedIn, groupAdmins, tells, async (c) => {
  const { rights } = orRefuse(await dropGroup(c.env, c.req.param('id')));
  if (rights) await askRightsAgain(c.env);
  return c.json({ ok: true });
});

directory.post('/attributes', signedIn, attributeAdmins, tells, async (c) => {
  return c.json(orRefuse(await addAttribute(c.env, await acceptBody(attributeBody, c.req.raw))), 201);
});

directory.put('/attributes/order', signedIn, attributeAdmins, tells, async (c) => {
  const { ids } = await acceptBody(attributeOrderBody, c.req.raw);
  return c.json(await orderAttributes(c.env, ids));
});

directory.put('/attributes/:id', signedIn, attributeAdmins, tells, async (c) => {
  const body = await acceptBody(attributeBody, c.req.raw);
  return c.json(orRefuse(await changeAttribute(c.env, c.req.param('id'), body)));
});

directory.delete('/attributes/:id', signedIn, attributeAdmins, tells, async (c) => {
  return c.json(orRefuse(await dropAttribute(c.env, c.req.param('id'))));
});
