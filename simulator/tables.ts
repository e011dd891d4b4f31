/** Every table of the object. Local play may be reset at any time, so there are no migrations. */
const tables = `
  CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS accounts (
    id TEXT PRIMARY KEY, waba_id TEXT NOT NULL, name TEXT NOT NULL, display_number TEXT NOT NULL, token TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS customers (
    phone TEXT PRIMARY KEY, name TEXT NOT NULL, bsuid TEXT UNIQUE, username TEXT,
    online INTEGER NOT NULL, read_receipts INTEGER NOT NULL, hide_phone INTEGER NOT NULL
  );

  CREATE TABLE IF NOT EXISTS chats (
    account_id TEXT NOT NULL, phone TEXT NOT NULL, open INTEGER NOT NULL DEFAULT 0,
    opener_at INTEGER, ad_at INTEGER, fep_id TEXT, fep_until INTEGER, typing_until INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, phone)
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, wamid TEXT NOT NULL UNIQUE, account_id TEXT NOT NULL, phone TEXT NOT NULL,
    sender TEXT NOT NULL, at INTEGER NOT NULL, message TEXT NOT NULL, status TEXT NOT NULL,
    seen INTEGER NOT NULL DEFAULT 0, opaque TEXT, fep_id TEXT, fep_until INTEGER
  );
  CREATE INDEX IF NOT EXISTS messages_of_chat ON messages (phone, account_id, at);

  CREATE TABLE IF NOT EXISTS faults (id INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL, remaining INTEGER);

  CREATE TABLE IF NOT EXISTS sends (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, account_id TEXT NOT NULL, kind TEXT NOT NULL,
    body TEXT NOT NULL, outcome TEXT NOT NULL, code INTEGER, wamid TEXT
  );

  CREATE TABLE IF NOT EXISTS updates (id INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL, due_at INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS updates_due ON updates (due_at);

  CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, labels TEXT NOT NULL, tells TEXT NOT NULL,
    made_at INTEGER NOT NULL, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (due_at) WHERE state = 'due';

  CREATE TABLE IF NOT EXISTS attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, delivery_id INTEGER, attempt INTEGER NOT NULL, at INTEGER NOT NULL,
    status INTEGER NOT NULL, text TEXT NOT NULL, took_ms INTEGER NOT NULL, labels TEXT NOT NULL
  );
`;

const names = [
  'kept',
  'accounts',
  'customers',
  'chats',
  'messages',
  'faults',
  'sends',
  'updates',
  'deliveries',
  'attempts',
];

/** Makes what is not there yet. */
export function makeTables(sql: SqlStorage): void {
  sql.exec(tables);
}

/** Forgets everything; ids go on counting, so that nothing late can be taken for something new. */
export function emptyTables(sql: SqlStorage): void {
  for (const name of names) sql.exec(`DELETE FROM ${name}`);
}
