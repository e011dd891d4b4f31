/**
 * The saved views that are counted with every batch. A view is in D1 before it is told here. Whoever is told first
 * counts its own changes for it, then takes the whole count anew in one statement: with several shards, the last of those
 * counts comes when all of them take part, and is right whatever was written meanwhile.
 */
import { drizzle } from 'drizzle-orm/d1';
import type { View } from '#domain/http.ts';
import { recountView } from '../reindex/recount.ts';
import { view } from './tables.ts';
import { isKept, removeView } from './tally.ts';

export type ViewsChange = { readonly added?: View; readonly removed?: string };

export class CountedViews {
  readonly #db: D1Database;
  #views: readonly View[] | null = null;

  constructor(db: D1Database) {
    this.#db = db;
  }

  /** All of them. @throws when D1 must be asked and does not tell */
  async all(): Promise<readonly View[]> {
    this.#views ??= await this.#read();
    return this.#views;
  }

  /** To be called while no batch is on its way. @throws when D1 fails; then it is to be told again */
  async change({ added, removed }: ViewsChange): Promise<void> {
    this.#views = await this.#read();
    for (const id of new Set([removed, added?.id])) if (id !== undefined) await this.#count(id);
  }

  /** As D1 has it now: what was told may be older. */
  async #count(id: string): Promise<void> {
    const found = this.#views?.find((one) => one.id === id);
    if (found && isKept(found)) await recountView(this.#db, found);
    else await removeView(this.#db, id).run();
  }

  async #read(): Promise<View[]> {
    const rows = await drizzle(this.#db).select().from(view);
    return rows.map(({ createdAt: _createdAt, ...one }) => one);
  }
}
