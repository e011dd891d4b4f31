/** Letters and account events as admins look at them: newest first, keyset-paged. */
import { and, desc, eq, lt, lte, or, sql, type SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { z } from 'zod';
import type { Account, AccountEventRow, AccountEventsPage, Letter, LettersPage } from '#domain/http.ts';
import { listAccounts } from '../accounts/accounts.ts';
import type { Env } from '../env.ts';
import { accountEvent, deadLetter } from './tables.ts';

type Place = Pick<Env, 'DB'>;
type Kept = typeof accountEvent | typeof deadLetter;

const pageSize = 50;
/** Characters of `raw` in a list. */
const shownLength = 4000;

const cursorParts = z.tuple([z.int(), z.string()]);

function readCursor(text: string | undefined): z.infer<typeof cursorParts> | null {
  if (text === undefined) return null;
  try {
    return cursorParts.parse(JSON.parse(atob(text)));
  } catch {
    // A cursor of another age: begin at the top rather than fail.
    return null;
  }
}

function after(table: Kept, text: string | undefined): SQL | undefined {
  const cursor = readCursor(text);
  if (!cursor) return undefined;
  const [arrivedAt, id] = cursor;
  return and(lte(table.arrivedAt, arrivedAt), or(lt(table.arrivedAt, arrivedAt), lt(table.id, id)));
}

/** One page of the `found`, of which there is one more than fits if there is a next page. */
function page<Row extends { readonly id: string; readonly arrivedAt: number }>(found: readonly Row[]) {
  const rows = found.slice(0, pageSize);
  const last = rows.at(-1);
  const next = found.length > pageSize && last ? btoa(JSON.stringify([last.arrivedAt, last.id])) : null;
  return { rows, next };
}

const beginning = (table: Kept) => ({
  raw: sql<string>`substr(${table.raw}, 1, ${shownLength})`,
  cut: sql<boolean>`length(${table.raw}) > ${shownLength}`.mapWith(Boolean),
});

/** As worker/letters/envelope.ts opens it: a body, or an event. */
const replayable = sql<boolean>`CASE WHEN json_valid(${deadLetter.raw}) THEN
  json_type(${deadLetter.raw}, '$.entry') IS 'array' OR json_type(${deadLetter.raw}, '$.event') IS 'object'
  ELSE 0 END`.mapWith(Boolean);

const { id, channel, reason, arrivedAt } = deadLetter;
const letterColumns = { id, channel, reason, arrivedAt, replayable };

/** Dead letters, newest first, 50 a page; of each the beginning. */
export async function listLetters(env: Place, cursor: string | undefined): Promise<LettersPage> {
  const found = await drizzle(env.DB)
    .select({ ...letterColumns, ...beginning(deadLetter) })
    .from(deadLetter)
    .where(after(deadLetter, cursor))
    .orderBy(desc(arrivedAt), desc(id))
    .limit(pageSize + 1);
  const { rows, next } = page(found);
  return { letters: rows, next };
}

/** One letter with all that is kept of it, or null. */
export async function readLetter(env: Place, letterId: string): Promise<Letter | null> {
  const rows = drizzle(env.DB)
    .select({ ...letterColumns, raw: deadLetter.raw })
    .from(deadLetter);
  const [letter] = await rows.where(eq(id, letterId));
  return letter ? { ...letter, cut: false } : null;
}

/** Forgets a letter. False when it was not there. */
export async function dropLetter(env: Place, letterId: string): Promise<boolean> {
  const { meta } = await drizzle(env.DB).delete(deadLetter).where(eq(id, letterId));
  return meta.changes > 0;
}

/** Gives a letter today's reason. */
export async function giveReason(env: Place, letterId: string, today: string): Promise<void> {
  await drizzle(env.DB).update(deadLetter).set({ reason: today }).where(eq(id, letterId));
}

type Told = Omit<AccountEventRow, 'accountName'>;

/** A WhatsApp business account goes by the names of its numbers. */
function nameIn(accounts: readonly Account[], told: Told): string | null {
  const own = accounts.filter((one) => one.channel === told.channel);
  const itself = own.filter((one) => one.id === told.accountId);
  const numbers = own.filter((one) => one.parentId === told.accountId);
  const names = (itself.length > 0 ? itself : numbers).map(({ name }) => name);
  return names.length > 0 ? names.join(', ') : null;
}

/** What Meta told of accounts, newest first, 50 a page; of each the beginning. */
export async function listAccountEvents(env: Place, cursor: string | undefined): Promise<AccountEventsPage> {
  const { accountId, kind, at } = accountEvent;
  const query = drizzle(env.DB)
    .select({
      id: accountEvent.id,
      channel: accountEvent.channel,
      accountId,
      kind,
      at,
      arrivedAt: accountEvent.arrivedAt,
      ...beginning(accountEvent),
    })
    .from(accountEvent)
    .where(after(accountEvent, cursor))
    .orderBy(desc(accountEvent.arrivedAt), desc(accountEvent.id))
    .limit(pageSize + 1);
  const [found, accounts] = await Promise.all([query, listAccounts(env)]);
  const { rows, next } = page(found);
  return { events: rows.map((told) => ({ ...told, accountName: nameIn(accounts, told) })), next };
}
