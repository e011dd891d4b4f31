/** Files that Meta holds for us, so that the same file is uploaded to it once. */
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const metaUpload = sqliteTable(
  'meta_upload',
  {
    uploadId: text('upload_id').notNull(),
    channel: text().notNull(),
    accountId: text('account_id').notNull(),
    /** Meta's id of it. */
    metaId: text('meta_id').notNull(),
    /** In ms; a WhatsApp media id lives 30 days, a page's attachment id 90. */
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.channel, table.accountId] })],
);
