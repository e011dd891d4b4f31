/** What conversations are sorted by: tags, lead statuses, groups of agents. */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { TagColour } from '#domain/http.ts';

export const tag = sqliteTable(
  'tag',
  { id: text().primaryKey(), name: text().notNull(), colour: text().$type<TagColour>().notNull() },
  (table) => [uniqueIndex('tag_name').on(table.name)],
);

export const leadStatus = sqliteTable('lead_status', {
  id: text().primaryKey(),
  name: text().notNull(),
  colour: text().$type<TagColour>().notNull(),
  final: integer({ mode: 'boolean' }).notNull(),
  position: integer().notNull(),
});

export const group = sqliteTable(
  'team_group',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** How new conversations of the group find somebody. */
    assigning: text().$type<'off' | 'round-robin' | 'least-busy'>().notNull().default('off'),
    /** Active conversations that one person gets from the group by itself at most; null: as many as come. */
    most: integer(),
  },
  (table) => [uniqueIndex('team_group_name').on(table.name)],
);

export const groupMember = sqliteTable(
  'team_group_member',
  { groupId: text('group_id').notNull(), personId: text('person_id').notNull() },
  (table) => [
    primaryKey({ columns: [table.groupId, table.personId] }),
    index('team_group_member_person').on(table.personId),
  ],
);

/** What the team notes of customers beyond what every business does. */
export const attribute = sqliteTable('attribute', {
  id: text().primaryKey(),
  name: text().notNull(),
  type: text().$type<'text' | 'number' | 'date' | 'list' | 'checkbox' | 'link' | 'phone'>().notNull(),
  /** Whether it is of the customer, or of this conversation alone. */
  of: text().$type<'contact' | 'conversation'>().notNull(),
  /** What a list offers. */
  options: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
  required: integer({ mode: 'boolean' }).notNull(),
  filterable: integer({ mode: 'boolean' }).notNull(),
  position: integer().notNull(),
});
