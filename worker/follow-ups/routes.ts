/** Follow-ups of all conversations; they are changed by commands to their conversations. */
import { Hono } from 'hono';
import { followUpCountsQuery, followUpsQuery } from '#domain/http-follow-ups.ts';
import { accept } from '../input.ts';
import { signedIn, type AppEnv } from '../session.ts';
import { followUpCounts, followUpsPage } from './follow-ups.ts';

export const followUps = new Hono<AppEnv>();

followUps.get('/', signedIn, async (c) => {
  const query = accept(followUpsQuery, c.req.query());
  return c.json(await followUpsPage(c.env, c.get('caller').actor, query));
});

followUps.get('/counts', signedIn, async (c) => {
  const query = accept(followUpCountsQuery, c.req.query());
  return c.json(await followUpCounts(c.env, c.get('caller').actor, query));
});
