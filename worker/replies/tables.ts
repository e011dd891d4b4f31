/** Texts and interactive messages that are kept to be sent again. */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Channel } from '#domain/channel.ts';

/** Texts with a shortcut (B-50). */
export const quickReply = sqliteTable(
  'quick_reply',
  {
    id: text().primaryKey(),
    /** Who sees it: its owner, a group of agents, everybody. */
    scope: text().$type<'mine' | 'group' | 'all'>().notNull(),
    ownerId: text('owner_id').notNull(),
    /** Only of the scope `group`. */
    groupId: text('group_id'),
    /** Without the slash, in lower case. */
    shortcut: text().notNull(),
    title: text().notNull(),
    text: text().notNull(),
    changedAt: integer('changed_at').notNull(),
  },
  (table) => [index('quick_reply_owner').on(table.ownerId)],
);

/** Interactive messages of the library (B-57). */
export const savedInteractive = sqliteTable('saved_interactive', {
  id: text().primaryKey(),
  name: text().notNull(),
  channel: text().$type<Channel>().notNull(),
  /** The draft, as JSON. */
  draft: text().notNull(),
  ownerId: text('owner_id').notNull(),
  changedAt: integer('changed_at').notNull(),
});
