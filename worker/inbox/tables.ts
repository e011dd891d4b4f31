/** The list's copy of every conversation's head in D1: a copy, rebuilt from the objects when lost. */
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Channel } from '#domain/channel.ts';
import type { Head, Preview } from '#domain/head.ts';

/**
 * Budget: a new row writes 5 (row, key, two indexes, tally), a changed one at most 4; asserted in worker/budget.edge.test.ts.
 * The table `tally` and its triggers are in the migration beside this table's: kept counts per owner.
 */
export const conversation = sqliteTable(
  'conversation',
  {
    id: text().primaryKey(),
    rev: integer().notNull(),
    channel: text().$type<Channel>().notNull(),
    accountId: text('account_id').notNull(),
    name: text().notNull(),
    phone: text(),
    username: text(),
    createdAt: integer('created_at').notNull(),
    lastAt: integer('last_at').notNull(),
    preview: text({ mode: 'json' }).$type<Preview>(),
    unread: integer().notNull(),
    windowExpiresAt: integer('window_expires_at'),
    assigneeId: text('assignee_id'),
    assigneeName: text('assignee_name'),
    groupId: text('group_id'),
    archived: integer({ mode: 'boolean' }).notNull(),
    openedAt: integer('opened_at'),
    freeEntryUntil: integer('free_entry_until'),
    /** What only some conversations are. */
    marks: text({ mode: 'json' }).$type<Pick<Head, 'group' | 'optedOut' | 'elsewhere' | 'picture'>>(),
    /** When the object's alarm must have rung; the sweep looks here. */
    dueAt: integer('due_at'),
  },
  (table) => [
    index('conversation_newest').on(table.archived, table.lastAt, table.id),
    index('conversation_due')
      .on(table.dueAt)
      .where(sql`${table.dueAt} IS NOT NULL`),
  ],
);
