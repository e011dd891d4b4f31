/** People and their sessions, in the shapes of better-auth; times are ISO text there. */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Role } from '#domain/permission.ts';

export const user = sqliteTable('user', {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: integer({ mode: 'boolean' }).notNull(),
  image: text(),
  createdAt: text().notNull(),
  updatedAt: text().notNull(),
  role: text().$type<Role>().notNull(),
  /** Deactivated people keep their name in the history and nothing else. */
  active: integer({ mode: 'boolean' }).notNull(),
  /** Away: gets nothing new by itself. */
  away: integer({ mode: 'boolean' }).notNull().default(false),
});

export const session = sqliteTable(
  'session',
  {
    id: text().primaryKey(),
    expiresAt: text().notNull(),
    token: text().notNull().unique(),
    createdAt: text().notNull(),
    updatedAt: text().notNull(),
    ipAddress: text(),
    userAgent: text(),
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
  },
  (table) => [index('session_user').on(table.userId)],
);

/** better-auth's "account": how a person proves who they are. Named so because Account means a channel account here. */
export const credential = sqliteTable(
  'credential',
  {
    id: text().primaryKey(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: text(),
    refreshTokenExpiresAt: text(),
    scope: text(),
    password: text(),
    createdAt: text().notNull(),
    updatedAt: text().notNull(),
  },
  (table) => [index('credential_user').on(table.userId)],
);

export const verification = sqliteTable('verification', {
  id: text().primaryKey(),
  identifier: text().notNull(),
  value: text().notNull(),
  expiresAt: text().notNull(),
  createdAt: text().notNull(),
  updatedAt: text().notNull(),
});

export const rateLimit = sqliteTable('rateLimit', {
  id: text().primaryKey(),
  key: text().notNull().unique(),
  count: integer().notNull(),
  lastRequest: integer().notNull(),
});
