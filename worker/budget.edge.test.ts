import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Conversation } from './conversation/object.ts';
import { Inbox } from './inbox/object.ts';
import { env, meta, migrateD1, objectOf, setUp } from './testing/door.ts';
import { saying } from './testing/meta.ts';

const hour = 60 * 60 * 1000;
/** What one inbound text may cost (issue 1). */
const budget = { objectRows: 4, d1Rows: 5, objectRequests: 3 };

beforeAll(async () => {
  await migrateD1();
  await setUp();
});

let requests = 0;
let d1Rows = 0;

/** Counts calls of objects and rows that D1 writes. */
beforeEach(() => {
  requests = 0;
  d1Rows = 0;
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
    return results;
  });
  return () => vi.restoreAllMocks();
});

async function indexed(id: string, rev: number): Promise<void> {
  await vi.waitFor(async () => {
    const row = await env.DB.prepare('SELECT rev FROM conversation WHERE phone = ?')
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
  expect(first.objectRows).toBeLessThanOrEqual(budget.objectRows);

  requests = 0;
  d1Rows = 0;
  await meta(saying({ id: `wamid.2.${names.from}`, ...names, at: Date.now() - hour }));
  await indexed(`+${names.from}`, 2);
  expect(requests).toBeLessThanOrEqual(budget.objectRequests);
  expect(d1Rows).toBeLessThanOrEqual(budget.d1Rows);
  expect((await object.rowsWritten()) - first.objectRows).toBeLessThanOrEqual(budget.objectRows);
});
