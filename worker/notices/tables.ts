/** What people are told of, and of what they want to be. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Notice } from '#domain/notice.ts';

export const notice = sqliteTable(
  'notice',
  {
    personId: text('person_id').notNull(),
    id: text().notNull(),
    at: integer().notNull(),
    readAt: integer('read_at'),
    body: text({ mode: 'json' }).$type<Notice>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.id] }),
    index('notice_newest').on(table.personId, table.at),
  ],
);

export const noticeSetting = sqliteTable('notice_setting', {
  personId: text('person_id').primaryKey(),
  body: text({ mode: 'json' }).$type<Readonly<Record<string, unknown>>>().notNull(),
});
