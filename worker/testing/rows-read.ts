/** Counts the rows that D1 and the objects read, statement by statement, for tests in workerd. */
import { runInDurableObject } from 'cloudflare:test';
import { vi } from 'vitest';
import { env } from './door.ts';

/** What one statement read. `of`: who was asked. */
export type Reading = { readonly of: 'd1' | 'object'; readonly sql: string; readonly rows: number };

type Method = (this: unknown, ...given: unknown[]) => unknown;
type Answered = { readonly meta: { readonly rows_read: number } };

/** The prototype in the chain of `thing` that has `name` as its own. */
function ownerOf(thing: object, name: string): Record<string, Method> {
  let owner: object = thing;
  while (!Object.hasOwn(owner, name)) {
    const next: unknown = Object.getPrototypeOf(owner);
    if (typeof next !== 'object' || next === null) throw new Error(`Nobody here has “${name}”.`);
    owner = next;
  }
  return owner as Record<string, Method>;
}

/** Every answer of D1 comes by here, of batches too; `first` and `raw` keep what it cost to themselves. */
function watchD1(readings: Reading[]): () => void {
  const session = Reflect.get(env.DB.prepare('SELECT 1'), 'dbSession') as object;
  const owner = ownerOf(session, '_send');
  const send = Reflect.get(owner, '_send');
  const spy = vi.spyOn(owner, '_send').mockImplementation(async function count(this: unknown, ...given) {
    const answer = await send.apply(this, given);
    const answers = (Array.isArray(answer) ? answer : [answer]) as readonly Answered[];
    const sql = [given[1]].flat().map(String);
    answers.forEach(({ meta }, at) => {
      readings.push({ of: 'd1', sql: sql[at] ?? sql.join('; '), rows: meta.rows_read });
    });
    return answer;
  });
  return () => spy.mockRestore();
}

type Counted = { readonly sql: string; readonly cursor: { readonly rowsRead: number } };

/**
 * Runs `work` and tells what all of D1 and all objects read meanwhile. `stub`: the object that does most of it; a cursor
 * that was not gone through to its end tells only there what it read.
 */
export async function readingsOf(stub: DurableObjectStub, work: () => Promise<unknown>): Promise<Reading[]> {
  const readings: Reading[] = [];
  const cursors: Counted[] = [];
  const owner = await runInDurableObject(stub, async (_object, { storage }) => ownerOf(storage.sql, 'exec'));
  const exec = Reflect.get(owner, 'exec');
  const spy = vi.spyOn(owner, 'exec').mockImplementation(function count(this: unknown, ...given) {
    const cursor = exec.apply(this, given) as Counted['cursor'];
    cursors.push({ sql: String(given[0]), cursor });
    return cursor;
  });
  const stop = watchD1(readings);
  await work();
  stop();
  spy.mockRestore();
  await runInDurableObject(stub, async () => {
    for (const { sql, cursor } of cursors) readings.push({ of: 'object', sql, rows: cursor.rowsRead });
  });
  return readings;
}

/** All rows of `readings`. */
export const rowsOf = (readings: readonly Reading[]): number =>
  readings.reduce((sum, { rows }) => sum + rows, 0);
