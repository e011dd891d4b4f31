/** Looking the index over against the objects, and mending it. */
import { Hono } from 'hono';
import { reindexBody } from '#domain/http-reindex.ts';
import { acceptBody } from '../input.ts';
import { allowed, signedIn, type AppEnv } from '../session.ts';
import { reindex } from './reindex.ts';

export const reindexing = new Hono<AppEnv>();

reindexing.post('/', signedIn, allowed('index.mend'), async (c) => {
  const { cursor } = await acceptBody(reindexBody, c.req.raw);
  return c.json(await reindex(c.env, cursor));
});
