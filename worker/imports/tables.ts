/** Imports of contacts: what was asked, how far it is, what came of it. */
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ImportState } from '#domain/http-imports.ts';

export const importRun = sqliteTable('import_run', {
  id: text().primaryKey(),
  /** Of its file. */
  name: text().notNull(),
  /** JSON of the person. */
  by: text().notNull(),
  createdAt: integer('created_at').notNull(),
  state: text().$type<ImportState>().notNull(),
  /** JSON of mapping, account and what every contact gets; of null until it was checked. */
  plan: text().notNull(),
  /** JSON of how far it is and of counts: read, new, known, duplicate, invalid. */
  counts: text().notNull(),
});
