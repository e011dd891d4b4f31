/** The list. */
import { Hono } from 'hono';
import { listQuery } from '#domain/http.ts';
import { accept } from '../input.ts';
import { signedIn, type AppEnv } from '../session.ts';
import { listPage } from './list.ts';

export const inbox = new Hono<AppEnv>();

inbox.get('/', signedIn, async (c) => {
  const request = accept(listQuery, c.req.query());
  return c.json(await listPage(c.env, c.get('caller').actor, request));
});
