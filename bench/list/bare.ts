/** SQLite of this process behind the interface of D1, so that the product's own statements run on both. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

type Row = Record<string, unknown>;

function metaOf(): D1Meta & Record<string, unknown> {
  return {
    duration: 0,
    size_after: 0,
    rows_read: 0,
    rows_written: 0,
    last_row_id: 0,
    changed_db: false,
    changes: 0,
  };
}

class Statement {
  readonly #database: DatabaseSync;
  readonly #sql: string;
  readonly #values: readonly SQLInputValue[];

  constructor(database: DatabaseSync, sql: string, values: readonly SQLInputValue[] = []) {
    this.#database = database;
    this.#sql = sql;
    this.#values = values;
  }

  bind(...values: SQLInputValue[]): Statement {
    return new Statement(this.#database, this.#sql, values);
  }

  #rows(): Row[] {
    return this.#database.prepare(this.#sql).all(...this.#values);
  }

  all(): Promise<{ results: Row[]; success: true; meta: D1Meta }> {
    return Promise.resolve({ results: this.#rows(), success: true as const, meta: metaOf() });
  }

  run(): ReturnType<Statement['all']> {
    return this.all();
  }

  raw(): Promise<unknown[][]> {
    return Promise.resolve(this.#rows().map((row) => Object.values(row)));
  }

  first(column?: string): Promise<unknown> {
    const row = this.#rows()[0] ?? null;
    return Promise.resolve(column === undefined || row === null ? row : row[column]);
  }
}

/** `database` as the product knows D1. Costs are not counted here. */
export function asD1(database: DatabaseSync): D1Database {
  const bare = {
    prepare: (sql: string) => new Statement(database, sql),
    batch: async (statements: readonly Statement[]) => {
      database.exec('BEGIN');
      try {
        const results = [];
        for (const statement of statements) results.push(await statement.all());
        database.exec('COMMIT');
        return results;
      } catch (failure) {
        database.exec('ROLLBACK');
        throw failure;
      }
    },
  };
  return bare as unknown as D1Database;
}
