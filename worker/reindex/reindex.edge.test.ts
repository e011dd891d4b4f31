import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Head } from '#domain/head.ts';
import type { Group, Tag, View } from '#domain/http.ts';
import type { ReindexAnswer } from '#domain/http-reindex.ts';
import { inboxShard } from '../inbox/stub.ts';
import { recount } from '../inbox/tally.ts';
import { ask, command, env, idOf, join, meta, migrateD1, post, setUp } from '../testing/door.ts';
import { saying } from '../testing/meta.ts';
import { eventually } from '../testing/eventually.ts';

type Name = `phone:${string}`;

let admin = '';
let ana: { id: string; cookie: string };
const views: View[] = [];
const names: Name[] = [];

/** A customer who writes so often. */
async function customer(number: number, texts: number): Promise<Name> {
  const from = `1555800${String(number).padStart(4, '0')}`;
  const at = Date.now() - 3_600_000 - number * 60_000;
  for (let n = 0; n < texts; n += 1) {
    await meta(saying({ id: `wamid.${from}.${n}`, from, text: `Zitrone ${number} ${n}`, at: at + n * 1000 }));
  }
  return `phone:${from}`;
}

const all = async <T>(sql: string): Promise<T[]> => (await env.DB.prepare(sql).all<T>()).results;

/** Everything that the index holds. */
async function index() {
  const [rows, documents, terms, said, tally] = await Promise.all([
    all<{
      head: string;
    }>(`SELECT id, rev, head, CAST(place AS TEXT), CAST(waiting_place AS TEXT), print, last_at,
      created_at, window_expires_at, free_entry_until, follow_up_at, due_at FROM conversation ORDER BY id`),
    all(`SELECT CAST(rowid AS TEXT) AS place, id FROM facet ORDER BY rowid`),
    all(`SELECT term, CAST(doc AS TEXT) AS place FROM facet_terms ORDER BY term, doc`),
    all(`SELECT CAST(said.rowid AS TEXT) AS place, conversation, message, at, text, term
      FROM said_terms JOIN said ON said.rowid = said_terms.doc ORDER BY said.rowid, term`),
    all<{ group_id: string; counts: string }>('SELECT * FROM tally ORDER BY group_id'),
  ]);
  return {
    rows: rows.map((row) => ({ ...row, head: JSON.parse(row.head) as Head })),
    ...{ documents, terms, said },
    // A group without conversations may keep an empty row.
    tally: tally
      .filter(({ counts }) => counts !== '{}')
      .map(({ group_id: group, counts }) => [group, JSON.parse(counts) as unknown]),
  };
}
type Index = Awaited<ReturnType<typeof index>>;
let right: Index;

/** Until D1 has every conversation with all that was done to it. */
async function settled(): Promise<Index> {
  return eventually(async () => {
    const now = await index();
    const heads = await Promise.all(
      names.map(async (name) => {
        const answer = await ask(`/api/conversations/${await idOf(name)}`, { cookie: admin });
        return (await answer.json<{ head: Head }>()).head;
      }),
    );
    expect(now.rows.map(({ head }) => head)).toEqual(heads.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
    return now;
  }, 100);
}

let written = 0;
/** Counts rows that D1 writes, whoever asks for it. */
function countWrites(): void {
  written = 0;
  const add = <T extends { meta: { rows_written: number } }>(result: T): T => {
    written += result.meta.rows_written;
    return result;
  };
  const database = Object.getPrototypeOf(env.DB) as D1Database;
  const { batch } = database;
  vi.spyOn(database, 'batch').mockImplementation(async function count(this: D1Database, statements) {
    return (await batch.call(this, statements)).map(add);
  });
  const statement = Object.getPrototypeOf(env.DB.prepare('SELECT 1')) as D1PreparedStatement;
  const { run } = statement;
  vi.spyOn(statement, 'run').mockImplementation(async function count(this: D1PreparedStatement) {
    return add(await run.call(this));
  });
}

async function step(cursor: string | null, cookie = admin): Promise<ReindexAnswer> {
  const answer = await post('/api/reindex', { cursor }, cookie);
  expect(answer.status).toBe(200);
  return answer.json<ReindexAnswer>();
}

/** All steps, from the beginning to the end. */
async function reindexed(): Promise<{ checked: number; mended: number; steps: number }> {
  const sum = { checked: 0, mended: 0, steps: 0 };
  let cursor: string | null = null;
  do {
    const { next, checked, mended } = await step(cursor);
    sum.checked += checked;
    sum.mended += mended;
    sum.steps += 1;
    cursor = next;
  } while (cursor !== null);
  return sum;
}

beforeAll(async () => {
  await migrateD1();
  await env.DB.exec(`CREATE VIRTUAL TABLE facet_terms USING fts5vocab('facet', 'instance');`);
  await env.DB.exec(`CREATE VIRTUAL TABLE said_terms USING fts5vocab('said', 'instance');`);
  admin = await setUp();
  ana = await join(admin, 'Ana Agent', 'agent');
  const vip = await (await post('/api/tags', { name: 'VIP', colour: 'red' }, admin)).json<Tag>();
  const care = await (await post('/api/groups', { name: 'Care', members: [ana.id] }, admin)).json<Group>();
  const body = { shared: true, tab: 'active', sort: 'newest' };
  for (const filter of [{ tags: [vip.id] }, { unread: true, agents: ['me'] }, { windows: ['open'] }]) {
    const name = JSON.stringify(Object.keys(filter));
    views.push(await (await post('/api/views', { ...body, name, filter }, admin)).json<View>());
  }
  // More than one page of conversations, and one of more than a page of words.
  for (let number = 0; number < 30; number += 1) names.push(await customer(number, number === 3 ? 60 : 2));
  const [a, b, c, d] = names;
  if (!a || !b || !c || !d) throw new Error('no customers');
  await command(a, admin, { type: 'assign', personId: ana.id });
  await command(b, admin, { type: 'archive' });
  for (const name of [a, b, c]) await command(name, admin, { type: 'tag', add: [vip.id], remove: [] });
  await command(c, admin, { type: 'group', groupId: care.id });
  await command(d, admin, { type: 'follow-up', at: Date.now() + 3_600_000 });
  right = await settled();
}, 60_000);

afterEach(() => vi.restoreAllMocks());

it('is for admins (index.mend)', async () => {
  const manager = await join(admin, 'Max Manager', 'manager');
  for (const { cookie } of [ana, manager]) {
    expect((await post('/api/reindex', { cursor: null }, cookie)).status).toBe(403);
  }
  expect((await post('/api/reindex', { cursor: null })).status).toBe(401);
  expect((await post('/api/reindex', {}, admin)).status).toBe(422);
});

it('where nothing is wrong looks at every conversation once, and writes nothing (R-35)', async () => {
  countWrites();
  expect(await reindexed()).toMatchObject({ checked: names.length, mended: 0 });
  expect(written).toBe(0);
  expect(await index()).toEqual(right);
});

it('the counts that are kept are those of a recount (R-37)', () => {
  const truth = recount(
    right.rows.map(({ head }) => head),
    views,
  );
  const counted = [...truth].toSorted(([a], [b]) => (a < b ? -1 : 1));
  expect(counted.map(([group, counts]) => [group, Object.fromEntries(counts)])).toEqual(right.tally);
});

describe('from the objects alone', () => {
  it('an emptied index is made again: rows, facets, words and counts as before', async () => {
    await env.DB.exec('DELETE FROM conversation; DELETE FROM said; DELETE FROM tally;');
    expect((await index()).terms).toEqual([]);
    countWrites();
    const { checked, mended } = await reindexed();
    expect(written).toBeGreaterThan(2 * names.length);
    expect(checked).toBe(names.length);
    expect(mended).toBeGreaterThanOrEqual(names.length);
    expect(await index()).toEqual(right);
    expect(await reindexed()).toMatchObject({ mended: 0 });
  });
});

describe('what is wrong is mended, and only that', () => {
  it.each([
    ['a row that is lost', (id: string) => `DELETE FROM conversation WHERE id = '${id}'`],
    [
      'a head',
      (id: string) => `UPDATE conversation SET head = json_set(head, '$.unread', 77) WHERE id = '${id}'`,
    ],
    [
      'a head of a rev that never was',
      (id: string) => `UPDATE conversation SET rev = 999 WHERE id = '${id}'`,
    ],
    ['what it is found by', (id: string) => `UPDATE conversation SET print = 'nonsense' WHERE id = '${id}'`],
    [
      'a column',
      (id: string) => `UPDATE conversation SET window_expires_at = 5, due_at = 7 WHERE id = '${id}'`,
    ],
    ['a facet', (id: string) => `DELETE FROM facet WHERE id = '${id}'`],
    ['words that are lost', (id: string) => `DELETE FROM said WHERE conversation = '${id}'`],
    [
      'words that are others',
      (id: string) =>
        `INSERT OR REPLACE INTO said (rowid, tokens, conversation, message, at, text)
         SELECT rowid, 'other', conversation, message, at, 'Other' FROM said WHERE conversation = '${id}' LIMIT 1`,
    ],
    ['counts', () => `UPDATE tally SET counts = json_set(counts, '$." active"', 5)`],
    ['counts of a group that is lost', () => `DELETE FROM tally WHERE group_id <> ''`],
    ['counts of a group that is not', () => `INSERT INTO tally VALUES ('ghosts', '{" active":1}')`],
    [
      'counts of a view',
      () =>
        `UPDATE tally SET counts = json_set(counts, '$." view:' || (SELECT id FROM view LIMIT 1) || '"', 7)`,
    ],
    ['counts of a view that is not', () => `UPDATE tally SET counts = json_set(counts, '$." view:gone"', 7)`],
  ])('%s', async (_title, spoil) => {
    const id = await idOf(names[3] ?? 'phone:');
    await env.DB.prepare(spoil(id)).run();
    expect(await index()).not.toEqual(right);
    expect((await reindexed()).mended).toBeGreaterThan(0);
    expect(await index()).toEqual(right);
    countWrites();
    expect(await reindexed()).toMatchObject({ checked: names.length, mended: 0 });
    expect(written).toBe(0);
  });

  it('a row that no conversation stands behind goes', async () => {
    const [row] = right.rows;
    if (!row) throw new Error('no row');
    const ghost = await idOf('phone:15550009999');
    await env.DB.prepare(
      `INSERT INTO conversation SELECT ?1, rev, json_set(head, '$.id', ?1), place + 1, NULL, print, last_at, created_at,
       window_expires_at, free_entry_until, follow_up_at, due_at FROM conversation WHERE id = ?2`,
    )
      .bind(ghost, row.head.id)
      .run();
    expect(await reindexed()).toMatchObject({ checked: names.length });
    expect(await index()).toEqual(right);
  });
});

describe('when INBOX_SHARDS was another number', () => {
  it('conversations that only an object of then knows are looked at too', async () => {
    const id = await idOf(names[5] ?? 'phone:');
    const [today, then] = [inboxShard(env, 0), inboxShard(env, 9)];
    const [row] = right.rows.filter(({ head }) => head.id === id);
    if (!row) throw new Error('no row');
    await today.mend([], [id]);
    expect(await today.knownIds(null, 100)).not.toContain(id);
    await then.mend([{ head: row.head, was: null, dueAt: null, said: [], unsaid: [] }], []);
    await env.DB.prepare('DELETE FROM conversation WHERE id = ?').bind(id).run();
    expect(await reindexed()).toMatchObject({ checked: names.length });
    expect(await index()).toEqual(right);
    expect(await today.knownIds(null, 100)).toContain(id);
  });
});
