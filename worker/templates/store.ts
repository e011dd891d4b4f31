/** Templates in D1: what was read from Meta, beside what its webhooks told (accounts/effects.ts). All SQL about them. */
import { and, eq, getTableColumns, isNull, lt, notInArray, sql, type SQL } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import { drizzle } from 'drizzle-orm/d1';
import { metaSecond } from '../accounts/effects.ts';
import { languageOf } from '../accounts/effect-of.ts';
import { account, templateState, templateSync } from '../accounts/tables.ts';
import { goneStatuses, type TemplateRow } from './template.ts';

/** What Meta's list says of a template. */
export type ReadTemplate = Pick<
  TemplateRow,
  'name' | 'language' | 'status' | 'reason' | 'category' | 'quality' | 'metaId' | 'components' | 'format'
>;
export type Named = { readonly ownerId: string; readonly name: string; readonly language: string };

/** As many are listed; Meta keeps at most 6,000 of a verified business, most of them hardly used. */
export const mostListed = 1000;

/** D1 takes 100 parameters in a statement. */
const rowsAtOnce = Math.floor(100 / Object.keys(getTableColumns(templateState)).length);

const table = templateState;

/** The templates of an owner, approved ones first, then by name; at most `mostListed`. */
export async function listTemplates(db: D1Database, ownerId: string): Promise<TemplateRow[]> {
  return drizzle(db)
    .select()
    .from(table)
    .where(and(eq(table.ownerId, ownerId), notInArray(table.status, [...goneStatuses])))
    .orderBy(sql`${table.status} NOT IN ('APPROVED', 'REINSTATED', 'FLAGGED')`, table.name, table.language)
    .limit(mostListed);
}

/** One template; null when nothing is known of it. */
export async function findTemplate(db: D1Database, named: Named): Promise<TemplateRow | null> {
  const { ownerId, name, language } = named;
  const [row] = await drizzle(db)
    .select()
    .from(table)
    .where(and(eq(table.ownerId, ownerId), eq(table.name, name), eq(table.language, languageOf(language))));
  return row ?? null;
}

/** When the templates of an owner were last read to their end (ms, 0 for never), and why the last try was not. */
export async function findSync(
  db: D1Database,
  ownerId: string,
): Promise<Omit<typeof templateSync.$inferSelect, 'ownerId'>> {
  const [row] = await drizzle(db).select().from(templateSync).where(eq(templateSync.ownerId, ownerId));
  return row ?? { syncedAt: 0, sentence: null };
}

/** Whether Meta told of a template that was never read. */
export async function hasUnread(db: D1Database, ownerId: string): Promise<boolean> {
  const found = await drizzle(db)
    .select({ name: table.name })
    .from(table)
    .where(
      and(eq(table.ownerId, ownerId), isNull(table.syncedAt), notInArray(table.status, [...goneStatuses])),
    )
    .limit(1);
  return found.length > 0;
}

/** Ids of the accounts through which the templates of an owner can be read: numbers of it, or the page itself. */
export async function accountsOf(
  db: D1Database,
  channel: 'whatsapp' | 'messenger',
  ownerId: string,
): Promise<string[]> {
  const owner = channel === 'whatsapp' ? account.parentId : account.id;
  const rows = await drizzle(db)
    .select({ id: account.id })
    .from(account)
    .where(and(eq(account.channel, channel), eq(owner, ownerId)))
    .orderBy(account.createdAt);
  return rows.map(({ id }) => id);
}

const excluded = (column: string): SQL => sql.raw(`excluded.${column}`);

/**
 * Keeps a page that was asked for at `readAt` (ms). A status that a webhook told since is newer and stays.
 * @throws when D1 does not take it
 */
export async function keepTemplates(
  db: D1Database,
  { ownerId, readAt }: { readonly ownerId: string; readonly readAt: number },
  read: readonly ReadTemplate[],
): Promise<void> {
  const rows = read.map((one) => ({
    ...one,
    ownerId,
    language: languageOf(one.language),
    changedAt: 0,
    syncedAt: readAt,
  }));
  const unless = (column: SQL | typeof table.status | typeof table.reason, name: string): SQL =>
    sql`CASE WHEN ${table.changedAt} > ${readAt - metaSecond} THEN ${column} ELSE ${excluded(name)} END`;
  const set = {
    status: unless(table.status, 'status'),
    reason: unless(table.reason, 'reason'),
    category: excluded('category'),
    quality: excluded('quality'),
    metaId: excluded('meta_id'),
    components: excluded('components'),
    format: excluded('format'),
    syncedAt: readAt,
  };
  const statements = Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, index) =>
    drizzle(db)
      .insert(table)
      .values(rows.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce))
      .onConflictDoUpdate({ target: [table.ownerId, table.name, table.language], set }),
  );
  const [first, ...rest] = statements satisfies BatchItem<'sqlite'>[];
  if (first) await drizzle(db).batch([first, ...rest]);
}

/**
 * All was read since `startedAt` (ms): what Meta does not list any more goes, unless a webhook told of it since.
 * @throws when D1 does not take it
 */
export async function endReading(db: D1Database, ownerId: string, startedAt: number): Promise<void> {
  const client = drizzle(db);
  const vanished = and(
    eq(table.ownerId, ownerId),
    sql`coalesce(${table.syncedAt}, 0) < ${startedAt}`,
    lt(table.changedAt, startedAt - metaSecond),
  );
  const done = { syncedAt: Date.now(), sentence: null };
  await client.batch([
    client.delete(table).where(vanished),
    client
      .insert(templateSync)
      .values({ ownerId, ...done })
      .onConflictDoUpdate({ target: templateSync.ownerId, set: done }),
  ]);
}

/** They could not be read to their end: the old ones stay, with the reason. */
export async function failReading(db: D1Database, ownerId: string, sentence: string): Promise<void> {
  await drizzle(db)
    .insert(templateSync)
    .values({ ownerId, syncedAt: 0, sentence })
    .onConflictDoUpdate({ target: templateSync.ownerId, set: { sentence } });
}
