/** The bell of whoever is calling: what they are told of, and of what they want to be. */
import { Hono } from 'hono';
import { noticeSettingsBody, noticesQuery, readNoticesBody } from '#domain/http-notices.ts';
import { inboxShard } from '../inbox/stub.ts';
import { accept, acceptBody } from '../input.ts';
import { signedIn, type AppEnv } from '../session.ts';
import { noticeSettingsOf, noticesPage, readNotices, setNoticeSettings } from './notices.ts';

export const notices = new Hono<AppEnv>();

notices.get('/', signedIn, async (c) => {
  const { cursor } = accept(noticesQuery, c.req.query());
  return c.json(await noticesPage(c.env, c.get('caller').actor, cursor));
});

notices.post('/read', signedIn, async (c) => {
  const which = await acceptBody(readNoticesBody, c.req.raw);
  const personId = c.get('caller').actor.id;
  const ids = await readNotices(c.env, { personId, now: Date.now() }, which);
  // Every page has a line to every shard: one tells all of them.
  if (ids.length > 0) await inboxShard(c.env, 0).noticesRead(personId, ids);
  return c.json({ ids });
});

notices.get('/settings', signedIn, async (c) =>
  c.json(await noticeSettingsOf(c.env, c.get('caller').actor.id)),
);

notices.put('/settings', signedIn, async (c) => {
  const body = await acceptBody(noticeSettingsBody, c.req.raw);
  const personId = c.get('caller').actor.id;
  await setNoticeSettings(c.env, personId, body);
  await inboxShard(c.env, 0).noticesRead(personId, []);
  return c.json(body);
});
