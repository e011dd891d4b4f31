/** Accounts: what the business owns at Meta, and how to speak for it. */
import { eq, and } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { z } from 'zod';
import type { Channel } from '#domain/channel.ts';
import type { Account, accountBody } from '#domain/http.ts';
import type { Env } from '../env.ts';
import { seal, unseal } from '../seal.ts';
import { account } from './tables.ts';

type Place = Pick<Env, 'DB' | 'SEAL_KEYS'>;
type Named = { readonly channel: Channel; readonly id: string };

/** How to call Meta for one account. Never leaves the Worker. */
export type Access = { readonly accountId: string; readonly token: string };

const cacheFor = 60_000;
const cache = new Map<string, { readonly access: Access | null; readonly until: number }>();
const keyOf = ({ channel, id }: Named): string => `${channel}:${id}`;

/** All accounts, without their tokens. */
export async function listAccounts(env: Pick<Env, 'DB'>): Promise<Account[]> {
  const { channel, id, name, handle } = account;
  return drizzle(env.DB).select({ channel, id, name, handle }).from(account).orderBy(name);
}

/** Connects an account, or renews its token. */
export async function saveAccount(env: Place, body: z.infer<typeof accountBody>, now: number): Promise<void> {
  const { token, ...plain } = body;
  const sealedToken = await seal(env.SEAL_KEYS, keyOf(body), token);
  const { channel, id } = account;
  await drizzle(env.DB)
    .insert(account)
    .values({ ...plain, sealedToken, createdAt: now })
    .onConflictDoUpdate({ target: [channel, id], set: { ...plain, sealedToken } });
  cache.delete(keyOf(body));
}

/**
 * The access of an account, null when it is not connected. Kept for a minute, so that a burst of sends asks D1 once.
 * @throws when D1 does not answer
 */
export async function accessOf(env: Place, named: Named, now: number): Promise<Access | null> {
  const known = cache.get(keyOf(named));
  if (known && known.until > now) return known.access;
  const [row] = await drizzle(env.DB)
    .select({ sealedToken: account.sealedToken })
    .from(account)
    .where(and(eq(account.channel, named.channel), eq(account.id, named.id)));
  const access = row && {
    accountId: named.id,
    token: await unseal(env.SEAL_KEYS, keyOf(named), row.sealedToken),
  };
  // An account that is not connected yet is asked for again each time: it may be connected any moment.
  if (access) cache.set(keyOf(named), { access, until: now + cacheFor });
  return access ?? null;
}
