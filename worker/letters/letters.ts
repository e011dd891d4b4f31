/** Keeps what is not of one conversation: account events, and what could not be understood. */
import { drizzle } from 'drizzle-orm/d1';
import type { AccountEvent, Broken } from '../channels/channel.ts';
import type { Env } from '../env.ts';
import { log } from '../log.ts';
import { accountEvent, deadLetter } from './tables.ts';

type Letters = {
  readonly accountEvents: readonly AccountEvent[];
  readonly broken: readonly Broken[];
  readonly now: number;
};

async function hashOf(...parts: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(parts)));
  return [...new Uint8Array(digest.slice(0, 16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Writes them down once each; the same letter again is nothing. */
export async function keepLetters(
  env: Pick<Env, 'DB'>,
  { accountEvents, broken, now }: Letters,
): Promise<void> {
  const db = drizzle(env.DB);
  for (const { channel, accountId, kind, at, raw } of accountEvents) {
    const id = await hashOf(channel, accountId, kind, String(at), raw);
    const values = { id, channel, accountId, kind, at, raw, arrivedAt: now };
    await db.insert(accountEvent).values(values).onConflictDoNothing();
  }
  for (const { channel, reason, raw } of broken) {
    const id = await hashOf(channel, reason, raw);
    log('webhook.dead-letter', { channel, reason });
    await db.insert(deadLetter).values({ id, channel, reason, raw, arrivedAt: now }).onConflictDoNothing();
  }
}
