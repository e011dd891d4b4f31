/** Follow-ups of all conversations: a copy, for lists and the calendar. Their owner is the Conversation object. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { FollowUp } from '#domain/panel.ts';

export const followUp = sqliteTable(
  'follow_up',
  {
    conversationId: text('conversation_id').notNull(),
    id: text().notNull(),
    /** The rev of its conversation: only a higher one replaces it. */
    rev: integer().notNull(),
    ownerId: text('owner_id').notNull(),
    state: text().$type<FollowUp['state']>().notNull(),
    /** When it is due; of an ended one when it ended (ms). */
    at: integer().notNull(),
    body: text({ mode: 'json' }).$type<FollowUp>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.id] }),
    index('follow_up_at').on(table.state, table.at),
    index('follow_up_owner').on(table.ownerId, table.state, table.at),
  ],
);
