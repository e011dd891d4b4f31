/** What Meta told us that is not of one conversation: account events, and dead letters. */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Channel } from '#domain/channel.ts';

export const accountEvent = sqliteTable(
  'account_event',
  {
    /** Hash of what it says, so that a repeat is nothing. */
    id: text().primaryKey(),
    channel: text().$type<Channel>().notNull(),
    accountId: text('account_id').notNull(),
    kind: text().notNull(),
    at: integer().notNull(),
    arrivedAt: integer('arrived_at').notNull(),
    raw: text().notNull(),
  },
  (table) => [index('account_event_arrived').on(table.arrivedAt)],
);

export const deadLetter = sqliteTable(
  'dead_letter',
  {
    id: text().primaryKey(),
    channel: text().$type<Channel | 'unknown'>().notNull(),
    reason: text().notNull(),
    arrivedAt: integer('arrived_at').notNull(),
    /** What replays it (worker/letters/envelope.ts); where that did not fit, the part that broke. */
    raw: text().notNull(),
  },
  (table) => [index('dead_letter_arrived').on(table.arrivedAt)],
);
