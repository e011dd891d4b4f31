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
];
