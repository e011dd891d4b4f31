/** Imports of contacts: what was asked, how far it is, what came of it. */
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const importRun = sqliteTable('import_run', {
  id: text().primaryKey(),
  name: text().notNull(),
  by: text().notNull(),
  createdAt: integer('created_at').notNull(),
  state: text().$type<'running' | 'done' | 'cancelled' | 'failed'>().notNull(),
  /** JSON of mapping, account and what every contact gets. */
  plan: text().notNull(),
  /** JSON of counts: read, new, known, invalid, duplicate. */
  counts: text().notNull(),
});
