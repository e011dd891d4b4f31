/** Keeps what is not of one conversation: account events with what they change, and what could not be understood. */
import { sql } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import { drizzle } from 'drizzle-orm/d1';
import { eventTime } from '#domain/window.ts';
import { askAgain } from '../accounts/accounts.ts';
import { effectOf } from '../accounts/effect-of.ts';
import { writeEffect } from '../accounts/effects.ts';
import type { AccountEvent, Broken } from '../channels/channel.ts';
import type { Env } from '../env.ts';
import { log } from '../log.ts';
import { accountEvent, deadLetter } from './tables.ts';

type Letters = {
  readonly accountEvents: readonly AccountEvent[];
  readonly broken: readonly Broken[];
  readonly now: number;
};
type Statement = BatchItem<'sqlite'>;

/** D1 takes 100 parameters in a statement. */
const parametersAtOnce = 100;

async function hashOf(...parts: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(parts)));
  return [...new Uint8Array(digest.slice(0, 16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Rows in as few inserts as D1 takes. */
function inserts<Row extends object>(rows: readonly Row[], insert: (some: Row[]) => Statement): Statement[] {
  const columns = Object.keys(rows[0] ?? {}).length;
  const atOnce = Math.floor(parametersAtOnce / Math.max(1, columns));
  return Array.from({ length: Math.ceil(rows.length / atOnce) }, (_, index) =>
    insert(rows.slice(index * atOnce, (index + 1) * atOnce)),
  );
}

/** Not every account event tells its time: then, as with one that is not to be believed, it is when it came. */
const timeOf = (at: number, now: number): number => eventTime(at || now, now);

/** Effects come before the events are written down: that is how a repeat is known. */
async function ofAccounts(db: D1Database, { accountEvents, now }: Letters) {
  const rows = await Promise.all(
    accountEvents.map(async ({ channel, accountId, kind, at, raw }) => {
      const id = await hashOf(channel, accountId, kind, String(at), raw);
      return { id, channel, accountId, kind, at: timeOf(at, now), raw, arrivedAt: now };
    }),
  );
  const effects = accountEvents.flatMap((event, index) => {
    const effect = effectOf({ ...event, at: timeOf(event.at, now) });
    return effect ? [{ effect, id: rows[index]?.id }] : [];
  });
  const writes = effects.map(({ effect, id }) => {
    const isNew = sql`NOT EXISTS (SELECT 1 FROM ${accountEvent} WHERE ${accountEvent.id} = ${id})`;
    return writeEffect(db, { effect, isNew });
  });
  const insert = (some: typeof rows) => drizzle(db).insert(accountEvent).values(some).onConflictDoNothing();
  const troubled = effects.flatMap(({ effect }) => (effect.type === 'trouble' ? [effect.channel] : []));
  return { statements: [...writes, ...inserts(rows, insert)], troubled };
}

async function ofBroken(db: D1Database, { broken, now }: Letters): Promise<Statement[]> {
  const rows = await Promise.all(
    broken.map(async ({ channel, reason, raw }) => {
      log('webhook.dead-letter', { channel, reason });
      return { id: await hashOf(channel, reason, raw), channel, reason, raw, arrivedAt: now };
    }),
  );
  // What breaks often in one way is one letter.
  const letters = [...new Map(rows.map((row) => [row.id, row])).values()];
  return inserts(letters, (some) => drizzle(db).insert(deadLetter).values(some).onConflictDoNothing());
}

/**
 * Writes them down once each, in one batch with what the account events change; the same letter again is nothing.
 * Without letters D1 is not asked at all.
 * @throws when D1 does not take them
 */
export async function keepLetters(env: Pick<Env, 'DB'>, letters: Letters): Promise<void> {
  const { statements, troubled } = await ofAccounts(env.DB, letters);
  const [first, ...rest] = [...statements, ...(await ofBroken(env.DB, letters))];
  if (!first) return;
  await drizzle(env.DB).batch([first, ...rest]);
  for (const channel of troubled) askAgain(channel);
}
