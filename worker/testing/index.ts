/** Fills the index directly, without objects and webhooks, for tests in workerd. */
import type { Head } from '#domain/head.ts';
import { headsOf, upsertHeads } from '../inbox/index-row.ts';
import type { Published, Said } from '../inbox/published.ts';
import { writeSaid } from '../inbox/said.ts';
import { addTally, tallyDeltas, type ViewScope } from '../inbox/tally.ts';
import { env } from './door.ts';

export const minute = 60 * 1000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Facts that a head may lack may be undefined here. */
type Part = { readonly [K in keyof Head]?: Head[K] | undefined } & Pick<Head, 'id' | 'lastAt'>;

/** A conversation of nobody, who wrote at `lastAt` for the first time; `part` says what is different. */
export function aHead(part: Part): Head {
  const head = {
    rev: 1,
    channel: 'whatsapp',
    accountId: '555',
    name: '',
    createdAt: part.lastAt,
    preview: null,
    unread: 0,
    windowExpiresAt: null,
    openedAt: null,
    freeEntryUntil: null,
    assignee: null,
    groupId: null,
    archived: false,
    ...part,
  };
  // As a head is after a journey as JSON.
  return JSON.parse(JSON.stringify(head)) as Head;
}

/** What rows tell of a lead that is `owner`'s; absent: nobody's. */
export function leadOf(owner: string | undefined): NonNullable<Head['leadFacts']> {
  const theirs = owner !== undefined && { owner: { id: owner, name: 'X' } };
  return { id: 'lead-1', since: 0, source: 'organic', ...theirs };
}

export type Indexed = {
  readonly dueAt?: number;
  readonly said?: readonly Said[];
  readonly views?: readonly ViewScope[];
};

/** Writes heads into the index as an Inbox object does: rows, words and counts in one batch. */
export async function indexHeads(
  heads: readonly Head[],
  { dueAt, said = [], views = [] }: Indexed = {},
): Promise<void> {
  for (let at = 0; at < heads.length; at += 500) {
    const part = heads.slice(at, at + 500);
    const published = part.map((head): Published => ({
      head,
      was: null,
      dueAt: dueAt ?? null,
      said,
      unsaid: [],
    }));
    const known = await headsOf(
      env.DB,
      part.map(({ id }) => id),
    );
    const changes = part.map((after) => ({ before: known.get(after.id) ?? null, after }));
    const tally = addTally(env.DB, tallyDeltas(changes, views));
    await env.DB.batch([
      upsertHeads(env.DB, published),
      ...writeSaid(env.DB, published),
      ...(tally ? [tally] : []),
    ]);
  }
}

/** Empties the index. */
export async function emptyIndex(): Promise<void> {
  await env.DB.batch(
    ['conversation', 'said', 'tally'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
  );
}

type Cost = { read: number; written: number; statements: number };

/** A statement whose cost is added up. */
class Counted {
  readonly inner: D1PreparedStatement;
  readonly #cost: Cost;

  constructor(inner: D1PreparedStatement, cost: Cost) {
    this.inner = inner;
    this.#cost = cost;
  }

  bind(...values: unknown[]): Counted {
    return new Counted(this.inner.bind(...values), this.#cost);
  }

  async all(): Promise<D1Result<Record<string, unknown>>> {
    const answer = await this.inner.all<Record<string, unknown>>();
    addCost(this.#cost, answer);
    return answer;
  }

  async run(): Promise<D1Result> {
    return this.all();
  }

  async raw(): Promise<unknown[][]> {
    return (await this.all()).results.map((row) => Object.values(row));
  }
}

function addCost(cost: Cost, { meta }: D1Result): void {
  cost.read += meta.rows_read;
  cost.written += meta.rows_written;
  cost.statements += 1;
}

/** D1 that adds up what is read and written through it. */
export function countedD1(): { readonly db: D1Database; readonly cost: Readonly<Cost>; reset(): void } {
  const cost: Cost = { read: 0, written: 0, statements: 0 };
  const counted = {
    prepare: (sql: string) => new Counted(env.DB.prepare(sql), cost),
    batch: async (statements: readonly Counted[]) => {
      const answers = await env.DB.batch(statements.map(({ inner }) => inner));
      for (const answer of answers) addCost(cost, answer);
      return answers;
    },
  };
  const reset = (): void => void Object.assign(cost, { read: 0, written: 0, statements: 0 });
  return { db: counted as unknown as D1Database, cost, reset };
}
