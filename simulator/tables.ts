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

  CREATE TABLE IF NOT EXISTS media (
    id TEXT PRIMARY KEY, account_id TEXT NOT NULL, type TEXT NOT NULL, mime TEXT NOT NULL, name TEXT NOT NULL,
    bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, sample TEXT, until INTEGER
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS media_parts (
    media_id TEXT NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (media_id, part)
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, delivery_id INTEGER, attempt INTEGER NOT NULL, at INTEGER NOT NULL,
    status INTEGER NOT NULL, text TEXT NOT NULL, took_ms INTEGER NOT NULL, labels TEXT NOT NULL
  );
`;

/** Columns that came later: data of an older simulator gets them too. */
const added: readonly (readonly [table: string, column: string, definition: string])[] = [
  ['accounts', 'channel', `TEXT NOT NULL DEFAULT 'whatsapp'`],
  ['accounts', 'page_id', `TEXT NOT NULL DEFAULT ''`],
  ['accounts', 'human_agent', `INTEGER NOT NULL DEFAULT 1`],
  ['accounts', 'coexistence', `INTEGER NOT NULL DEFAULT 0`],
  ['customers', 'channel', `TEXT NOT NULL DEFAULT 'whatsapp'`],
  ['customers', 'blocked', `INTEGER NOT NULL DEFAULT 0`],
  ['customers', 'hide_profile', `INTEGER NOT NULL DEFAULT 0`],
  ['chats', 'spoke_at', `INTEGER`],
  ['chats', 'stopped', `INTEGER NOT NULL DEFAULT 0`],
  ['messages', 'customer_emoji', `TEXT NOT NULL DEFAULT ''`],
  ['messages', 'business_emoji', `TEXT NOT NULL DEFAULT ''`],
  ['messages', 'edits', `INTEGER NOT NULL DEFAULT 0`],
  ['messages', 'unsent', `INTEGER NOT NULL DEFAULT 0`],
  ['messages', 'origin', `TEXT`],
];

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
  'media',
  'media_parts',
];

/** Makes what is not there yet. */
export function makeTables(sql: SqlStorage): void {
  sql.exec(tables);
  for (const [table, column, definition] of added) {
    const known = sql.exec(`SELECT 1 FROM pragma_table_info(?) WHERE name = ?`, table, column).toArray();
    if (known.length === 0) sql.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${definition}`);
  }
}

/** Forgets everything; ids go on counting, so that nothing late can be taken for something new. */
export function emptyTables(sql: SqlStorage): void {
  for (const name of names) sql.exec(`DELETE FROM ${name}`);
}
