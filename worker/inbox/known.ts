/** Which conversations there are: every id that was ever published here, so that the index can be made again. */
import { Recent } from './recent.ts';

/** Ids that are certainly written down, so that a message of one of them costs no look. */
const remembered = 10_000;

export class Known {
  readonly #sql: SqlStorage;
  readonly #written = new Recent<true>(remembered);

  /** `sql` has the tables of migrations.ts. */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(id: string): void {
    if (this.#written.get(id)) return;
    this.#sql.exec('INSERT OR IGNORE INTO known VALUES (?)', id);
    this.#written.set(id, true);
  }

  remove(id: string): void {
    this.#sql.exec('DELETE FROM known WHERE id = ?', id);
    this.#written.delete(id);
  }

  /** Up to `limit` ids after `after` (null: from the first), in their order. */
  page(after: string | null, limit: number): string[] {
    return this.#sql
      .exec<{ id: string }>('SELECT id FROM known WHERE id > ? ORDER BY id LIMIT ?', after ?? '', limit)
      .toArray()
      .map(({ id }) => id);
  }
}
