/** Settings of the business. */
import { Hono } from 'hono';
import { settingsBody } from '#domain/http.ts';
import { allInboxes } from '../inbox/stub.ts';
import { acceptBody } from '../input.ts';
import { allowed, signedIn, type AppEnv } from '../session.ts';
import { setVisibility } from './settings.ts';

export const settings = new Hono<AppEnv>();

settings.put('/', signedIn, allowed('settings.manage'), async (c) => {
  const { visibility } = await acceptBody(settingsBody, c.req.raw);
  await setVisibility(c.env, visibility);
  // Everybody comes back with the rights they have now.
  await Promise.all(allInboxes(c.env).map(async (inbox) => inbox.close(null)));
  return c.json({ visibility });
});
