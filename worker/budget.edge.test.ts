import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Conversation } from './conversation/object.ts';
import { Inbox } from './inbox/object.ts';
import { env, meta, migrateD1, objectOf, setUp } from './testing/door.ts';
import { saying } from './testing/meta.ts';
import { eventually } from './testing/eventually.ts';

const hour = 60 * 60 * 1000;
/** What one inbound text may cost. In D1: its row, its one or two documents, its words, and the kept counts. */
const budget = { objectRows: 4, d1Rows: 5, objectRequests: 3 };

beforeAll(async () => {
  await migrateD1();
  await setUp();
});

let requests = 0;
let d1Rows = 0;
let d1Statements = 0;

/** Counts calls of objects, statements that D1 is asked and rows that it writes. */
beforeEach(() => {
  requests = 0;
  d1Rows = 0;
  d1Statements = 0;
  const methods = [
    [Conversation.prototype, 'ingest'],
    [Conversation.prototype, 'claim'],
    [Inbox.prototype, 'publish'],
  ] as const;
  for (const [prototype, method] of methods) {
    type Called = (this: unknown, ...args: unknown[]) => unknown;
    const original = Reflect.get(prototype, method) as Called;
    const counted: Called = function counted(...args) {
      requests += 1;
      return original.apply(this, args);
    };
    vi.spyOn(prototype as unknown as Record<string, Called>, method).mockImplementation(counted);
  }
  const database = Object.getPrototypeOf(env.DB) as D1Database;
  const { batch } = database;
  vi.spyOn(database, 'batch').mockImplementation(async function count(
    this: D1Database,
    statements: D1PreparedStatement[],
  ) {
    const results = await batch.call(this, statements);
    d1Rows += results.reduce((sum, { meta: cost }) => sum + cost.rows_written, 0);
    d1Statements += statements.length;
    return results;
  });
  const statement = Object.getPrototypeOf(env.DB.prepare('SELECT 1')) as D1PreparedStatement;
  const { all } = statement;
  vi.spyOn(statement, 'all').mockImplementation(async function count(this: D1PreparedStatement) {
    d1Statements += 1;
    return all.call(this);
  });
  return () => vi.restoreAllMocks();
});

async function indexed(id: string, rev: number): Promise<void> {
  await eventually(async () => {
    const row = await env.DB.prepare("SELECT rev FROM conversation WHERE head ->> 'phone' = ?")
      .bind(id)
      .first<{ rev: number }>();
    expect(row?.rev).toBe(rev);
  });
}

it.each([
  ['the first text of a customer by phone', { from: '15553000001' }],
  ['the first text of a customer with both names', { from: '15553000002', bsuid: 'US.3000002' }],
])('%s stays within the budget, and so does the second', async (_title, names) => {
  const object = await objectOf('bsuid' in names ? `bsuid:${names.bsuid}` : `phone:${names.from}`);
  await meta(saying({ id: `wamid.1.${names.from}`, ...names, at: Date.now() - 2 * hour }));
  await indexed(`+${names.from}`, 1);
  const first = { requests, d1Rows, objectRows: await object.rowsWritten() };
  expect(first.requests).toBeGreaterThanOrEqual(2);
  expect(first.requests).toBeLessThanOrEqual(budget.objectRequests);
  expect(first.d1Rows).toBeGreaterThan(0);
  expect(first.d1Rows).toBeLessThanOrEqual(budget.d1Rows);
  expect(first.objectRows).toBeGreaterThan(0);
  // The first of all opens a lead, which has a row of its own.
  expect(first.objectRows).toBeLessThanOrEqual(budget.objectRows + 1);

  requests = 0;
  d1Rows = 0;
  await meta(saying({ id: `wamid.2.${names.from}`, ...names, at: Date.now() - hour }));
  await indexed(`+${names.from}`, 2);
  expect(requests).toBeLessThanOrEqual(budget.objectRequests);
  expect(d1Rows).toBeLessThanOrEqual(budget.d1Rows);
  expect((await object.rowsWritten()) - first.objectRows).toBeLessThanOrEqual(budget.objectRows);
});

it('a burst costs D1 less than a statement a message, and no more rows than one by one', async () => {
  const people = Array.from({ length: 60 }, (_none, n) => String(15553100000 + n));
  const taken = env.DB.prepare(
    "SELECT count(*) AS n FROM conversation WHERE rev = ? AND head ->> 'phone' LIKE '+155531%'",
  );
  for (const round of [1, 2]) {
    d1Rows = 0;
    d1Statements = 0;
    const at = Date.now() - hour + round * 1000;
    await Promise.all(people.map(async (from) => meta(saying({ id: `wamid.b${round}.${from}`, from, at }))));
    const all = async () => expect((await taken.bind(round).first<{ n: number }>())?.n).toBe(people.length);
    await eventually(all, 100);
    expect(d1Rows).toBeGreaterThanOrEqual(3 * people.length);
    expect(d1Rows).toBeLessThanOrEqual(budget.d1Rows * people.length);
    expect(d1Statements).toBeLessThanOrEqual(people.length);
  }
}, 60_000);
