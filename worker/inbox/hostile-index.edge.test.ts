/** The index when what it is about changes: edits and unsends, joins, views, shards, and a D1 that fails. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ListFrame } from '#domain/frame.ts';
import type { Tag, View } from '#domain/http.ts';
import type { CustomerName } from '../channels/channel.ts';
import { ask, connect, env, idOf, join, meta, migrateD1, post, setUp, until } from '../testing/door.ts';
import { breakD1 } from '../testing/failing-d1.ts';
import {
  bulk,
  customer,
  done,
  freshNumber,
  indexed,
  list,
  me,
  reindex,
  results,
  search,
  textsOf,
} from '../testing/list-door.ts';
import { withShards } from '../testing/list.ts';
import { saying } from '../testing/meta.ts';
import { openSocket } from '../testing/socket.ts';
import { eventually } from '../testing/eventually.ts';

const hour = 60 * 60 * 1000;
type Somebody = { id: string; cookie: string };
let admin = '';
let ana: Somebody;
let rui: Somebody;
let vip: Tag;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
  ana = await join(admin, 'Ana Reis', 'agent');
  rui = await join(admin, 'Rui Costa', 'agent');
  vip = await (await post('/api/tags', { name: 'Platinum', colour: 'red' }, admin)).json<Tag>();
});

afterEach(() => void vi.restoreAllMocks());

/** What puts the words of a message into the index again, as they are now. */
async function savedWords(message: string): Promise<{ sql: string; values: unknown[] }> {
  const row = await env.DB.prepare('SELECT CAST(rowid AS TEXT) AS rowid, * FROM said WHERE message = ?')
    .bind(message)
    .first();
  const { rowid, tokens: _none, ...columns } = row ?? {};
  const names = Object.keys(columns);
  return {
    sql: `INSERT OR REPLACE INTO said (rowid, tokens, ${names.join()}) VALUES (CAST(? AS INTEGER), 'giraffe hals', ${names.map(() => '?').join()})`,
    values: [rowid, ...Object.values(columns)],
  };
}

describe('what was said', () => {
  const found = async (q: string) => textsOf(admin, q);
  const findsAtLast = async (q: string, texts: readonly string[]) =>
    eventually(async () => expect(await found(q)).toEqual(texts));

  it('is found in new words after an edit, and not at all after it was taken back (R-41)', async () => {
    const at = Date.now() - hour;
    const name = await customer('Zebra Streifen', 'Zora', at);
    const [from, mid] = [name.slice(6), `wamid.${name.slice(6)}`];
    await findsAtLast('zebra', ['Zebra Streifen']);
    const edit = { original_message_id: mid, message: { type: 'text', text: { body: 'Giraffe Hals' } } };
    await meta(saying({ id: `${mid}.e`, from, at: at + 1000, kind: { type: 'edit', edit } }));
    await findsAtLast('giraffe', ['Giraffe Hals']);
    expect(await found('zebra')).toEqual([]);
    const saved = await savedWords(mid);
    const revoke = { original_message_id: mid };
    await meta(saying({ id: `${mid}.r`, from, at: at + 2000, kind: { type: 'revoke', revoke } }));
    await findsAtLast('giraffe', []);
    // And an edit that comes late brings nothing back.
    const late = { original_message_id: mid, message: { type: 'text', text: { body: 'Okapi' } } };
    await meta(saying({ id: `${mid}.l`, from, at: at + 1500, kind: { type: 'edit', edit: late } }));
    await scheduler.wait(300);
    expect([...(await found('okapi')), ...(await found('giraffe'))]).toEqual([]);
    // Looking the index over takes words away that came back, as they do with a backup of D1.
    await env.DB.prepare(saved.sql)
      .bind(...saved.values)
      .run();
    expect(await found('giraffe')).toEqual(['Giraffe Hals']);
    await reindex(admin);
    expect(await found('giraffe')).toEqual([]);
  });

  it.each([
    ['before\u0000after', ['before', 'after']],
    ['half \ud83d smile', ['half', 'smile']],
    ['naïve café Ångström Straße', ['naive', 'cafe', 'angstrom', 'strasse', 'CAFÉ', 'STRASSE']],
    ['مَرْحَبًا بكم إلى المتجر ١٢٣٤٥', ['مرحبا', 'الى', '12345', 'المت']],
    ['आपका ऑर्डर भेज दिया', ['ऑर्डर', 'भेज', 'दिया']],
    ['注文の商品はいつ届きますか', ['商品', '届', 'いつ届き']],
    ['我的订单什么时候发货', ['订单', '发', '什么时候']],
    ['ｶﾀｶﾅ と カタカナ', ['カタカナ', 'ｶﾀ']],
    ['สวัสดีครับ', ['สวัสดี']],
    ['한국어 주문', ['주문', '한국']],
    [
      'Tel: +49 (0)177 123-4567, bitte',
      ['+49 177 1234567', '491771234567', '0049 177-1234567', '+49 (0)177 123 4567'],
    ],
  ])('is found in any script: %j', async (text, queries) => {
    const name = await customer(text, 'Skript');
    await indexed(admin, name);
    const id = await idOf(name);
    for (const q of queries) {
      const { messages } = await search(admin, q, '&kind=messages');
      expect([q, messages.hits.map(({ head }) => head.id)]).toEqual([q, expect.arrayContaining([id])]);
    }
  });

  it('and who said it, by a phone in any formatting', async () => {
    const from = '5511987654321';
    await meta(saying({ id: `wamid.${from}`, from, name: 'Fone', at: Date.now() - hour }));
    const [found] = await eventually(async () => {
      const { contacts } = await search(admin, 'Fone');
      expect(contacts.hits).toHaveLength(1);
      return contacts.hits;
    });
    const id = found?.id;
    for (const q of [
      '+5511987654321',
      '5511987654321',
      '+55 11 98765-4321',
      '(11) 98765-4321',
      '011 98765 4321',
      '0 11 98765.4321',
      '987654321',
      '4321',
      '98765-4321',
      '654',
      '+55 (11) 98765 4321',
      '\u202a+55 11 98765‑4321\u202c',
      '００５５ 11 987',
      '٩٨٧٦٥٤٣٢١',
      '55119',
      '0055 11 98765 4321',
      '1 1 9 8 7',
      '+55\u00a011\u00a098765',
    ])
      // prettier-ignore
      expect([q, (await search(admin, q)).contacts.hits.map((head) => head.id)]).toEqual([q, [id]]);
  });
});

describe('a conversation that becomes part of another (R-32)', () => {
  it('leaves no row, words, count or view behind, and takes pins along', async () => {
    const from = freshNumber();
    const bsuid = `US.${from}`;
    const at = Date.now() - 2 * hour;
    await meta(saying({ id: `wamid.${from}.1`, from, text: 'Dromedar eins', at }));
    await scheduler.wait(5);
    await meta(saying({ id: `wamid.${from}.2`, bsuid, text: 'Dromedar zwei', at: at + 60_000 }));
    const [winner, loser] = [await idOf(`phone:${from}`), await idOf(`bsuid:${bsuid}`)];
    await done(`bsuid:${bsuid}`, admin, { type: 'tag', add: [vip.id], remove: [] });
    await indexed(admin, `phone:${from}`, `bsuid:${bsuid}`);
    await post('/api/pins', { id: loser, on: true }, admin);
    const body = { shared: false, tab: 'active', sort: 'newest', name: 'p', filter: { tags: [vip.id] } };
    const saved = await (await post('/api/views', body, admin)).json<View>();
    const before = (await list(admin)).counts;
    await meta(saying({ id: `wamid.${from}.3`, from, bsuid, text: 'Dromedar drei', at: at + 120_000 }));
    await until(`phone:${from}`, admin, ({ messages }) =>
      messages.some(({ content }) => content.kind === 'line' && content.what === 'joined'),
    );
    await eventually(async () => {
      const { counts, rows } = await list(admin, 'limit=200');
      expect(rows.map(({ id }) => id)).not.toContain(loser);
      expect(counts).toMatchObject({ active: before.active - 1, unread: before.unread - 1 });
      expect(counts.views[saved.id]).toEqual(before.views[saved.id]);
      const { hits } = (await search(admin, 'dromedar', '&kind=messages')).messages;
      expect(hits.map(({ head }) => head.id)).toEqual([winner, winner, winner]);
      const [row] = await results(admin, [{ id: loser, command: { type: 'unread' } }]);
      expect(row?.refused).toBeNull();
    }, 100);
    expect((await me(admin)).pins).toContain(winner);
  });
});

describe('a saved view', () => {
  it('counts exactly what it shows, after every change of it and of what it is about', async () => {
    const names = [await customer('a'), await customer('b'), await customer('c')];
    const [a, b, c] = names;
    if (!a || !b || !c) throw new Error('nobody');
    const old = await (await post('/api/tags', { name: 'Temporary', colour: 'grey' }, admin)).json<Tag>();
    for (const name of [a, b]) await done(name, admin, { type: 'tag', add: [old.id], remove: [] });
    await done(b, admin, { type: 'archive' });
    await done(c, admin, { type: 'assign', personId: ana.id });
    await indexed(admin, ...names);
    const body = { name: 'x', shared: false, tab: 'active', sort: 'newest', filter: { tags: [old.id] } };
    const { id } = await (await post('/api/views', body, admin)).json<View>();
    const count = async () => (await list(admin)).counts.views[id];
    expect(await count()).toEqual({ n: 1, more: false });
    const change = async (part: object) =>
      ask(`/api/views/${id}`, { method: 'PUT', body: JSON.stringify({ ...body, ...part }), cookie: admin });
    await change({ tab: 'archived' });
    expect(await count()).toEqual({ n: 1, more: false });
    await done(a, admin, { type: 'archive' });
    await indexed(admin, a);
    expect(await count()).toEqual({ n: 2, more: false });
    await change({ filter: { tags: [old.id], windows: ['open'] } });
    expect(await count()).toEqual({ n: 0, more: false });
    await done(a, admin, { type: 'reopen' });
    await indexed(admin, a);
    expect(await count()).toEqual({ n: 1, more: false });
    await change({ filter: { tags: [old.id], agents: ['none'] } });
    expect(await count()).toEqual({ n: 1, more: false });
    await change({ filter: { agents: [ana.id] } });
    expect((await count())?.n).toBe((await list(admin, `agent=${ana.id}`)).rows.length);
    await change({});
    // The tag goes: who has it has it still, under its id.
    await ask(`/api/tags/${old.id}`, { method: 'DELETE', cookie: admin });
    expect(await count()).toEqual({ n: 1, more: false });
    await done(a, admin, { type: 'tag', add: [], remove: [old.id] });
    await indexed(admin, a);
    expect(await count()).toEqual({ n: 0, more: false });
    await ask(`/api/views/${id}`, { method: 'DELETE', cookie: admin });
    expect((await list(admin)).counts.views).not.toHaveProperty(id);
  });

  it('whose change met a D1 that failed amidst it is right once it is saved again', async () => {
    const name = await customer('w');
    await done(name, admin, { type: 'tag', add: [vip.id], remove: [] });
    await indexed(admin, name);
    const body = { name: 'y', shared: false, tab: 'active', sort: 'newest', filter: { tags: ['nobody'] } };
    const { id } = await (await post('/api/views', body, admin)).json<View>();
    const database = Object.getPrototypeOf(env.DB) as D1Database;
    const { batch } = database;
    const spy = vi.spyOn(database, 'batch').mockImplementation(async function failing(this: D1Database, all) {
      if (new Error().stack?.includes('recount')) throw new Error('D1_ERROR: broken by a test');
      return batch.call(this, all);
    });
    const changed = JSON.stringify({ ...body, filter: { tags: [vip.id] } });
    const put = async () => ask(`/api/views/${id}`, { method: 'PUT', body: changed, cookie: admin });
    expect((await put()).status).toBe(500);
    spy.mockRestore();
    expect((await put()).status).toBe(200);
    const { counts, rows } = await list(admin, `tag=${vip.id}&limit=200`);
    expect(counts.views[id]).toEqual({ n: rows.length, more: false });
  });
});

describe('INBOX_SHARDS from one to four, with what there is', () => {
  it('counts, frames and reindex are right, and back again', async () => {
    const names: CustomerName[] = [];
    for (let n = 0; n < 8; n += 1) names.push(await customer(`Karawane ${n}`));
    await indexed(admin, ...names);
    const before = (await list(admin)).counts;
    const truth = async () => {
      const rows = (await list(admin, 'tab=active&limit=200')).rows;
      return { active: rows.length, unread: rows.filter(({ unread }) => unread > 0).length };
    };
    await reindex(admin);
    await withShards(4, async () => {
      expect((await me(admin)).shards).toBe(4);
      expect((await list(admin)).counts).toEqual(before);
      const lines = await Promise.all(
        [0, 1, 2, 3].map(async (shard) => openSocket<ListFrame>(`/api/live?shard=${shard}`, admin)),
      );
      for (const line of lines) line.hello(null);
      // What is told before its welcome a line may not hear.
      await Promise.all(lines.map((line) => line.wait(1)));
      for (const name of names) await done(name, admin, { type: 'archive' });
      await indexed(admin, ...names);
      const ids = await Promise.all(names.map((name) => idOf(name)));
      const told = () =>
        lines.flatMap(({ frames }) =>
          frames.flatMap((frame) => (frame.t === 'rows' ? frame.rows.map(({ id }) => id) : [])),
        );
      await eventually(() => expect(told().toSorted()).toEqual(ids.toSorted()));
      expect((await list(admin)).counts).toMatchObject(await truth());
      expect((await list(admin)).counts.archived).toBe(before.archived + 8);
      expect(await reindex(admin)).toBe(0);
      for (const line of lines) line.close();
    });
    // The one object of before remembers rows as they were then.
    for (const name of names) await done(name, admin, { type: 'reopen' });
    await indexed(admin, ...names);
    expect((await list(admin)).counts).toMatchObject(await truth());
    expect((await list(admin)).counts.active).toBe(before.active);
    expect(await reindex(admin)).toBe(0);
  });
});

describe('D1 fails', () => {
  it('amidst changes: the list and its counts are right afterwards, and nobody saw a foreign row', async () => {
    const names = [await customer('Sturm eins'), await customer('Sturm zwei')];
    await indexed(admin, ...names);
    const line = await openSocket<ListFrame>('/api/live', ana.cookie);
    line.hello(null);
    await line.wait(1);
    const broken = breakD1();
    const ids = await Promise.all(names.map((name) => idOf(name)));
    const whole = await Promise.all(
      ids.map(async (id) => bulk(admin, [{ id, command: { type: 'archive' } }])),
    );
    expect(whole.map(({ status }) => status)).toEqual([200, 200]);
    await scheduler.wait(200);
    broken.repair();
    for (const name of names) await done(name, admin, { type: 'assign', personId: rui.id });
    await indexed(admin, ...names);
    await eventually(() => {
      const gone = line.frames.flatMap((frame) => (frame.t === 'rows' ? frame.gone : []));
      expect(gone).toEqual(expect.arrayContaining(ids));
    });
    const rows = (await list(admin, 'tab=archived&limit=200')).rows;
    expect((await list(admin)).counts.archived).toBe(rows.length);
    line.close();
  });
});
