/** Customers who were imported and have not written yet, and which conversations are of one person. */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Channel } from '#domain/channel.ts';

/** Waits for its conversation: whoever opens or hears of it first takes this over (docs/architecture.md). */
export const contact = sqliteTable('contact', {
  /** The id that its conversation has. */
  id: text().primaryKey(),
  channel: text().$type<Channel>().notNull(),
  accountId: text('account_id').notNull(),
  /** `+` and digits. */
  phone: text().notNull(),
  /** JSON of what its conversation begins with: name, details, tags, lead, attributes. */
  facts: text().notNull(),
  importId: text('import_id').notNull(),
  /** When its conversation took it over (ms); null while it waits. */
  takenAt: integer('taken_at'),
});

/** Conversations that somebody said are of one person: those with the same `person`. */
export const contactLink = sqliteTable(
  'contact_link',
  { conversationId: text('conversation_id').primaryKey(), person: text().notNull() },
  (table) => [index('contact_link_person').on(table.person)],
);
