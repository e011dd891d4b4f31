/** Templates of an account: as they are known here, and read anew from Meta. */
import { Hono } from 'hono';
import { templatesQuery } from '#domain/http-kept.ts';
import { accept, acceptBody } from '../input.ts';
import { orRefuse } from '../problem.ts';
import { signedIn, type AppEnv } from '../session.ts';
import { templatesFor } from './templates.ts';

export const templates = new Hono<AppEnv>();

templates.get('/', signedIn, async (c) => {
  const { channel, account: id } = accept(templatesQuery, c.req.query());
  return c.json(orRefuse(await templatesFor(c.env, { channel, id }, { reading: false, now: Date.now() })));
});

templates.post('/sync', signedIn, async (c) => {
  const { channel, account: id } = await acceptBody(templatesQuery, c.req.raw);
  return c.json(orRefuse(await templatesFor(c.env, { channel, id }, { reading: true, now: Date.now() })));
});
