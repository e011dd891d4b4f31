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
    /** Whose token it is: a page's, or (Instagram Login) the account's own. */
    login: text().$type<'page' | 'instagram'>().notNull().default('page'),
    /** The WhatsApp business account of a number; the page of an Instagram account. */
    parentId: text('parent_id').notNull().default(''),
    humanAgent: integer('human_agent', { mode: 'boolean' }).notNull().default(false),
    utilityTemplates: integer('utility_templates', { mode: 'boolean' }).notNull().default(false),
    marksRead: integer('marks_read', { mode: 'boolean' }).notNull().default(false),
    /** What Meta last said of whether anything may leave it (worker/accounts/trouble.ts); null while it said nothing. */
    trouble: text(),
    /** The group of agents that its new conversations go to; null: none. */
    groupId: text('group_id'),
  },
  (table) => [primaryKey({ columns: [table.channel, table.id] })],
);

/** Message templates as Meta keeps them, and what its webhooks told of them since. */
export const templateState = sqliteTable(
  'template_state',
  {
    /** The WhatsApp business account, or the page. */
    ownerId: text('owner_id').notNull(),
    name: text().notNull(),
    /** With underscore: en_US. */
    language: text().notNull(),
    /** Meta's word in capitals: APPROVED, PAUSED…; '' while Meta told only its category or quality. */
    status: text().notNull(),
    reason: text(),
    category: text(),
    quality: text(),
    /** Meta's time of `status`, in ms. */
    changedAt: integer('changed_at').notNull(),
    /** Meta's id of it; null until it was read from Meta, as are the following. */
    metaId: text('meta_id'),
    /** Meta's components, as JSON. */
    components: text(),
    /** How its variables are called: by number or by name. */
    format: text().$type<'positional' | 'named'>(),
    /** When it was last read from Meta, in ms. */
    syncedAt: integer('synced_at'),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.name, table.language] })],
);

/** How far the templates of an owner were read from Meta. */
export const templateSync = sqliteTable('template_sync', {
  ownerId: text('owner_id').primaryKey(),
  /** When it last ended well, in ms; 0 for never. */
  syncedAt: integer('synced_at').notNull(),
  /** Why the last try did not; null when it did. */
  sentence: text(),
});
