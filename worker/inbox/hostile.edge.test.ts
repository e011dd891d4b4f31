/** The list and its search as somebody meets them who wants to see what is not theirs, or asks what makes no sense. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sorts } from '#domain/filter.ts';
import type { ListFrame } from '#domain/frame.ts';
import type { Group, SearchAnswer, Tag, View } from '#domain/http.ts';
import type { CustomerName } from '../channels/channel.ts';
import { ask, command, connect, env, idOf, join, migrateD1, post, setUp } from '../testing/door.ts';
import { customer, done, indexed, list, matching, results, search } from '../testing/list-door.ts';
import { openSocket } from '../testing/socket.ts';

const hour = 60 * 60 * 1000;
type Somebody = { id: string; cookie: string };
let admin = '';
let ana: Somebody;
let rui: Somebody;
let sales: Group;
let vip: Tag;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
  ana = await join(admin, 'Ana Reis', 'agent');
  rui = await join(admin, 'Rui Costa', 'agent');
  sales = await (await post('/api/groups', { name: 'Sales', members: [ana.id] }, admin)).json<Group>();
  await post('/api/attributes', { name: 'City', type: 'text' }, admin);
  vip = await (await post('/api/tags', { name: 'Platinum', colour: 'red' }, admin)).json<Tag>();
});

afterEach(() => void vi.restoreAllMocks());

const setVisibility = async (visibility: string) =>
  ask('/api/settings', { method: 'PUT', body: JSON.stringify({ visibility }), cookie: admin });

const hitsOf = ({ contacts, conversations, messages }: SearchAnswer): string[] => [
  ...contacts.hits.map(({ id }) => id),
  ...conversations.hits.map(({ id }) => id),
  ...messages.hits.map(({ head }) => head.id),
];

describe('what somebody may not see', () => {
  let name: CustomerName;
  let id = '';
  const views: View[] = [];

  beforeAll(async () => {
    name = await customer('Geheimwort eins', 'Xaver Verborgen');
    id = await idOf(name);
    await done(name, admin, { type: 'comment', text: 'Kommentarwort' });
    await done(name, admin, { type: 'attribute', name: 'city', value: 'Verborgenstadt' });
    await done(name, admin, { type: 'tag', add: [vip.id], remove: [] });
    await done(name, admin, { type: 'assign', personId: rui.id });
    const body = { shared: true, tab: 'active', sort: 'newest' };
    for (const filter of [{ tags: [vip.id] }, { tags: [vip.id], windows: ['open'] }, { agents: ['me'] }]) {
      const made = await post('/api/views', { ...body, name: 'v', filter }, admin);
      views.push(await made.json<View>());
    }
    await indexed(admin, name);
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
    const [row] = await results(cookie, [{ id, command: { type: 'tag', add: [], remove: ['x'] } }]);
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
    await done(name, admin, { type: 'group', groupId: sales.id });
    await indexed(admin, name);
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
    await done(name, admin, { type: 'group', groupId: null });
    await done(name, admin, { type: 'assign', personId: null });
    await indexed(admin, name);
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
    await done(name, admin, { type: 'assign', personId: rui.id });
    await indexed(admin, name);
    const line = await openSocket<ListFrame>('/api/live', ana.cookie);
    line.hello(null);
    await line.wait(1);
    line.send(JSON.stringify({ t: 'watch', tab: null, filter: { tags: [vip.id] } }));
    line.send(JSON.stringify({ t: 'at', id, typing: true }));
    const his = await openSocket<ListFrame>('/api/live', rui.cookie);
    his.hello(null);
    his.send(JSON.stringify({ t: 'at', id, typing: true }));
    await done(name, admin, { type: 'unread' });
    await done(name, admin, { type: 'archive' });
    await done(name, admin, { type: 'reopen' });
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

  it('a group keeps somebody deactivated, and nobody deactivated joins one', async () => {
    const tom = await join(admin, 'Tom Temp', 'agent');
    const made = await post('/api/groups', { name: 'Night', members: [tom.id] }, admin);
    const { id: groupId } = await made.json<Group>();
    await env.DB.prepare('UPDATE user SET active = 0 WHERE id = ?').bind(tom.id).run();
    const body = JSON.stringify({ name: 'Late night', members: [tom.id] });
    expect((await ask(`/api/groups/${groupId}`, { method: 'PUT', body, cookie: admin })).status).toBe(200);
    expect((await post('/api/groups', { name: 'Day', members: [tom.id] }, admin)).status).toBe(422);
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
