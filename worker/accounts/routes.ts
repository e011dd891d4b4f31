/** Connecting accounts. */
import { Hono } from 'hono';
import { accountBody } from '#domain/http.ts';
import { acceptBody } from '../input.ts';
import { allowed, signedIn, type AppEnv } from '../session.ts';
import { listAccounts, saveAccount } from './accounts.ts';

export const accounts = new Hono<AppEnv>();

accounts.get('/', signedIn, async (c) => c.json(await listAccounts(c.env)));

accounts.post('/', signedIn, allowed('accounts.manage'), async (c) => {
  await saveAccount(c.env, await acceptBody(accountBody, c.req.raw), Date.now());
  return c.json({ ok: true }, 201);
});
