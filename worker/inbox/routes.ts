/** The list, and the search. */
import { Hono } from 'hono';
import { readAddress } from '#domain/filter-address.ts';
import { listQuery, searchQuery } from '#domain/http.ts';
import { accept, acceptBody } from '../input.ts';
import { signedIn, type AppEnv } from '../session.ts';
import { listPage, matchingIds } from './list.ts';
import { search } from './search.ts';

export const inbox = new Hono<AppEnv>();

inbox.get('/', signedIn, async (c) => {
  const { cursor, from, limit } = c.req.query();
  const listed = readAddress(new URL(c.req.url).searchParams);
  const query = accept(listQuery, { ...listed, cursor, from, limit });
  return c.json(await listPage(c.env, c.get('caller').actor, query));
});

inbox.post('/matching', signedIn, async (c) => {
  const query = await acceptBody(listQuery, c.req.raw);
  return c.json(await matchingIds(c.env, c.get('caller').actor, query));
});

export const searching = new Hono<AppEnv>();

searching.get('/', signedIn, async (c) => {
  const { q = '', kind: group, cursor } = c.req.query();
  const { filter } = readAddress(new URL(c.req.url).searchParams);
  const query = accept(searchQuery, { q, filter, group, cursor });
  return c.json(await search(c.env, c.get('caller').actor, query));
});
