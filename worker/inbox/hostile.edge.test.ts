/** The list and its search as somebody meets them who wants to see what is not theirs, or asks what makes no sense. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sorts } from '#domain/filter.ts';
import type { ListFrame } from '#domain/frame.ts';
import type {
  BulkAnswer,
  CommandBody,
  Group,
  ListPage,
  Me,
  ReindexAnswer,
  SearchAnswer,
  Tag,
  View,
} from '#domain/http.ts';
import type { CustomerName } from '../channels/channel.ts';
import {
  ask,
  command,
  connect,
  env,
  idOf,
  join,
  meta,
  migrateD1,
  post,
  setUp,
  until,
  view,
} from '../testing/door.ts';
import { breakD1 } from '../testing/failing-d1.ts';
import { withShards } from '../testing/list.ts';
import { saying } from '../testing/meta.ts';
import { openSocket } from '../testing/socket.ts';

vi.setConfig({ testTimeout: 60_000 });
const hour = 60 * 60 * 1000;
type Somebody = { id: string; cookie: string };
let admin = '';
let ana: Somebody;
let rui: Somebody;
let sales: Group;
let vip: Tag;
let next = 15557000000;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
  ana = await join(admin, 'Ana Reis', 'agent');
  rui = await join(admin, 'Rui Costa', 'agent');
  sales = await (await post('/api/groups', { name: 'Sales', members: [ana.id] }, admin)).json<Group>();
  vip = await (await post('/api/tags', { name: 'Platinum', colour: 'red' }, admin)).json<Tag>();
});

afterEach(() => void vi.restoreAllMocks());

type WithoutId<T> = T extends CommandBody ? Omit<T, 'clientId'> & { clientId?: string } : never;

async function customer(text: string, name = 'Maria', at = Date.now() - hour): Promise<CustomerName> {
  next += 1;
  await meta(saying({ id: `wamid.${next}`, from: String(next), name, text, at }));
  return `phone:${next}`;
}
async function done(name: CustomerName, body: WithoutId<CommandBody>, cookie = admin): Promise<void> {
  const answer = await command(name, cookie, body);
  if (answer.status !== 200) throw new Error(`${body.type}: ${await answer.text()}`);
}
async function get<T>(path: string, cookie: string): Promise<T> {
  const answer = await ask(path, { cookie });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json<T>();
}
const list = async (cookie: string, query = '') => get<ListPage>(`/api/conversations?${query}`, cookie);
const search = async (cookie: string, q: string, query = '') =>
  get<SearchAnswer>(`/api/search?q=${encodeURIComponent(q)}${query}`, cookie);
const me = async (cookie: string) => get<Me>('/api/me', cookie);
const matching = async (cookie: string, filter: object = {}) =>
  (
    await (
      await post('/api/conversations/matching', { tab: null, sort: 'newest', filter }, cookie)
    ).json<{
      ids: string[];
    }>()
  ).ids;
const bulk = async (cookie: string, items: readonly { id: string; command: object }[]) =>
  (
    await (
      await post(
        '/api/conversations/bulk',
        {
          items: items.map(({ id, command: one }) => ({
            id,
            command: { clientId: crypto.randomUUID(), ...one },
          })),
        },
        cookie,
      )
    ).json<BulkAnswer>()
  ).results;
const setVisibility = async (visibility: string) =>
  ask('/api/settings', { method: 'PUT', body: JSON.stringify({ visibility }), cookie: admin });

/** Until D1 has what the conversation is. */
async function indexed(...names: CustomerName[]): Promise<void> {
  await vi.waitFor(
    async () => {
      for (const name of names) {
        const { head } = await view(name, admin);
        const found = (await list(admin, 'tab=all&limit=200')).rows.find(({ id }) => id === head.id);
        expect(found?.rev).toBe(head.rev);
      }
    },
    { timeout: 8000, interval: 40 },
  );
}

const hitsOf = ({ contacts, conversations, messages }: SearchAnswer): string[] => [
  ...contacts.hits.map(({ id }) => id),
  ...conversations.hits.map(({ id }) => id),
  ...messages.hits.map(({ head }) => head.id),
];

/** All steps; how much was wrong. */
async function reindex(): Promise<number> {
  let [cursor, mended]: [string | null, number] = [null, 0];
  do {
    const answer = await (await post('/api/reindex', { cursor }, admin)).json<ReindexAnswer>();
    [cursor, mended] = [answer.next, mended + answer.mended];
  } while (cursor !== null);
  return mended;
}

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

describe('what somebody may not see', () => {
  let name: CustomerName;
  let id = '';
  const views: View[] = [];

  beforeAll(async () => {
    name = await customer('Geheimwort eins', 'Xaver Verborgen');
    id = await idOf(name);
    await done(name, { type: 'comment', text: 'Kommentarwort' });
    await done(name, { type: 'attribute', name: 'city', value: 'Verborgenstadt' });
    await done(name, { type: 'tag', add: [vip.id], remove: [] });
    await done(name, { type: 'assign', personId: rui.id });
    const body = { shared: true, tab: 'active', sort: 'newest' };
    for (const filter of [{ tags: [vip.id] }, { tags: [vip.id], windows: ['open'] }, { agents: ['me'] }]) {
      const made = await post('/api/views', { ...body, name: 'v', filter }, admin);
      views.push(await made.json<View>());
    }
    await indexed(name);
  });

  /** Everything that a person learns of the conversation, by any door. */
  async function learned(cookie: string): Promise<string[]> {
    const found: string[] = [];
    for (const sort of sorts) {
      for (const tab of ['active', 'archived', 'all']) {
        const page = await list(cookie, `sort=${sort}&tab=${tab}&limit=200`);
        if (page.rows.some((row) => row.id === id)) found.push('list');
      }
    }
    const first = await list(cookie, `tag=${vip.id}`);
    if (first.matching?.n !== 0) found.push('matching');
    if (first.counts.active > 0) found.push('active');
    if (first.counts.unread > 0) found.push('unread');
    for (const one of views.slice(0, 2)) if (first.counts.views[one.id]?.n !== 0) found.push('view');
    if ((await matching(cookie)).includes(id)) found.push('matching ids');
    for (const q of ['geheim', 'kommentar', 'xaver', 'verborgenstadt', 'platinum', name.slice(-6), 'rui']) {
      for (const group of ['', '&kind=contacts', '&kind=conversations', '&kind=messages']) {
        if (hitsOf(await search(cookie, q, group)).includes(id)) found.push(`search ${q}`);
      }
    }
    if (hitsOf(await search(cookie, '', `&tag=${vip.id}`)).includes(id)) found.push('search by filter');
    const [row] = await bulk(cookie, [{ id, command: { type: 'tag', add: [], remove: ['x'] } }]);
    if (row?.refused?.name !== '') found.push('bulk');
    const around = await ask(`/api/conversations/${id}/messages/around/wamid.${name.slice(6)}`, { cookie });
    if (around.status !== 404) found.push('around');
    return [...new Set(found)];
  }
  const all = ['list', 'matching', 'active', 'unread', 'view', 'matching ids'];

  it('shows by no door, and all of it shows again as soon as rights change', async () => {
    expect(await learned(ana.cookie)).toEqual([]);
    expect(await learned(rui.cookie)).toEqual(expect.arrayContaining([...all, 'search kommentar', 'around']));
    // Into the group of hers: she sees, though it is his.
    await done(name, { type: 'group', groupId: sales.id });
    await indexed(name);
    expect(await learned(ana.cookie)).toEqual(expect.arrayContaining([...all, 'search geheim', 'around']));
    // She leaves the group.
    const members = (people: string[]) =>
      ask(`/api/groups/${sales.id}`, {
        method: 'PUT',
        body: JSON.stringify({ name: 'Sales', members: people }),
        cookie: admin,
      });
    await members([]);
    expect(await learned(ana.cookie)).toEqual([]);
    await members([ana.id]);
    expect((await learned(ana.cookie)).length).toBeGreaterThan(5);
    await done(name, { type: 'group', groupId: null });
    await done(name, { type: 'assign', personId: null });
    await indexed(name);
    expect((await learned(ana.cookie)).length).toBeGreaterThan(5);
    // Own ones only: what is nobody's is not hers any more.
    await setVisibility('own');
    expect(await learned(ana.cookie)).toEqual([]);
    expect(await learned(rui.cookie)).toEqual([]);
    await setVisibility('all');
    expect((await learned(rui.cookie)).length).toBeGreaterThan(5);
    await setVisibility('groups');
  });

  it('is told to no socket, not in a frame and not in a count', async () => {
    await done(name, { type: 'assign', personId: rui.id });
    await indexed(name);
    const line = await openSocket<ListFrame>('/api/live', ana.cookie);
    line.hello(null);
    await line.wait(1);
    line.send(JSON.stringify({ t: 'watch', tab: null, filter: { tags: [vip.id] } }));
    line.send(JSON.stringify({ t: 'at', id, typing: true }));
    const his = await openSocket<ListFrame>('/api/live', rui.cookie);
    his.hello(null);
    his.send(JSON.stringify({ t: 'at', id, typing: true }));
    await done(name, { type: 'unread' });
    await done(name, { type: 'archive' });
    await done(name, { type: 'reopen' });
    await his.wait(4);
    await scheduler.wait(700);
    expect(JSON.stringify(line.frames)).not.toContain(id);
    for (const frame of line.frames) if (frame.t === 'counts') expect(frame.counts.active).toBe(0);
    expect(JSON.stringify(his.frames)).not.toContain(`"${ana.id}"`);
    line.close();
    his.close();
  });

  it('a manager turned agent, and somebody deactivated, lose it with the next request', async () => {
    const max = await join(admin, 'Max Manager', 'manager');
    expect((await learned(max.cookie)).length).toBeGreaterThan(5);
    await env.DB.prepare("UPDATE user SET role = 'agent' WHERE id = ?").bind(max.id).run();
    expect(await learned(max.cookie)).toEqual([]);
    await env.DB.prepare('UPDATE user SET active = 0 WHERE id = ?').bind(max.id).run();
    for (const path of ['/api/conversations', '/api/search?q=geheim', '/api/views', '/api/me', '/api/live']) {
      const upgrade = path === '/api/live' ? { headers: { upgrade: 'websocket' } } : {};
      expect((await ask(path, { cookie: max.cookie, ...upgrade })).status).toBe(401);
    }
    expect((await post('/api/conversations/bulk', { items: [] }, max.cookie)).status).toBe(401);
    expect((await command(name, admin, { type: 'assign', personId: max.id })).status).toBe(422);
  });
});

describe('any question', () => {
  const odd = [
    '"', '""', "'", '*', '^', '(', ')', '%00', '%ff', '%ED%A0%80', 'NOT', 'AND', 'a"b', '{', '-', '--', ';', '\\', '%5C%2C', ',',
    ',,,', 'null', 'undefined', 'NaN', '-1', '1e999', '9'.repeat(400), 'x'.repeat(5000), '%E2%80%8F', '%D9%85', '%F0%9F%91%8D', '__proto__',
  ]; // prettier-ignore
  const names = [
    ...['tab', 'sort', 'cursor', 'from', 'limit', 'agent', 'group', 'lead', 'status', 'tag', 'channel'],
    ...['account', 'window', 'broadcast', 'template', 'ad', 'attribute', 'follow-up', 'unread', 'failed'],
    ...['last-from', 'last-to', 'created-from', 'created-to', 'unanswered', 'q', 'kind'],
  ];

  it('is answered or refused by the list and the search, and never breaks', async () => {
    const broken: string[] = [];
    for (const name of names) {
      for (const value of odd) {
        for (const path of [`/api/conversations?${name}=${value}`, `/api/search?q=a&${name}=${value}`]) {
          const { status } = await ask(path, { cookie: ana.cookie });
          if (status !== 200 && status !== 422) broken.push(`${status} ${path.slice(0, 90)}`);
        }
      }
    }
    expect(broken).toEqual([]);
  });

  it.each(sorts)('begins somewhere with any cursor, sorted by %s', async (sort) => {
    const now = Date.now();
    const cursors = [
      ...['0.0', '1.0', '0.9223372036854775807', '0.9223372036854775808', '0.9999999999999999999'],
      ...['1.9999999999999999999', '0.4611686018427387904', '0.0.0.0', '1.0.0.0'],
      ...['0.0.999999999999999.999999999999999', '0.0.0.999999999999999', '0.0.999999999999999.0'],
      ...[`0.0.${now}.${now}`, `0.0.0.${now}`, `0.1.${now + 1}.0`, `0.0.${now - 1}.${now + 400 * 24 * hour}`],
      ...[`1.9223372036854775807.0.${now}`, '0.0.100000000000000.1', `0.0.0.${now - 3000 * 24 * hour}`],
    ];
    const broken: string[] = [];
    for (const cursor of cursors) {
      for (const limit of [1, 200]) {
        const path = `/api/conversations?sort=${sort}&cursor=${cursor}&limit=${limit}`;
        const { status } = await ask(path, { cookie: admin });
        if (status !== 200) broken.push(`${status} ${path}`);
      }
      for (const group of ['contacts', 'conversations', 'messages']) {
        const { status } = await ask(`/api/search?q=wort&kind=${group}&cursor=${cursor}`, { cookie: admin });
        if (status !== 200) broken.push(`${status} ${group} ${cursor}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('with a body that makes no sense is refused', async () => {
    const query = { tab: null, sort: 'newest', filter: {} };
    const bodies: unknown[] = [
      null, [], 'x', {}, { ...query, sort: 'x' }, { ...query, filter: [] }, { ...query, filter: { tags: [] } },
      { ...query, filter: { tags: Array.from({ length: 51 }, () => 'a') } }, { ...query, filter: { tags: ['x'.repeat(121)] } },
      { ...query, filter: { lastFrom: -1 } }, { ...query, filter: { lastFrom: 1e300 } }, { ...query, limit: 0 }, { ...query, cursor: 'x'.repeat(201) },
    ]; // prettier-ignore
    for (const body of bodies) {
      expect((await post('/api/conversations/matching', body, admin)).status).toBe(422);
    }
    const bad = [null, {}, { items: null }, { items: [{}] }, { items: [{ id: 'x' }] }];
    for (const body of bad) expect((await post('/api/conversations/bulk', body, admin)).status).toBe(422);
    const many = Array.from({ length: 60_000 }, () => 'x');
    const answer = await post('/api/conversations/matching', { ...query, filter: { tags: many } }, admin);
    expect(answer.status).toBe(422);
    const filter = { tags: Array.from({ length: 50 }, (_none, n) => `"\0\ud800 ${n} OR *`) };
    expect(await matching(admin, filter)).toEqual([]);
  });

  it.each([
    ...[
      '"tag:vip"',
      'a\0b',
      '\ud800',
      '\udfff x',
      '\u200f\u202eabc',
      '("',
      '*'.repeat(300),
      '１２３ 456',
      '\u20dd',
      'ก\u0e34\u0e34',
      '👨‍👩‍👧‍👦 🇧🇷',
    ],
    ...[
      'ﷺ',
      'İstanbul',
      'ﬁ',
      '㊙',
      'a'.repeat(300),
      '1 '.repeat(150),
      '中'.repeat(300),
      '"'.repeat(300),
      '🏽',
      '٣٤٥',
      '\u0301\u0301',
      'e\u0301'.repeat(100),
    ],
  ])('of the search: %j', async (q) => {
    for (const group of ['', '&kind=contacts', '&kind=conversations', '&kind=messages']) {
      const { status } = await ask(`/api/search?q=${encodeURIComponent(q.toWellFormed())}${group}`, {
        cookie: admin,
      });
      expect(status).toBe(200);
    }
  });

  it('longer than a search may be is refused, not broken', async () => {
    expect((await ask(`/api/search?q=${'x'.repeat(10_000)}`, { cookie: admin })).status).toBe(422);
  });
});

describe('what was said', () => {
  const found = async (q: string, cookie = admin) =>
    (await search(cookie, q, '&kind=messages')).messages.hits.map(({ text }) => text);
  const eventually = async (q: string, texts: readonly string[]) =>
    vi.waitFor(async () => expect(await found(q)).toEqual(texts), { timeout: 6000, interval: 50 });

  it('is found in new words after an edit, and not at all after it was taken back (R-41)', async () => {
    const at = Date.now() - hour;
    const name = await customer('Zebra Streifen', 'Zora', at);
    const [from, mid] = [name.slice(6), `wamid.${name.slice(6)}`];
    await eventually('zebra', ['Zebra Streifen']);
    const edit = { original_message_id: mid, message: { type: 'text', text: { body: 'Giraffe Hals' } } };
    await meta(saying({ id: `${mid}.e`, from, at: at + 1000, kind: { type: 'edit', edit } }));
    await eventually('giraffe', ['Giraffe Hals']);
    expect(await found('zebra')).toEqual([]);
    const saved = await savedWords(mid);
    const revoke = { original_message_id: mid };
    await meta(saying({ id: `${mid}.r`, from, at: at + 2000, kind: { type: 'revoke', revoke } }));
    await eventually('giraffe', []);
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
    await reindex();
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
    await indexed(name);
    const id = await idOf(name);
    for (const q of queries) {
      const { messages } = await search(admin, q, '&kind=messages');
      expect([q, messages.hits.map(({ head }) => head.id)]).toEqual([q, expect.arrayContaining([id])]);
    }
  });

  it('and who said it, by a phone in any formatting', async () => {
    const from = '5511987654321';
    await meta(saying({ id: `wamid.${from}`, from, name: 'Fone', at: Date.now() - hour }));
    const [found] = await vi.waitFor(async () => {
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
      'tel:+5511987654321',
    ])
      // prettier-ignore
      expect([q, (await search(admin, q)).contacts.hits.map((head) => head.id)]).toEqual([q, [id]]);
  });
});

describe('a conversation that becomes part of another (R-32)', () => {
  it('leaves no row, words, count or view behind, and takes pins along', async () => {
    next += 1;
    const [from, bsuid] = [String(next), `US.${next}`];
    const at = Date.now() - 2 * hour;
    await meta(saying({ id: `wamid.${from}.1`, from, text: 'Dromedar eins', at }));
    await scheduler.wait(5);
    await meta(saying({ id: `wamid.${from}.2`, bsuid, text: 'Dromedar zwei', at: at + 60_000 }));
    const [winner, loser] = [await idOf(`phone:${from}`), await idOf(`bsuid:${bsuid}`)];
    await done(`bsuid:${bsuid}`, { type: 'tag', add: [vip.id], remove: [] });
    await indexed(`phone:${from}`, `bsuid:${bsuid}`);
    await post('/api/pins', { id: loser, on: true }, admin);
    const body = { shared: false, tab: 'active', sort: 'newest', name: 'p', filter: { tags: [vip.id] } };
    const saved = await (await post('/api/views', body, admin)).json<View>();
    const before = (await list(admin)).counts;
    await meta(saying({ id: `wamid.${from}.3`, from, bsuid, text: 'Dromedar drei', at: at + 120_000 }));
    await until(`phone:${from}`, admin, ({ messages }) =>
      messages.some(({ content }) => content.kind === 'line' && content.what === 'joined'),
    );
    await vi.waitFor(
      async () => {
        const { counts, rows } = await list(admin, 'limit=200');
        expect(rows.map(({ id }) => id)).not.toContain(loser);
        expect(counts).toMatchObject({ active: before.active - 1, unread: before.unread - 1 });
        expect(counts.views[saved.id]).toEqual(before.views[saved.id]);
        const { hits } = (await search(admin, 'dromedar', '&kind=messages')).messages;
        expect(hits.map(({ head }) => head.id)).toEqual([winner, winner, winner]);
        const [row] = await bulk(admin, [{ id: loser, command: { type: 'unread' } }]);
        expect(row?.refused).toBeNull();
      },
      { timeout: 8000, interval: 100 },
    );
    expect((await me(admin)).pins).toContain(winner);
  });
});

describe('a saved view', () => {
  it('counts exactly what it shows, after every change of it and of what it is about', async () => {
    const names = [await customer('a'), await customer('b'), await customer('c')];
    const [a, b, c] = names;
    if (!a || !b || !c) throw new Error('nobody');
    const old = await (await post('/api/tags', { name: 'Temporary', colour: 'grey' }, admin)).json<Tag>();
    for (const name of [a, b]) await done(name, { type: 'tag', add: [old.id], remove: [] });
    await done(b, { type: 'archive' });
    await done(c, { type: 'assign', personId: ana.id });
    await indexed(...names);
    const body = { name: 'x', shared: false, tab: 'active', sort: 'newest', filter: { tags: [old.id] } };
    const { id } = await (await post('/api/views', body, admin)).json<View>();
    const count = async () => (await list(admin)).counts.views[id];
    expect(await count()).toEqual({ n: 1, more: false });
    const change = async (part: object) =>
      ask(`/api/views/${id}`, { method: 'PUT', body: JSON.stringify({ ...body, ...part }), cookie: admin });
    await change({ tab: 'archived' });
    expect(await count()).toEqual({ n: 1, more: false });
    await done(a, { type: 'archive' });
    await indexed(a);
    expect(await count()).toEqual({ n: 2, more: false });
    await change({ filter: { tags: [old.id], windows: ['open'] } });
    expect(await count()).toEqual({ n: 0, more: false });
    await done(a, { type: 'reopen' });
    await indexed(a);
    expect(await count()).toEqual({ n: 1, more: false });
    await change({ filter: { tags: [old.id], agents: ['none'] } });
    expect(await count()).toEqual({ n: 1, more: false });
    await change({ filter: { agents: [ana.id] } });
    expect((await count())?.n).toBe((await list(admin, `agent=${ana.id}`)).rows.length);
    await change({});
    // The tag goes: who has it has it still, under its id.
    await ask(`/api/tags/${old.id}`, { method: 'DELETE', cookie: admin });
    expect(await count()).toEqual({ n: 1, more: false });
    await done(a, { type: 'tag', add: [], remove: [old.id] });
    await indexed(a);
    expect(await count()).toEqual({ n: 0, more: false });
    await ask(`/api/views/${id}`, { method: 'DELETE', cookie: admin });
    expect((await list(admin)).counts.views).not.toHaveProperty(id);
  });

  it('whose change met a D1 that failed amidst it is right once it is saved again', async () => {
    const name = await customer('w');
    await done(name, { type: 'tag', add: [vip.id], remove: [] });
    await indexed(name);
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
    const names = [];
    for (let n = 0; n < 8; n += 1) names.push(await customer(`Karawane ${n}`));
    await indexed(...names);
    const before = (await list(admin)).counts;
    const truth = async () => {
      const rows = (await list(admin, 'tab=active&limit=200')).rows;
      return { active: rows.length, unread: rows.filter(({ unread }) => unread > 0).length };
    };
    await reindex();
    await withShards(4, async () => {
      expect((await me(admin)).shards).toBe(4);
      expect((await list(admin)).counts).toEqual(before);
      const lines = await Promise.all(
        [0, 1, 2, 3].map(async (shard) => openSocket<ListFrame>(`/api/live?shard=${shard}`, admin)),
      );
      for (const line of lines) line.hello(null);
      for (const name of names) await done(name, { type: 'archive' });
      await indexed(...names);
      const ids = await Promise.all(names.map((name) => idOf(name)));
      const told = () =>
        lines.flatMap(({ frames }) =>
          frames.flatMap((frame) => (frame.t === 'rows' ? frame.rows.map(({ id }) => id) : [])),
        );
      await vi.waitFor(() => expect(told().toSorted()).toEqual(ids.toSorted()));
      expect((await list(admin)).counts).toMatchObject(await truth());
      expect((await list(admin)).counts.archived).toBe(before.archived + 8);
      expect(await reindex()).toBe(0);
      for (const line of lines) line.close();
    });
    // The one object of before remembers rows as they were then.
    for (const name of names) await done(name, { type: 'reopen' });
    await indexed(...names);
    expect((await list(admin)).counts).toMatchObject(await truth());
    expect((await list(admin)).counts.active).toBe(before.active);
    expect(await reindex()).toBe(0);
  });
});

describe('D1 fails', () => {
  it('amidst changes: the list and its counts are right afterwards, and nobody saw a foreign row', async () => {
    const names = [await customer('Sturm eins'), await customer('Sturm zwei')];
    await indexed(...names);
    const line = await openSocket<ListFrame>('/api/live', ana.cookie);
    line.hello(null);
    await line.wait(1);
    const broken = breakD1();
    const ids = await Promise.all(names.map((name) => idOf(name)));
    const whole = await Promise.all(
      ids.map(async (id) => post('/api/conversations/bulk', { items: [{ id, command: { type: 'archive', clientId: crypto.randomUUID() } }] }, admin)),
    ); // prettier-ignore
    expect(whole.map(({ status }) => status)).toEqual([200, 200]);
    await scheduler.wait(200);
    broken.repair();
    for (const name of names) await done(name, { type: 'assign', personId: rui.id });
    await indexed(...names);
    await vi.waitFor(() => {
      const gone = line.frames.flatMap((frame) => (frame.t === 'rows' ? frame.gone : []));
      expect(gone).toEqual(expect.arrayContaining(ids));
    });
    const rows = (await list(admin, 'tab=archived&limit=200')).rows;
    expect((await list(admin)).counts.archived).toBe(rows.length);
    line.close();
  });
});
