/**
 * Tables of an object, brought up step by step. Append-only: an object may wake after months with an old schema, so a step
 * that was ever released is never edited or removed; `migrate` refuses a past that differs.
 */

export type Step = { readonly id: string; readonly sql: string };

/** Brings `sql` up to `all`; throws when what was applied is not what the code says. */
export function migrate(storage: DurableObjectStorage, all: readonly Step[]): void {
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
