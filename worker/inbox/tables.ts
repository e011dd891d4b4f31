/**
 * The index of conversations in D1: a copy, rebuilt from the objects when lost. Row and words are WITHOUT ROWID and
 * virtual tables, triggers keep them together: they are in the hand-written part of the migration beside these tables.
 */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Filter, Sort } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import type { Tab } from '#domain/http.ts';

/**
 * One row a conversation. Its facets stand in the inverted index `facet` under the rowid `place`, and once more under
 * `waiting_place` while the customer waits: whoever writes a row writes to the view `indexing`, and its trigger sees to
 * both. The tokens themselves are not kept here: a row that is longer than a quarter of a page costs a page of its own.
 * Budget: worker/budget.edge.test.ts.
 */
export const conversation = sqliteTable('conversation', {
  id: text().primaryKey(),
  rev: integer().notNull(),
  head: text({ mode: 'json' }).$type<Head>().notNull(),
  /** Where it stands by newest message; more than a JavaScript number holds: never leaves SQL but as text. */
  place: integer().notNull(),
  waitingPlace: integer('waiting_place'),
  /** A hash of what it is found by: the facets are written again only when it is another. */
  print: text().notNull(),
  // What filters ask to the millisecond, beyond the tokens.
  lastAt: integer('last_at').notNull(),
  createdAt: integer('created_at').notNull(),
  windowExpiresAt: integer('window_expires_at'),
  freeEntryUntil: integer('free_entry_until'),
  followUpAt: integer('follow_up_at'),
  /** When the object's alarm must have rung; the sweep looks here. */
  dueAt: integer('due_at'),
});

/** Kept counts, one row a group of agents ('' for none): JSON of `assignee scope` to a number that is not 0. */
export const tally = sqliteTable('tally', {
  groupId: text('group_id').primaryKey(),
  counts: text({ mode: 'json' }).$type<Readonly<Record<string, number>>>().notNull(),
});

/** Filters that somebody saved. */
export const view = sqliteTable(
  'view',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    owner: text().notNull(),
    shared: integer({ mode: 'boolean' }).notNull(),
    tab: text().$type<Tab>().notNull(),
    sort: text().$type<Sort>().notNull(),
    filter: text({ mode: 'json' }).$type<Filter>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('view_owner').on(table.owner)],
);

/** Conversations that a person keeps at the top. */
export const pin = sqliteTable(
  'pin',
  { personId: text('person_id').notNull(), conversationId: text('conversation_id').notNull() },
  (table) => [primaryKey({ columns: [table.personId, table.conversationId] })],
);
