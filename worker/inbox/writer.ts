/**
 * The group commit to D1: rows, kept counts and words of one shard, in batches, one at a time. It knows what D1 has
 * before it writes, so that counts change by what the rows do.
 */
import type { Head } from '#domain/head.ts';
import type { Notice } from '#domain/notice.ts';
import { logFailure } from '../log.ts';
import { added, addNotices } from '../notices/add.ts';
import { changesOf, itemsOf, speaking, takeJobs, type Item, type Job, type Written } from './batch.ts';
import { deleteHead, headsOf, upsertHeads } from './index-row.ts';
import { wrongRows, wrongWords } from './mend.ts';
import { Pace, type Ran } from './pace.ts';
import type { Published } from './published.ts';
import { Recent } from './recent.ts';
import { writeSaid } from './said.ts';
import { addTally, tallyDeltas, type Deltas, type ViewScope } from './tally.ts';

type News = { readonly deltas: Deltas; readonly words: readonly Published[] };
type Commit = News & { readonly notices: readonly Notice[] };

type Host = {
  readonly db: D1Database;
  /** The views that are counted; asked before every batch. @throws when D1 does not tell */
  views(): Promise<readonly ViewScope[]>;
  /** D1 has these now; `counted`: kept counts changed. */
  wrote(changes: readonly Written[], counted: boolean): void;
  /** D1 has these since now, and their people want to be told. */
  noticed(notices: readonly Notice[]): void;
};

/** Rows as D1 has them, kept so that they need not be read before each change. */
const remembered = 4000;
/** After a batch, what comes is gathered for so long (ms). */
const gatherFor = 100;
/** Heads that D1 does not have, as many as are told to whoever comes. */
const mostUnwritten = 2000;

/** Fails the batch when a row is not as it was read: a write that was thought lost may have come late. */
const asRead = `SELECT json(iif(count(*) = 0, 'null', 'rows are not as they were read'))
FROM json_each(?) AS read LEFT JOIN conversation AS c ON c.id = read.value ->> 0
WHERE c.rev IS NOT read.value ->> 1`;

export class Writer {
  readonly #host: Host;
  readonly #stored = new Recent<Head>(remembered);
  readonly #unwritten = new Recent<Head>(mostUnwritten);
  readonly #waiting: Job[] = [];
  readonly #pace = new Pace(() => this.#flush(), gatherFor);
  /** Whoever writes waits for who wrote before. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Answers when D1 has it (true) or did not take it (false: publish again later). */
  async publish(published: Published): Promise<boolean> {
    const { head } = published;
    const known = this.#unwritten.get(head.id);
    if (!known || known.rev < head.rev) this.#unwritten.set(head.id, head);
    return this.#queue(head.id, published);
  }

  /** Takes a conversation out of the index. Answers as `publish`. */
  async remove(id: string): Promise<boolean> {
    this.#unwritten.delete(id);
    return this.#queue(id, null);
  }

  /** What D1 may not show yet. */
  get unwritten(): Head[] {
    return this.#unwritten.values();
  }

  /** Runs `work` while no batch is on its way. */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    await before;
    try {
      return await work();
    } finally {
      resolve();
    }
  }

  /** Whether D1 has this head, or whoever comes is told of it. */
  has({ id, rev }: Head): boolean {
    return this.#unwritten.get(id) !== undefined || (this.#stored.get(id)?.rev ?? 0) >= rev;
  }

  /** Whether D1 has everything. */
  get settled(): boolean {
    return this.#unwritten.size === 0 && this.#waiting.length === 0;
  }

  /**
   * Writes what the index has wrong of `items`, and takes out those of `gone`, whatever their revs. Answers how many were
   * wrong. @throws when D1 fails
   */
  async mend(items: readonly Published[], gone: readonly string[]): Promise<number> {
    return this.alone(async () => {
      for (const id of [...items.map(({ head }) => head.id), ...gone]) this.#stored.delete(id);
      const { db } = this.#host;
      const [rows, words] = [await wrongRows(db, items, gone), await wrongWords(db, items)];
      if (rows.length + words.length === 0) return 0;
      const changes = rows.map(({ id, published, stored }) => {
        return { id, published, before: stored?.head ?? null, after: published?.head ?? null };
      });
      const deltas = tallyDeltas(changes, await this.#host.views());
      const there = rows.filter(({ stored }) => stored !== null);
      await db.batch([
        db.prepare(asRead).bind(JSON.stringify(rows.map(({ id, stored }) => [id, stored?.rev ?? null]))),
        // A row with a higher rev would stay.
        ...there.map(({ id }) => deleteHead(db, id)),
        ...this.#statements(changes, { deltas, words }),
      ]);
      this.#host.wrote(changes, deltas.size > 0);
      return new Set([...rows.map(({ id }) => id), ...words.map(({ head }) => head.id)]).size;
    });
  }

  async #queue(id: string, published: Published | null): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#waiting.push({ id, published, done: resolve });
    this.#pace.ask();
    return promise;
  }

  async #flush(): Promise<Ran> {
    const jobs = takeJobs(this.#waiting);
    const ran = this.#waiting.length > 0 ? 'more' : 'done';
    const taken = await this.alone(() => this.#write(itemsOf(jobs)));
    for (const { done } of jobs) done(taken);
    return ran;
  }

  async #write(items: readonly Item[]): Promise<boolean> {
    try {
      const views = await this.#host.views();
      const stored = await this.#heads(items);
      const [changes, words] = [changesOf(items, stored), speaking(items, stored)];
      const deltas = tallyDeltas(changes, views);
      const notices = items.flatMap(({ published }) => published?.notices ?? []);
      const news = { deltas, words, notices };
      const fresh =
        changes.length + words.length + notices.length > 0 ? await this.#commit(changes, news) : [];
      this.#note(items, changes);
      this.#host.wrote(changes, deltas.size > 0);
      if (fresh.length > 0) this.#host.noticed(fresh);
      return true;
    } catch (failure) {
      // It may have been written all the same: what D1 has must be read again.
      for (const { id } of items) this.#stored.delete(id);
      logFailure('index.write-failed', failure, { rows: items.length });
      return false;
    }
  }

  /** What D1 has, from memory as far as that goes. */
  async #heads(items: readonly Item[]): Promise<Map<string, Head>> {
    const known = new Map<string, Head>();
    const unknown: string[] = [];
    for (const { id } of items) {
      const head = this.#stored.get(id);
      if (head) known.set(id, head);
      else unknown.push(id);
    }
    if (unknown.length === 0) return known;
    return new Map([...known, ...(await headsOf(this.#host.db, unknown))]);
  }

  /** Answers which notices are new. */
  async #commit(changes: readonly (Item & Written)[], { notices, ...news }: Commit): Promise<Notice[]> {
    const { db } = this.#host;
    const read = JSON.stringify(changes.map(({ id, before }) => [id, before?.rev ?? null]));
    const gone = changes.filter((change) => change.published === null);
    const results = await db.batch([
      ...(changes.length > 0 ? [db.prepare(asRead).bind(read)] : []),
      ...gone.map(({ id }) => deleteHead(db, id)),
      ...this.#statements(changes, news),
      ...(notices.length > 0 ? [addNotices(db, notices, Date.now())] : []),
    ]);
    return notices.length > 0 ? added(notices, results.at(-1)) : [];
  }

  /** Rows, counts and words. */
  #statements(changes: readonly Item[], { deltas, words }: News): D1PreparedStatement[] {
    const { db } = this.#host;
    const published = changes.flatMap((change) => change.published ?? []);
    const tally = addTally(db, deltas);
    return [
      ...(published.length > 0 ? [upsertHeads(db, published)] : []),
      ...(tally ? [tally] : []),
      ...writeSaid(db, words),
    ];
  }

  #note(items: readonly Item[], changes: readonly (Item & Written)[]): void {
    for (const { id, after } of changes) {
      if (after) this.#stored.set(id, after);
      else this.#stored.delete(id);
    }
    for (const { id, published } of items) {
      const unwritten = this.#unwritten.get(id);
      if (unwritten && published && unwritten.rev <= published.head.rev) this.#unwritten.delete(id);
    }
  }
}
