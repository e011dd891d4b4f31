import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Me, View } from '#domain/http.ts';
import { Inbox } from '../inbox/object.ts';
import { ask, env, join, migrateD1, post, setUp } from '../testing/door.ts';

let admin = '';
let ana: { id: string; cookie: string };
let ben: { id: string; cookie: string };
let manager: { id: string; cookie: string };

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  ana = await join(admin, 'Ana Agent', 'agent');
  ben = await join(admin, 'Ben Agent', 'agent');
  manager = await join(admin, 'Max Manager', 'manager');
});

beforeEach(async () => {
  await env.DB.exec('DELETE FROM view; DELETE FROM pin;');
});

afterEach(() => vi.restoreAllMocks());

const body = {
  name: 'Unread',
  shared: false,
  tab: 'active',
  sort: 'newest',
  filter: { unread: true },
} as const;
const shared = { ...body, shared: true };

async function save(cookie: string, part: object = {}): Promise<View> {
  const answer = await post('/api/views', { ...body, ...part }, cookie);
  expect(answer.status).toBe(201);
  return answer.json<View>();
}
const put = async (id: string, cookie: string, part: object = {}) =>
  ask(`/api/views/${id}`, { method: 'PUT', cookie, body: JSON.stringify({ ...body, ...part }) });
const drop = async (id: string, cookie: string) => ask(`/api/views/${id}`, { method: 'DELETE', cookie });
const listed = async (cookie: string) => (await ask('/api/views', { cookie })).json<View[]>();
const me = async (cookie: string) => (await ask('/api/me', { cookie })).json<Me>();
const codeOf = async (answer: Response) => [answer.status, (await answer.json<{ code: string }>()).code];

describe('a view', () => {
  it('is of whoever saved it, and nobody else sees it', async () => {
    const view = await save(ana.cookie);
    expect(view).toEqual({ ...body, id: view.id, owner: ana.id });
    expect(await listed(ana.cookie)).toEqual([view]);
    expect((await me(ana.cookie)).views).toEqual([view]);
    for (const cookie of [ben.cookie, admin]) {
      expect(await listed(cookie)).toEqual([]);
      expect(await codeOf(await put(view.id, cookie))).toEqual([404, 'view-not-found']);
      expect(await codeOf(await drop(view.id, cookie))).toEqual([404, 'view-not-found']);
    }
    const changed = { ...view, name: 'Mine', filter: { tags: ['vip'] }, sort: 'oldest' };
    expect(await (await put(view.id, ana.cookie, changed)).json()).toEqual(changed);
    expect(await listed(ana.cookie)).toEqual([changed]);
    expect((await drop(view.id, ana.cookie)).status).toBe(200);
    expect(await listed(ana.cookie)).toEqual([]);
    expect(await codeOf(await drop(view.id, ana.cookie))).toEqual([404, 'view-not-found']);
  });

  it('that is shared is seen by everybody; its owner and admins change it', async () => {
    const view = await save(manager.cookie, { shared: true });
    for (const cookie of [ana.cookie, ben.cookie, admin]) expect(await listed(cookie)).toEqual([view]);
    expect(await codeOf(await put(view.id, ana.cookie, shared))).toEqual([404, 'view-not-found']);
    const renamed = await put(view.id, admin, { ...shared, name: 'Renamed' });
    expect(await renamed.json()).toEqual({ ...view, name: 'Renamed' });
    expect((await drop(view.id, manager.cookie)).status).toBe(200);
  });

  it('is not shared by agents: neither a new one nor one of theirs', async () => {
    expect(await codeOf(await post('/api/views', shared, ana.cookie))).toEqual([403, 'role-may-not']);
    const view = await save(ana.cookie);
    expect(await codeOf(await put(view.id, ana.cookie, shared))).toEqual([403, 'role-may-not']);
    expect(await listed(ben.cookie)).toEqual([]);
  });

  it('that is shared is not changed by an owner who may not share any more', async () => {
    const view = await save(manager.cookie, { shared: true });
    await env.DB.prepare('UPDATE user SET role = ? WHERE id = ?').bind('agent', manager.id).run();
    expect(await codeOf(await put(view.id, manager.cookie))).toEqual([403, 'role-may-not']);
    expect(await codeOf(await drop(view.id, manager.cookie))).toEqual([403, 'role-may-not']);
    await env.DB.prepare('UPDATE user SET role = ? WHERE id = ?').bind('manager', manager.id).run();
  });

  it('is refused signed out, and when its filter makes no sense', async () => {
    expect((await ask('/api/views')).status).toBe(401);
    expect((await post('/api/views', body)).status).toBe(401);
    expect((await put('x', '')).status).toBe(401);
    expect((await drop('x', '')).status).toBe(401);
    const nonsense = { ...body, filter: { windows: ['ajar'] } };
    expect(await codeOf(await post('/api/views', nonsense, ana.cookie))).toEqual([422, 'invalid-input']);
  });

  it.each([
    ['50 of one’s own', 50, false],
    ['100 that are shared', 100, true],
  ])('is one of %s at most', async (_title, most, isShared) => {
    const insert = env.DB.prepare(
      `INSERT INTO view SELECT 'v' || value, 'v', ?, ?, 'active', 'newest', '{}', 0 FROM json_each(?)`,
    );
    const numbers = JSON.stringify(Array.from({ length: most - 1 }, (_none, index) => index));
    await insert.bind(manager.id, isShared ? 1 : 0, numbers).run();
    const last = await save(manager.cookie, { shared: isShared });
    const full = await post('/api/views', { ...body, shared: isShared }, manager.cookie);
    expect(await codeOf(full)).toEqual([409, 'too-many-kept']);
    // There is room for the other kind, and not for moving from it.
    const other = await save(manager.cookie, { shared: !isShared });
    const moved = await put(other.id, manager.cookie, { shared: isShared });
    expect(await codeOf(moved)).toEqual([409, 'too-many-kept']);
    expect((await put(last.id, manager.cookie, { shared: isShared })).status).toBe(200);
  });
});

describe('the Inbox objects', () => {
  it('are told of every view that comes, changes or goes (R-37)', async () => {
    const told = vi.spyOn(Inbox.prototype, 'viewsChanged');
    const view = await save(ana.cookie);
    expect(told).toHaveBeenLastCalledWith({ added: view });
    await put(view.id, ana.cookie, { name: 'Other' });
    expect(told).toHaveBeenLastCalledWith({ added: { ...view, name: 'Other' }, removed: view.id });
    await drop(view.id, ana.cookie);
    expect(told).toHaveBeenLastCalledWith({ removed: view.id });
    expect(told).toHaveBeenCalledTimes(3);
    await put(view.id, ana.cookie);
    expect(told).toHaveBeenCalledTimes(3);
  });
});

describe('pins', () => {
  const pin = async (cookie: string, id: string, on: boolean) => post('/api/pins', { id, on }, cookie);
  const pinned = async (cookie: string) => (await me(cookie)).pins;

  it('are of one person, and put on or off as often as one likes', async () => {
    for (const on of [true, true]) expect((await pin(ana.cookie, 'c1', on)).status).toBe(200);
    await pin(ana.cookie, 'c2', true);
    expect(await pinned(ana.cookie)).toEqual(['c1', 'c2']);
    expect(await pinned(ben.cookie)).toEqual([]);
    for (const on of [false, false]) expect((await pin(ana.cookie, 'c1', on)).status).toBe(200);
    expect(await pinned(ana.cookie)).toEqual(['c2']);
    expect((await pin('', 'c1', true)).status).toBe(401);
  });

  it('are fifty a person at most', async () => {
    for (let n = 0; n < 50; n += 1) await pin(ana.cookie, `c${n}`, true);
    expect(await codeOf(await pin(ana.cookie, 'one more', true))).toEqual([409, 'too-many-kept']);
    expect((await pin(ana.cookie, 'c7', true)).status).toBe(200);
    expect((await pin(ben.cookie, 'one more', true)).status).toBe(200);
    await pin(ana.cookie, 'c7', false);
    expect((await pin(ana.cookie, 'one more', true)).status).toBe(200);
  });
});

it('who they are, /api/me tells whole: views, pins, directory, shards (INBOX_SHARDS)', async () => {
  await save(ana.cookie);
  const known = await me(ana.cookie);
  expect(Object.keys(known).toSorted()).toEqual([
    ...['accounts', 'actor', 'attributes', 'groups', 'leads', 'now', 'pins', 'shards', 'tags', 'team'],
    ...['unreadNotices', 'views'],
  ]);
  expect(known.shards).toBe(1);
  expect(known.team.map(({ name }) => name)).toEqual(['Ada Admin', 'Ana Agent', 'Ben Agent', 'Max Manager']);
});
