/** Accounts: what the business owns at Meta, and how to speak for it. */
import { and, eq, getTableColumns } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { z } from 'zod';
import type { Channel } from '#domain/channel.ts';
import type { Account, accountBody, accountPatch } from '#domain/http.ts';
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';
import { seal, unseal } from '../seal.ts';
import { account } from './tables.ts';
import { troubleAt, troubleText } from './trouble.ts';

type Place = Pick<Env, 'DB' | 'SEAL_KEYS'>;
type Named = { readonly channel: Channel; readonly id: string };

/** How to call Meta for one account, and what it may do. Never leaves the Worker. */
export type Access = {
  readonly channel: Channel;
  readonly accountId: string;
  readonly token: string;
  readonly login: 'page' | 'instagram';
  readonly parentId: string;
  readonly humanAgent: boolean;
  readonly utilityTemplates: boolean;
  readonly marksRead: boolean;
  /** Why nothing may leave it now, and what to do, in a sentence; null when it may send. */
  readonly trouble: string | null;
  /** The group that its new conversations go to; null: none. */
  readonly groupId: string | null;
};

/** An access as it was read; whether its trouble still holds depends on the time. */
type Known = { readonly access: Access; readonly trouble: string | null; readonly until: number };

const cacheFor = 60_000;
/** Of this isolate alone. An entry that ran out stays: it is what is left when D1 does not answer. */
const cache = new Map<string, Known>();
const keyOf = ({ channel, id }: Named): string => `${channel}:${id}`;
const isNamed = ({ channel, id }: Named) => and(eq(account.channel, channel), eq(account.id, id));

const { sealedToken, createdAt: _createdAt, ...shown } = getTableColumns(account);

/** All accounts, without their tokens, by name. `now` in ms: whether a trouble still holds. */
export async function listAccounts(env: Pick<Env, 'DB'>, now = Date.now()): Promise<Account[]> {
  const rows = await drizzle(env.DB).select(shown).from(account).orderBy(account.name);
  return rows.map(({ trouble, ...plain }) => ({ ...plain, trouble: troubleAt(trouble, now) }));
}

/** Connects an account, or renews its token. That ends its trouble, too: if Meta still objects, it says so again. */
export async function saveAccount(env: Place, body: z.infer<typeof accountBody>, now: number): Promise<void> {
  const { token, ...plain } = body;
  const sealed = await seal(env.SEAL_KEYS, keyOf(body), token);
  const trouble = troubleText({ at: now, sentence: null, until: null });
  const { channel, id } = account;
  await drizzle(env.DB)
    .insert(account)
    .values({ ...plain, sealedToken: sealed, createdAt: now })
    .onConflictDoUpdate({ target: [channel, id], set: { ...plain, sealedToken: sealed, trouble } });
  askAgain(body.channel);
}

/** Changes what the patch names and leaves the rest, the token above all. Null when there is no such account. */
export async function patchAccount(
  env: Pick<Env, 'DB'>,
  named: Named,
  patch: z.infer<typeof accountPatch>,
): Promise<Account | null> {
  const [row] = await drizzle(env.DB).update(account).set(patch).where(isNamed(named)).returning(shown);
  askAgain(named.channel);
  return row ? { ...row, trouble: troubleAt(row.trouble, Date.now()) } : null;
}

/**
 * Makes this isolate ask D1 again for the accounts of a channel: after a change of theirs. Other isolates notice when
 * their minute is over.
 */
export function askAgain(channel: Channel): void {
  for (const [key, known] of cache) {
    if (known.access.channel === channel) cache.set(key, { ...known, until: 0 });
  }
}

async function read(env: Pick<Env, 'DB'>, named: Named) {
  const [row] = await drizzle(env.DB)
    .select({ ...shown, sealedToken })
    .from(account)
    .where(isNamed(named));
  return row ?? null;
}

/** The row of an account, or what D1's failure was. */
async function tryToRead(env: Pick<Env, 'DB'>, named: Named) {
  try {
    return { row: await read(env, named) };
  } catch (failure) {
    return { failure };
  }
}

const speaking = ({ access, trouble }: Known, now: number): Access => ({
  ...access,
  trouble: troubleAt(trouble, now),
});

/**
 * The access of an account, null when it is not connected. Kept for 60 s in this isolate, so that a burst of sends asks D1
 * once: a change made elsewhere counts a minute later at most. When D1 does not answer, the last known access stands in,
 * however old: an old token is refused by Meta at worst, and a conversation must not wait for D1.
 * @throws when D1 does not answer and nothing is known
 */
export async function accessOf(env: Place, named: Named, now: number): Promise<Access | null> {
  const key = keyOf(named);
  const known = cache.get(key);
  if (known && known.until > now) return speaking(known, now);
  const found = await tryToRead(env, named);
  if ('failure' in found) {
    if (!known) throw found.failure;
    logFailure('account.from-memory', found.failure, { ...named });
    return speaking(known, now);
  }
  // An account that is not connected yet is asked for again each time: it may be connected any moment.
  if (!found.row) {
    cache.delete(key);
    return null;
  }
  const { id, name: _name, handle: _handle, sealedToken: sealed, trouble, ...rights } = found.row;
  const token = await unseal(env.SEAL_KEYS, key, sealed);
  const fresh = {
    access: { ...rights, accountId: id, token, trouble: null },
    trouble,
    until: now + cacheFor,
  };
  cache.set(key, fresh);
  return speaking(fresh, now);
}
