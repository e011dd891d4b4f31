/** The tables of a conversation object. Append only; see ../migrate.ts. */
import type { Step } from '../migrate.ts';

export const steps: readonly Step[] = [
  {
    id: '0001-conversation',
    sql: `
      CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), state TEXT NOT NULL);
      CREATE TABLE message (
        id TEXT PRIMARY KEY, rev INTEGER NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL,
        direction TEXT NOT NULL, meta_id TEXT, body TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE UNIQUE INDEX message_order ON message (at, seq);
      CREATE UNIQUE INDEX message_meta ON message (meta_id) WHERE meta_id IS NOT NULL;
      CREATE TABLE outbox (
        seq INTEGER PRIMARY KEY, message_id TEXT NOT NULL, attempt INTEGER NOT NULL, due_at INTEGER NOT NULL, left_at INTEGER
      );
      CREATE TABLE parked (
        meta_id TEXT NOT NULL, state TEXT NOT NULL, report TEXT NOT NULL, arrived_at INTEGER NOT NULL,
        PRIMARY KEY (meta_id, state)
      ) WITHOUT ROWID;
      CREATE TABLE command (client_id TEXT PRIMARY KEY, rev INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE signpost (one INTEGER PRIMARY KEY CHECK (one = 1), target TEXT NOT NULL);
    `,
  },
  {
    id: '0002-files',
    sql: `
      CREATE TABLE file (
        message_id TEXT NOT NULL, slot TEXT NOT NULL, source TEXT NOT NULL, attempt INTEGER NOT NULL, due_at INTEGER NOT NULL,
        PRIMARY KEY (message_id, slot)
      ) WITHOUT ROWID;
    `,
  },
  {
    id: '0003-panel',
    sql: `CREATE TABLE panel (part TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;`,
  },
  {
    // What was done to a customer is read of ten thousand messages without looking at those; a text costs no row of it.
    id: '0004-lines',
    sql: `CREATE INDEX message_line ON message (at, seq) WHERE direction = 'line';`,
  },
];
