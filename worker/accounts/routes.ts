/** Connecting accounts, and changing what is known of them. */
import { Hono } from 'hono';
import { z } from 'zod';
import { channels } from '#domain/channel.ts';
import { accountBody, accountPatch } from '#domain/http.ts';
import { findGroup } from '../directory/directory.ts';
import { accept, acceptBody } from '../input.ts';
import { Refused } from '../problem.ts';
import { allowed, signedIn, type AppEnv } from '../session.ts';
import { listAccounts, patchAccount, saveAccount } from './accounts.ts';

const named = z.object({ channel: z.enum(channels), id: accountBody.shape.id });

export const accounts = new Hono<AppEnv>();

accounts.get('/', signedIn, async (c) => c.json(await listAccounts(c.env)));

accounts.post('/', signedIn, allowed('accounts.manage'), async (c) => {
  await saveAccount(c.env, await acceptBody(accountBody, c.req.raw), Date.now());
  return c.json({ ok: true }, 201);
});

accounts.patch('/:channel/:id', signedIn, allowed('accounts.manage'), async (c) => {
  const which = accept(named, c.req.param());
  const patch = await acceptBody(accountPatch, c.req.raw);
  const { groupId } = patch;
  if (typeof groupId === 'string' && !(await findGroup(c.env, groupId)))
    throw new Refused({ code: 'group-not-found' });
  const changed = await patchAccount(c.env, which, patch);
  if (!changed) throw new Refused({ code: 'not-found' });
  return c.json(changed);
});
