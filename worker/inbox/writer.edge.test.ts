import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { evictDurableObject } from 'cloudflare:test';
import type { Filter } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import type { Actor } from '#domain/permission.ts';
import { env, migrateD1 } from '../testing/door.ts';
import { ana, boss, member, rui } from '../testing/events.ts';
import { breakD1 } from '../testing/failing-d1.ts';
import { published, someHead } from '../testing/heads.ts';
import { emptyTables, queried, Reader, shownAs } from '../testing/list.ts';
import { readTally } from './counts.ts';
import { inboxShard } from './stub.ts';

const everything = { tab: null, filter: {} } as const;
const inbox = () => inboxShard(env, 0);
const readers: Reader[] = [];
let next = 0;

beforeAll(migrateD1);

beforeEach(async () => {
  await forget();
  await emptyTables();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(readers.splice(0).map(async (reader) => reader.close()));
});

/** The object sleeps: what it remembers is gone. */
async function forget(): Promise<void> {
  await inbox().knownIds(null, 0);
  await evictDurableObject(inbox());
}

const fresh = (part: Partial<Head> = {}): Head => {
  next += 1;
  return someHead(`row-${String(next).padStart(4, '0')}`, part);
};

async function publish(head: Head, was: Head | null = null): Promise<boolean> {
  return inbox().publish(published(head, { was }));
}

const later = (head: Head, part: Partial<Head>): Head => ({ ...head, ...part, rev: head.rev + 1 });

async function open(actor: Actor, filter: Filter = {}): Promise<Reader> {
  const reader = await Reader.open({ actor, tab: null, filter });
  readers.push(reader);
  return reader;
}

async function rows(): Promise<string[]> {
  return shownAs(await queried({ actor: boss, ...everything }));
}

async function counts(): Promise<Record<string, number>> {
  const all = (await readTally(env.DB)).flatMap((row) => Object.entries(row.counts));
  return Object.fromEntries(all);
}

/** The next batch is written, and nobody hears of it. */
function loseAnswer(): void {
  const database = Object.getPrototypeOf(env.DB) as D1Database;
  const { batch } = database;
  vi.spyOn(database, 'batch').mockImplementationOnce(async function lost(
    this: D1Database,
    statements: D1PreparedStatement[],
  ) {
    await batch.call(this, statements);
    throw new Error('D1_ERROR: lost by a test');
  });
}

/** What D1 is asked to do, from now on. */
function watchCost() {
  const cost = { statements: 0, rowsWritten: 0, batches: 0 };
  const database = Object.getPrototypeOf(env.DB) as D1Database;
  const { batch } = database;
  vi.spyOn(database, 'batch').mockImplementation(async function counted(
    this: D1Database,
    statements: D1PreparedStatement[],
  ) {
    const results = await batch.call(this, statements);
    cost.batches += 1;
    cost.statements += statements.length;
    cost.rowsWritten += results.reduce((sum, { meta }) => sum + meta.rows_written, 0);
    return results;
  });
  const statement: D1PreparedStatement = Object.getPrototypeOf(env.DB.prepare('SELECT 1'));
  const { all } = statement;
  vi.spyOn(statement, 'all').mockImplementation(async function asked(this: D1PreparedStatement) {
    cost.statements += 1;
    return all.call(this);
  });
  return cost;
}

describe('writing the index', () => {
  it('loses nothing and counts nothing twice when D1 refuses, or does it without an answer (R-35, R-37)', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const head = fresh({ unread: 1 });
    const broken = breakD1();
    expect(await publish(head)).toBe(false);
    broken.repair();
    expect(await rows()).toEqual([]);
    loseAnswer();
    expect(await publish(head)).toBe(false);
    expect(await publish(head)).toBe(true);
    const read = later(head, { unread: 0 });
    loseAnswer();
    expect(await publish(read, head)).toBe(false);
    expect(await publish(read, head)).toBe(true);
    expect(await rows()).toEqual([`${head.id} 2`]);
    expect(await counts()).toEqual({ ' active': 1 });
  });

  it('counts by what D1 has, also when that is not what it wrote last (R-37)', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const head = fresh();
    await publish(head);
    // D1 was brought back to an earlier day.
    await emptyTables();
    const after = later(head, { unread: 2 });
    expect(await publish(after, head)).toBe(false);
    expect(await publish(after, head)).toBe(true);
    expect(await counts()).toEqual({ ' active': 1, ' unread': 1 });
  });

  it('takes the newest of several states, and all that was said in them', async () => {
    const head = fresh();
    await publish(head);
    const said = (message: string, text: string) => ({ message, at: Date.UTC(2026, 9, 3), text });
    const states = [2, 3, 4].map((rev) => ({ ...head, rev, unread: rev }));
    const taken = await Promise.all(
      states.map(async (state, index) =>
        inbox().publish(
          published(state, {
            was: head,
            said: [said(`m${index}`, `words${index}`), said('changed', `version${index}`)],
            unsaid: index === 2 ? [said('m0', '')] : [],
          }),
        ),
      ),
    );
    // More words of the same state, as a long conversation tells them.
    const last = states.at(-1) ?? head;
    expect(await inbox().publish(published(last, { said: [said('m9', 'words9')] }))).toBe(true);
    // And of one that is long past.
    expect(await inbox().publish(published(head, { said: [said('m8', 'words8')] }))).toBe(true);
    expect(taken).toEqual([true, true, true]);
    expect(await rows()).toEqual([`${head.id} 4`]);
    expect(await counts()).toEqual({ ' active': 1, ' unread': 1 });
    const { results } = await env.DB.prepare('SELECT message, text FROM said ORDER BY message').all();
    expect(results).toEqual([
      { message: 'changed', text: 'version2' },
      { message: 'm1', text: 'words1' },
      { message: 'm2', text: 'words2' },
      { message: 'm9', text: 'words9' },
    ]);
  });

  it('costs a message no more than five rows, and in a burst no more than a statement', async () => {
    const [one, ...many] = Array.from({ length: 300 }, () => fresh());
    if (!one) throw new Error('There is none.');
    await Promise.all([one, ...many].map(async (head) => publish(head)));
    const spoken = (head: Head, minute: number) => {
      const at = Date.UTC(2026, 9, 3, 0, minute);
      const heard = later(head, {
        lastAt: at,
        waitingSince: at,
        unread: head.unread + 1,
        windowExpiresAt: at,
      });
      return published(heard, {
        was: head,
        said: [{ message: `${head.id} ${minute}`, at, text: 'Hello there' }],
      });
    };
    const first = watchCost();
    await inbox().publish(spoken(one, 1));
    expect(first.rowsWritten).toBeGreaterThan(2);
    expect(first.rowsWritten).toBeLessThanOrEqual(5);
    expect(first.batches).toBe(1);
    vi.restoreAllMocks();
    await scheduler.wait(150);
    const burst = watchCost();
    await Promise.all(many.map(async (head, minute) => inbox().publish(spoken(head, minute))));
    expect(burst.batches).toBeLessThanOrEqual(5);
    expect(burst.statements).toBeLessThanOrEqual(many.length);
    expect(burst.rowsWritten).toBeLessThanOrEqual(5 * many.length);
  });

  it('knows every conversation that was ever published, until it is part of another (R-32)', async () => {
    const heads = Array.from({ length: 5 }, () => fresh());
    for (const head of heads) await publish(head);
    const ids = heads.map(({ id }) => id);
    const before = await inbox().knownIds(ids[0] ?? '', 3);
    const [, second] = heads;
    expect(before).toEqual(ids.slice(1, 4));
    if (second) expect(await inbox().remove(second)).toBe(true);
    await forget();
    expect(await inbox().knownIds(ids[0] ?? '', 2)).toEqual(ids.slice(2, 4));
    expect(await inbox().knownIds(null, 1000)).toContain(ids[0]);
    expect(await rows()).toEqual(shownAs(heads.filter((head) => head !== second)));
    expect(await counts()).toEqual({ ' active': 4 });
  });
});

describe('mending the index', () => {
  it('changes nothing when nothing is wrong', async () => {
    const at = Date.UTC(2026, 9, 3);
    const heads = [
      fresh({ waitingSince: at, tags: ['vip'] }),
      fresh({ archived: true, windowExpiresAt: at }),
    ];
    const items = heads.map((head) =>
      published(head, { dueAt: at, said: [{ message: 'm', at, text: `\ud800${'word '.repeat(2000)}` }] }),
    );
    for (const item of items) await inbox().publish(item);
    await forget();
    const cost = watchCost();
    expect(await inbox().mend(items, ['nobody'])).toBe(0);
    expect(cost.rowsWritten).toBe(0);
  });

  it.each([
    ['says something else', `UPDATE conversation SET head = json_set(head, '$.unread', 7)`],
    ['is newer than its object', `UPDATE conversation SET rev = 99, head = json_set(head, '$.rev', 99)`],
    ['is found by other words', `UPDATE conversation SET print = 'another'`],
    ['stands elsewhere', 'UPDATE conversation SET place = place + (5 << 31)'],
    ['has another time', 'UPDATE conversation SET due_at = 5'],
    ['is not found at all', 'DELETE FROM facet'],
    ['is missing', 'DELETE FROM conversation'],
    ['says other words', `DELETE FROM said`],
  ])('puts right a row that %s', async (_title, spoil) => {
    const at = Date.UTC(2026, 9, 3);
    const head = fresh({ unread: 1, waitingSince: at, assignee: { id: ana.id, name: ana.name } });
    const item = published(head, { dueAt: at, said: [{ message: 'm', at, text: 'words' }] });
    await inbox().publish(item);
    const state = async () =>
      (
        await env.DB.batch([
          env.DB.prepare('SELECT * FROM conversation'),
          env.DB.prepare('SELECT rowid, id FROM facet ORDER BY rowid'),
          env.DB.prepare('SELECT rowid, message, text FROM said'),
        ])
      ).map(({ results }) => results);
    const right = await state();
    await env.DB.exec(spoil);
    expect(await state()).not.toEqual(right);
    await forget();
    expect(await inbox().mend([item], [])).toBe(1);
    expect(await state()).toEqual(right);
    expect(await inbox().mend([item], [])).toBe(0);
  });

  it('takes out what is nobody’s, and keeps counts as the rows are (R-37)', async () => {
    const [head, stray] = [fresh({ unread: 1 }), fresh()];
    for (const one of [head, stray]) await publish(one);
    await forget();
    const read = later(head, { unread: 0, archived: true });
    expect(await inbox().mend([published(read)], [stray.id])).toBe(2);
    expect(await rows()).toEqual(shownAs([read]));
    expect(await counts()).toEqual({ ' archived': 1 });
    expect(await inbox().knownIds(null, 1000)).not.toContain(stray.id);
  });

  it('lets be what changed since it was asked', async () => {
    const head = fresh();
    await publish(head);
    const read = later(head, { unread: 3 });
    await publish(read, head);
    expect(await inbox().mend([published(head)], [])).toBe(0);
    expect(await rows()).toEqual(shownAs([read]));
  });
});

describe('watching', () => {
  it('is told only what the list shows or showed, and of everything until it says what it shows', async () => {
    const [silent, watching] = [await open(boss), await open(boss, { tags: ['vip'] })];
    const head = fresh();
    await publish(head);
    const heard = later(head, { unread: 1 });
    await publish(heard, head);
    const tagged = later(heard, { tags: ['vip'] });
    await publish(tagged, heard);
    const bare = later(tagged, { tags: [] });
    await publish(bare, tagged);
    await publish(later(bare, { unread: 2 }), bare);
    await silent.until(() => silent.told.length === 5);
    await scheduler.wait(120);
    // The first is told because nobody knows what was before it.
    expect(watching.told.map(({ rev }) => rev)).toEqual([1, 3, 4]);
  });

  it('goes on while D1 fails; who comes then, or turns to other rows, is told what D1 does not show (R-35)', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const head = fresh({ unread: 1 });
    await publish(head);
    const watching = await open(boss, { tags: ['vip'] });
    const database = Object.getPrototypeOf(env.DB) as D1Database;
    vi.spyOn(database, 'batch').mockRejectedValue(new Error('D1 takes nothing'));
    const read = later(head, { unread: 0 });
    expect(await publish(read, head)).toBe(false);
    expect(watching.told).toEqual([]);
    watching.send({ t: 'watch', tab: null, filter: { unread: true } });
    await watching.until(() => watching.told.length === 1);
    expect(watching.told).toEqual([read]);
    const late = await open(boss);
    expect(shownAs(late.heads)).toEqual(shownAs([read]));
  });

  it('takes from the screen what a page still showed that D1 had not yet taken away (R-36)', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const head = fresh();
    await publish(head);
    const database = Object.getPrototypeOf(env.DB) as D1Database;
    const broken = vi.spyOn(database, 'batch').mockRejectedValue(new Error('D1 takes nothing'));
    const taken = later(head, { assignee: { id: ana.id, name: ana.name } });
    expect(await publish(taken, head)).toBe(false);
    const late = await open(rui);
    expect(shownAs(late.heads)).toEqual(shownAs([head]));
    broken.mockRestore();
    expect(await publish(taken, head)).toBe(true);
    await late.until(() => late.gone.length === 1);
    expect(late.heads).toEqual([]);
    expect(JSON.stringify(late.frames)).not.toContain('Maria');
  });

  it('has no watch where the filter is too large to keep: everything is told', async () => {
    const wide = member('Wide', {
      role: 'manager',
      groups: Array.from({ length: 20 }, (_n, n) => `g${n}`.padEnd(40)),
    });
    const filter = {
      templates: Array.from({ length: 50 }, (_none, n) => `ж${n}`.padEnd(120, 'ж')),
      attributes: Array.from({ length: 7 }, (_none, n) => `ж${n}`.padEnd(270, 'ж')),
    };
    const reader = await open(wide, filter);
    const head = fresh();
    await publish(head);
    const read = later(head, { unread: 1 });
    await publish(read, head);
    await reader.until(() => reader.told.length === 2);
  });

  it('gets the counts that changed, and no others', async () => {
    const olga = member('Olga', { visibility: 'own' });
    const [bosses, olgas] = [await open(boss), await open(olga)];
    const head = fresh({ unread: 1 });
    await publish(head);
    await bosses.until(() => bosses.counts !== null);
    expect(bosses.counts).toMatchObject({ active: 1, archived: 0, unread: 1 });
    expect(olgas.counts).toMatchObject({ active: 0, archived: 0, unread: 0 });
    const before = olgas.frames.length;
    await publish(later(head, { unread: 0 }), head);
    await bosses.until(() => bosses.counts?.unread === 0);
    expect(olgas.frames).toHaveLength(before);
  });
});
