import { runDurableObjectAlarm } from 'cloudflare:test';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { ImportPlan, ImportRun } from '#domain/http-imports.ts';
import { mostImportBytes } from '#domain/http-imports.ts';
import { ask, connect, env, migrateD1, post, setUp } from '../testing/door.ts';
import { breakD1 } from '../testing/failing-d1.ts';
import { account } from '../testing/meta.ts';
import { eventually } from '../testing/eventually.ts';

/** What one new contact may cost: in D1 its row, its row of the list and its document; in the object its id. */
const budget = { d1Rows: 3.1, objectRows: 1 };
const plan: ImportPlan = {
  ...{ accountId: account, country: 'US', separator: ',', header: true, tags: [], lead: 'new' },
  ...{ dates: 'day-first', columns: ['name', 'phone'] },
};
let admin = '';
let d1Rows = 0;
/** Batches that may still go, and what the next one waits for. */
let gate = { goes: Infinity, opens: Promise.resolve() };

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
});

beforeEach(() => {
  const database = Object.getPrototypeOf(env.DB) as D1Database;
  const { batch } = database;
  vi.spyOn(database, 'batch').mockImplementation(async function count(
    this: D1Database,
    statements: D1PreparedStatement[],
  ) {
    if ((gate.goes -= 1) < 0) await gate.opens;
    const results = await batch.call(this, statements);
    d1Rows += results.reduce((sum, { meta: cost }) => sum + cost.rows_written, 0);
    return results;
  });
  return () => {
    gate = { goes: Infinity, opens: Promise.resolve() };
    vi.restoreAllMocks();
  };
});

/** After so many batches D1 keeps everybody waiting, until this is called. */
function heldAfter(goes: number): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  gate = { goes, opens: promise };
  return resolve;
}

/** `count` rows from `first` on: every hundredth has no phone, every fiftieth the phone of the row before. */
function file(first: number, count: number): string {
  const rows = Array.from({ length: count }, (_none, index) => {
    const phone =
      index % 100 === 99 ? 'none' : `+1555${7_000_000 + first + index - (index % 50 === 20 ? 1 : 0)}`;
    return `"Person, ${index}",${phone}\n`;
  });
  return `name,phone\n${rows.join('')}`;
}

async function here<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  return answer.json<T>();
}

async function checked(text: string): Promise<string> {
  const body = new TextEncoder().encode(text);
  const headers = { 'content-type': 'text/csv', 'content-length': String(body.length) };
  const uploaded = ask('/api/imports?name=many.csv', { method: 'POST', body, headers, cookie: admin });
  const { id } = await here<ImportRun>(await uploaded);
  await here(await post(`/api/imports/${id}/check`, plan, admin));
  await until(id, ({ state }) => state === 'checked');
  return id;
}

const now = async (id: string): Promise<ImportRun> =>
  here(await ask(`/api/imports/${id}`, { cookie: admin }));

async function until(id: string, test: (run: ImportRun) => boolean): Promise<ImportRun> {
  return eventually(async () => {
    const run = await now(id);
    expect(test(run) || run).toBe(true);
    return run;
  });
}

const go = async (id: string, what: 'run' | 'cancel'): Promise<ImportRun> =>
  here(await post(`/api/imports/${id}/${what}`, {}, admin));
const isDone = ({ state }: ImportRun): boolean => state === 'done';
const contactsOf = async (id: string): Promise<number> =>
  (
    await env.DB.prepare('SELECT count(*) AS n FROM contact WHERE import_id = ?')
      .bind(id)
      .first<{ n: number }>()
  )?.n ?? -1;

it('5,000 rows: exact counts, the same again has none new, and what a contact costs', async () => {
  const text = file(0, 5000);
  const id = await checked(text);
  const counts = { read: 5000, new: 4850, known: 0, duplicate: 100, invalid: 50 };
  expect((await now(id)).counts).toMatchObject(counts);
  d1Rows = 0;
  await go(id, 'run');
  const done = await until(id, isDone);
  expect(done.counts).toMatchObject(counts);
  expect(await contactsOf(id)).toBe(counts.new);
  expect(d1Rows / counts.new).toBeLessThanOrEqual(budget.d1Rows);
  expect(d1Rows / counts.new).toBeGreaterThan(2);
  const objectRows = await env.IMPORT.getByName(id).rowsWritten();
  expect(objectRows / counts.read).toBeLessThanOrEqual(2 * budget.objectRows);

  const again = await checked(text);
  await go(again, 'run');
  expect((await until(again, isDone)).counts).toMatchObject({ ...counts, new: 0, known: 4850 });
  expect(await contactsOf(again)).toBe(0);
}, 60_000);

it('what was interrupted goes on where it was, with the same counts: D1 fails in the middle', async () => {
  const id = await checked(file(100_000, 3000));
  const release = heldAfter(8);
  await go(id, 'run');
  await until(id, ({ counts }) => counts.read > 0);
  const broken = breakD1();
  release();
  await eventually(() => expect(broken.asked()).toBeGreaterThan(0));
  broken.repair();
  const done = await until(id, isDone);
  expect(done.counts).toMatchObject({ read: 3000, new: 2910, duplicate: 60, invalid: 30, known: 0 });
  expect(await contactsOf(id)).toBe(2910);
}, 60_000);

it('a step that was written and not noted is done again without counting twice', async () => {
  const id = await checked(file(200_000, 900));
  await go(id, 'run');
  const first = await until(id, isDone);
  const row = await env.DB.prepare('SELECT counts FROM import_run WHERE id = ?')
    .bind(id)
    .first<{ counts: string }>();
  const { bytes } = JSON.parse(row?.counts ?? '{}') as { bytes: number };
  // As it was before its first step was noted; everything that the steps wrote is there.
  const blank = { read: 0, new: 0, known: 0, duplicate: 0, invalid: 0, reasons: {} };
  const start = JSON.stringify({ counts: blank, bytes, at: 0, rows: 0, problems: [] });
  await env.DB.prepare("UPDATE import_run SET counts = ?, state = 'running' WHERE id = ?")
    .bind(start, id)
    .run();
  await runDurableObjectAlarm(env.IMPORT.getByName(id));
  expect((await until(id, isDone)).counts).toEqual(first.counts);
  expect(await contactsOf(id)).toBe(first.counts.new);
}, 60_000);

it('a cancelled run tells exactly how many it took in; the same file again goes on behind it', async () => {
  const text = file(300_000, 5000);
  const id = await checked(text);
  const release = heldAfter(8);
  await go(id, 'run');
  await until(id, ({ counts }) => counts.new > 0);
  expect((await go(id, 'cancel')).state).toBe('cancelled');
  release();
  // The step that was on its way ends.
  let before = -1;
  await eventually(async () => {
    const there = await contactsOf(id);
    const isStill = there === before && there === (await now(id)).counts.new;
    before = there;
    expect(isStill).toBe(true);
  }, 700);
  const cancelled = await now(id);
  expect(cancelled.state).toBe('cancelled');
  expect(cancelled.counts.new).toBeLessThan(4850);
  expect((await post(`/api/imports/${id}/run`, {}, admin)).status).toBe(409);

  const rest = await checked(text);
  await go(rest, 'run');
  const done = await until(rest, isDone);
  expect(done.counts).toMatchObject({ new: 4850 - cancelled.counts.new, known: cancelled.counts.new });
}, 60_000);

it('a dry run that is cancelled can be begun again', async () => {
  const id = await checked(file(400_000, 10));
  await here(await post(`/api/imports/${id}/check`, { ...plan, columns: ['phone', 'name'] }, admin));
  await go(id, 'cancel');
  await until(id, ({ state }) => state === 'new' || state === 'checked');
  await here(await post(`/api/imports/${id}/check`, plan, admin));
  const run = await until(id, ({ state, counts }) => state === 'checked' && counts.new > 0);
  expect(run.counts).toMatchObject({ read: 10, new: 10 });
});

it('a file that is too large is refused with its limit', async () => {
  const headers = { 'content-type': 'text/csv', 'content-length': String(mostImportBytes + 1) };
  const body = new Uint8Array(mostImportBytes + 1);
  const answer = await ask('/api/imports?name=big.csv', { method: 'POST', body, headers, cookie: admin });
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({ sentence: expect.stringContaining('50 MB') });
});
