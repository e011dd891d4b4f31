/**
 * The tables of a conversation object. Append-only: an object may wake after months with an old schema, so a step that
 * was ever released is never edited or removed; `migrate` refuses a past that differs.
 */

type Step = { readonly id: string; readonly sql: string };

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
];

/** Brings `sql` up to `all`; throws when what was applied is not what the code says. */
export function migrate(storage: DurableObjectStorage, all: readonly Step[] = steps): void {
  const { sql } = storage;
  sql.exec(
    'CREATE TABLE IF NOT EXISTS _migration (n INTEGER PRIMARY KEY, id TEXT NOT NULL, sql TEXT NOT NULL)',
  );
  const applied = sql
    .exec<{ id: string; sql: string }>('SELECT id, sql FROM _migration ORDER BY n')
    .toArray();
  applied.forEach((step, index) => {
    const expected = all[index];
    if (expected?.id !== step.id || expected.sql !== step.sql) {
      throw new Error(
        `Migration ${step.id} was changed after it was applied. Put it back and append a new one.`,
      );
    }
  });
  all.slice(applied.length).forEach((step, index) => {
    storage.transactionSync(() => {
      sql.exec(step.sql);
      sql.exec('INSERT INTO _migration VALUES (?, ?, ?)', applied.length + index, step.id, step.sql);
    });
  });
}
