/** Who did what that leaves no line in a timeline: rights, imports, exports, links. */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const audit = sqliteTable(
  'audit',
  {
    id: text().primaryKey(),
    at: integer().notNull(),
    personId: text('person_id').notNull(),
    personName: text('person_name').notNull(),
    what: text().notNull(),
    /** What it is about: the id of a conversation, a person, an import. */
    about: text().notNull(),
    /** JSON of the particulars. */
    body: text().notNull(),
  },
  (table) => [index('audit_about').on(table.about, table.at), index('audit_newest').on(table.at)],
);
