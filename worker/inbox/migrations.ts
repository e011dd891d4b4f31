/** The tables of an Inbox object. Append only; see ../migrate.ts. */
import type { Step } from '../migrate.ts';

export const steps: readonly Step[] = [
  {
    id: '0001-viewers',
    sql: `CREATE TABLE viewer (
      session_id TEXT NOT NULL, conversation_id TEXT NOT NULL, PRIMARY KEY (session_id, conversation_id)
    ) WITHOUT ROWID;`,
  },
  {
    id: '0002-known',
    sql: 'CREATE TABLE known (id TEXT PRIMARY KEY) WITHOUT ROWID;',
  },
  {
    // Of shard 0 alone: whom conversations are given to by themselves (worker/assigning/chooser.ts).
    id: '0003-assigning',
    sql: `CREATE TABLE turn (group_id TEXT PRIMARY KEY, last TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE given (
      conversation_id TEXT PRIMARY KEY, person_id TEXT NOT NULL, was TEXT NOT NULL, at INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE waiting (
      conversation_id TEXT PRIMARY KEY, group_id TEXT NOT NULL, at INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX waiting_group ON waiting (group_id, at);`,
  },
];
