/** The numbers, pages and accounts that the business owns. */
import { primaryKey, sqliteTable, text, integer } from 'drizzle-orm/sqlite-core';
import type { Channel } from '#domain/channel.ts';

export const account = sqliteTable(
  'channel_account',
  {
    channel: text().$type<Channel>().notNull(),
    /** Meta's id of it. */
    id: text().notNull(),
    name: text().notNull(),
    /** What customers see of it. */
    handle: text().notNull(),
    /** The access token, sealed (worker/seal.ts). */
    sealedToken: text('sealed_token').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.channel, table.id] })],
);
