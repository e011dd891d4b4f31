/** D1 with a count of the rows that its statements read, by what they are for. */

export type Told = {
  /** By the page itself, or a search. */
  readonly page: number;
  /** By the kept counts. */
  readonly counters: number;
  /** By a count that stops at a hundred. */
  readonly bounded: number;
};

function purposeOf(sql: string): keyof Told {
  if (/\btally\b/.test(sql)) return 'counters';
  return /\bhead\b/.test(sql) || !/count\(/i.test(sql) ? 'page' : 'bounded';
}

export class Witness {
  readonly db: D1Database;
  #told: { -readonly [K in keyof Told]: number } = { page: 0, counters: 0, bounded: 0 };

  constructor(db: D1Database) {
    this.db = this.#watch(db);
  }

  /** What was read since the last time. */
  take(): Told {
    const told = this.#told;
    this.#told = { page: 0, counters: 0, bounded: 0 };
    return told;
  }

  #watch(db: D1Database): D1Database {
    const wrap = (statement: D1PreparedStatement, sql: string): D1PreparedStatement => {
      const ask = async (): Promise<D1Result> => {
        const result = await statement.all();
        this.#told[purposeOf(sql)] += result.meta.rows_read;
        return result;
      };
      return {
        bind: (...values: unknown[]) => wrap(statement.bind(...values), sql),
        all: ask,
        run: ask,
        first: async () => (await ask()).results[0] ?? null,
        raw: async () => (await ask()).results.map((row): unknown[] => Object.values(row as object)),
      } as unknown as D1PreparedStatement;
    };
    return {
      prepare: (sql: string) => wrap(db.prepare(sql), sql),
      batch: async (statements: readonly D1PreparedStatement[]) =>
        Promise.all(statements.map(async (statement) => statement.all())),
    } as unknown as D1Database;
  }
}
