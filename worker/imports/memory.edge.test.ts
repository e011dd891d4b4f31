import { runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ImportPlan, ImportRun } from '#domain/http-imports.ts';
import { Inbox } from '../inbox/object.ts';
import { ask, connect, env, migrateD1, post, setUp } from '../testing/door.ts';
import { account } from '../testing/meta.ts';
import { eventually } from '../testing/eventually.ts';

const kilobyte = 1024;
const plan: ImportPlan = {
  ...{ accountId: account, country: 'US', separator: ',', header: true, tags: [], lead: 'new' },
  ...{ dates: 'day-first', columns: ['name', 'phone'] },
};
let admin = '';

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
});

afterEach(() => void vi.restoreAllMocks());

/** The most that an import had in its hands at once. */
type Held = {
  /** Bytes of the file, by what was asked of the bucket. */
  piece: number;
  /** Contacts that were written together. */
  contacts: number;
  /** Bytes that one statement took to D1: rows, or how far the import is. */
  statement: number;
  /** Bytes of bad rows that were put into the bucket together. */
  errors: number;
  /** Bytes of the object's own tables, seen after each piece. */
  stored: number;
};

type Method = (this: unknown, ...given: unknown[]) => unknown;

/** Calls `see` with what every call of a method is given. */
function watch(owner: object, name: string, see: (given: readonly unknown[]) => void): void {
  const method = Reflect.get(owner, name) as Method;
  vi.spyOn(owner as Record<string, Method>, name).mockImplementation(function seen(this: unknown, ...given) {
    see(given);
    return method.apply(this, given);
  });
}

const bytesOf = (value: unknown): number =>
  typeof value === 'string' ? new TextEncoder().encode(value).length : 0;

async function held(id: string): Promise<Held> {
  const most: Held = { piece: 0, contacts: 0, statement: 0, errors: 0, stored: 0 };
  const raise = (what: keyof Held, to: number): void => void (most[what] = Math.max(most[what], to));
  const bucket = Object.getPrototypeOf(env.MEDIA) as object;
  const statement = Object.getPrototypeOf(env.DB.prepare('SELECT 1')) as object;
  watch(bucket, 'get', ([, options]) =>
    raise('piece', (options as { range?: { length?: number } } | undefined)?.range?.length ?? Infinity),
  );
  watch(bucket, 'put', ([key, text]) => String(key).includes(id) && raise('errors', bytesOf(text)));
  watch(statement, 'bind', (given) => raise('statement', Math.max(...given.map(bytesOf))));
  watch(Inbox.prototype, 'addContacts', ([contacts]) => raise('contacts', (contacts as unknown[]).length));
  await runInDurableObject(env.IMPORT.getByName(id), async (_object, { storage }) => {
    watch(Object.getPrototypeOf(storage.sql) as object, 'exec', ([sql]) => {
      if (String(sql).startsWith('INSERT OR IGNORE INTO seen')) raise('stored', storage.sql.databaseSize);
    });
  });
  return most;
}

async function here<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  return answer.json<T>();
}

async function uploaded(text: string): Promise<string> {
  const body = new TextEncoder().encode(text);
  const headers = { 'content-type': 'text/csv', 'content-length': String(body.length) };
  const path = '/api/imports?name=many.csv';
  return (await here<ImportRun>(await ask(path, { method: 'POST', body, headers, cookie: admin }))).id;
}

async function ends(id: string, state: ImportRun['state']): Promise<ImportRun> {
  return eventually(async () => {
    const run = await here<ImportRun>(await ask(`/api/imports/${id}`, { cookie: admin }));
    expect(run.state).toBe(state);
    return run;
  });
}

/** `count` rows of which every tenth is none of a contact. */
function file(first: number, count: number): string {
  const rows = Array.from({ length: count }, (_none, index) => {
    const phone = index % 10 === 9 ? `none ${index}` : `+1555${1_000_000 + first + index}`;
    return `"Person, ${index}",${phone}\n`;
  });
  return `name,phone\n${rows.join('')}`;
}

const tablesOf = async (id: string): Promise<string[]> =>
  runInDurableObject(env.IMPORT.getByName(id), async (_object, { storage }) =>
    storage.sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
      )
      .toArray()
      .map(({ name }) => name),
  );

describe('an import', () => {
  it('has no more in its hands of ten times as many rows', async () => {
    const found: Held[] = [];
    for (const [first, count] of [
      [0, 1000],
      [100_000, 10_000],
    ] as const) {
      const id = await uploaded(file(first, count));
      const most = await held(id);
      await here(await post(`/api/imports/${id}/check`, plan, admin));
      await ends(id, 'checked');
      await here(await post(`/api/imports/${id}/run`, {}, admin));
      const { counts } = await ends(id, 'done');
      expect(counts).toMatchObject({ read: count, new: 0.9 * count, invalid: 0.1 * count });
      vi.restoreAllMocks();
      found.push(most);
      // What it noted of the rows goes when the file is through.
      await eventually(async () => expect(await tablesOf(id)).not.toContain('seen'));
    }
    const [few, many] = found;
    if (!few || !many) throw new Error('Nothing was imported.');
    expect(many.piece).toBe(128 * kilobyte);
    expect(many.contacts).toBeLessThanOrEqual(300);
    expect(many.statement).toBeLessThanOrEqual(300 * 2 * kilobyte);
    expect(many.statement).toBeLessThan(1.2 * few.statement);
    expect(many.errors).toBeLessThan(1.5 * few.errors);
    // The ids of the rows, so that the same phone twice is seen: the one thing that is as long as the file, and on disk.
    expect(many.stored).toBeLessThanOrEqual(64 * kilobyte + 10_000 * 64);
  }, 120_000);

  it('tells of rows that are all wrong and as long as rows may be in a few words, and comes to its end', async () => {
    const long = 'x'.repeat(60_000);
    const rows = Array.from({ length: 60 }, (_none, index) => `Person ${index},${long}${index}\n`);
    const id = await uploaded(`name,phone\n${rows.join('')}`);
    await here(await post(`/api/imports/${id}/check`, plan, admin));
    const { counts, problems } = await ends(id, 'checked');
    expect(counts).toMatchObject({ read: 60, invalid: 60, reasons: { phone: 60 } });
    expect(problems).toHaveLength(50);
    for (const { sentence } of problems) {
      expect(sentence.length).toBeLessThan(300);
      expect(sentence).toMatch(/^“xxx.* is not a phone number\. Write it with its country code\.$/u);
    }
  }, 60_000);
});
