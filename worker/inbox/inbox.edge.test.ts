import { runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ListFrame, ListRows } from '#domain/frame.ts';
import type { Head } from '#domain/head.ts';
import type { ListPage } from '#domain/http.ts';
import type { CustomerName } from '../channels/channel.ts';
import { sweep } from '../sweep.ts';
import { ask, command, env, idOf, join, meta, migrateD1, objectOf, setUp, view } from '../testing/door.ts';
import { saying } from '../testing/meta.ts';
import { openSocket } from '../testing/socket.ts';
import { inboxStub } from './stub.ts';
import { eventually } from '../testing/eventually.ts';

const hour = 60 * 60 * 1000;
let admin = '';
let ana: { id: string; cookie: string };
let rui: { id: string; cookie: string };
let next = 15554000000;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  ana = await join(admin, 'Ana Reis', 'agent');
  rui = await join(admin, 'Rui Costa', 'agent');
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function write(text = 'Hi', at = Date.now() - hour): Promise<CustomerName> {
  next += 1;
  const phone = next;
  await meta(saying({ id: `wamid.${phone}`, from: String(phone), text, at }));
  return `phone:${phone}`;
}

async function list(cookie: string, query = ''): Promise<ListPage> {
  const answer = await ask(`/api/conversations${query}`, { cookie });
  expect(answer.status).toBe(200);
  return answer.json<ListPage>();
}

const ids = ({ rows }: ListPage): string[] => rows.map(({ id }) => id);

async function listed(name: CustomerName, cookie = admin): Promise<ListPage> {
  const id = await idOf(name);
  return eventually(async () => {
    const known = await env.DB.prepare('SELECT 1 FROM conversation WHERE id = ?').bind(id).first();
    expect(known).not.toBeNull();
    return list(cookie);
  });
}

describe('the list', () => {
  it('shows the newest first, pages by key, and keeps counts (R-37)', async () => {
    const at = Date.now() - 10 * hour;
    const names: CustomerName[] = [];
    for (let n = 0; n < 60; n += 1) names.push(await write(`${n}`, at + n * 1000));
    const last = names.at(-1);
    if (last) await listed(last);
    const expected = (await Promise.all(names.map(async (name) => idOf(name)))).reverse();
    const first = await list(admin);
    const second = await list(admin, `?cursor=${encodeURIComponent(first.next ?? '')}`);
    const all = [...ids(first), ...ids(second)];
    expect(first.rows).toHaveLength(50);
    expect(all.filter((id) => expected.includes(id))).toEqual(expected);
    expect(second.next).toBeNull();
    expect(first.counts).toMatchObject({ active: all.length, archived: 0, unread: all.length });
  });

  it('counts exactly what a recount counts, for everybody, whatever happens (R-37)', async () => {
    const names = await Promise.all([write('a'), write('b'), write('c'), write('d')]);
    const [a, b, c] = names;
    for (const name of names) await listed(name);
    if (a) await command(a, ana.cookie, { type: 'assign', personId: ana.id });
    if (b) await command(b, admin, { type: 'archive' });
    if (c) await command(c, rui.cookie, { type: 'read', rev: 99 });
    await eventually(async () => {
      const rows = await env.DB.prepare('SELECT head FROM conversation').all<{ head: string }>();
      const heads = rows.results.map(({ head }) => JSON.parse(head) as Head);
      const active = heads.filter(({ archived }) => !archived);
      const { counts } = await list(admin);
      expect(counts.unread).toBe(active.filter(({ unread }) => unread > 0).length);
      expect(counts.archived).toBe(heads.length - active.length);
      expect(counts.archived).toBeGreaterThan(0);
      const forRui = active.filter(({ assignee }) => assignee?.id !== ana.id);
      expect((await list(rui.cookie)).counts.active).toBe(forRui.length);
      expect(counts.active).toBe(forRui.length + 1);
    });
  });

  it('shows an agent their own and the unassigned, and nothing of others', async () => {
    const [mine, hers, free] = [await write(), await write(), await write()];
    await command(mine, rui.cookie, { type: 'assign', personId: rui.id });
    await command(hers, ana.cookie, { type: 'assign', personId: ana.id });
    await eventually(async () => {
      const seen = ids(await list(rui.cookie));
      expect(seen).toEqual(expect.arrayContaining([await idOf(mine), await idOf(free)]));
      expect(seen).not.toContain(await idOf(hers));
    });
    const foreign = await ask(`/api/conversations/${await idOf(hers)}`, { cookie: rui.cookie });
    expect(foreign.status).toBe(404);
  });

  it('replaces a row only by a higher rev (R-35)', async () => {
    const name = await write('new');
    const { head } = await view(name, admin);
    const row = async () => (await listed(name)).rows.find(({ id }) => id === head.id);
    expect(await row()).toEqual(head);
    const rest = { was: null, dueAt: null, said: [], unsaid: [] };
    const stub = inboxStub(env, head.id);
    await stub.publish({ ...rest, head: { ...head, rev: 0, name: 'Old' } });
    expect(await row()).toEqual(head);
    await stub.publish({ ...rest, head: { ...head, rev: 9, name: 'New' } });
    expect((await row())?.name).toBe('New');
  });
});

describe('the live list', () => {
  it('pushes changes to who may see them, and a removal when they may no longer (R-36)', async () => {
    const socket = await openSocket<ListFrame>('/api/live', rui.cookie);
    socket.hello(null);
    expect((await socket.wait(1))[0]).toMatchObject({ t: 'welcome', present: [] });
    // Counts come between.
    const told = async (count: number): Promise<ListRows | undefined> =>
      eventually(() => {
        const rows = socket.frames.filter((frame) => frame.t === 'rows');
        expect(rows).toHaveLength(count);
        return rows.at(-1);
      });
    const name = await write('for all');
    const id = await idOf(name);
    expect(await told(1)).toMatchObject({ rows: [{ id, unread: 1 }], gone: [] });
    await listed(name);
    await command(name, ana.cookie, { type: 'assign', personId: ana.id });
    expect(await told(2)).toMatchObject({ rows: [], gone: [id] });
    await meta(
      saying({ id: 'wamid.secret', from: name.slice('phone:'.length), text: 'secret', at: Date.now() }),
    );
    const other = await write('open');
    expect(await told(3)).toMatchObject({ rows: [{ id: await idOf(other) }] });
    expect(JSON.stringify(socket.frames)).not.toContain('secret');
  });

  it('is closed at once when its session ends', async () => {
    const temporary = await join(admin, 'Tom Temp', 'agent');
    const socket = await openSocket<ListFrame>('/api/live', temporary.cookie);
    socket.hello(null);
    await socket.wait(1);
    await ask('/api/sign-out', { method: 'POST', cookie: temporary.cookie });
    await socket.wait(2);
    expect(socket.closed).toEqual({ code: 4401, reason: 'signedOut' });
    expect((await ask('/api/me', { cookie: temporary.cookie })).status).toBe(401);
  });

  it('takes the sockets of open conversations along when a session ends or rights change', async () => {
    const name = await write();
    const path = `/api/conversations/${await idOf(name)}/live`;
    const temporary = await join(admin, 'Tim Temp', 'agent');
    const [his, mine] = [await openSocket(path, temporary.cookie), await openSocket(path, admin)];
    for (const socket of [his, mine]) {
      socket.hello(null);
      await socket.wait(1);
    }
    await ask('/api/sign-out', { method: 'POST', cookie: temporary.cookie });
    await his.wait(2);
    expect(his.closed).toEqual({ code: 4401, reason: 'signedOut' });
    expect(mine.closed).toBeNull();
    await ask('/api/settings', {
      method: 'PUT',
      body: JSON.stringify({ visibility: 'groups' }),
      cookie: admin,
    });
    await mine.wait(2);
    expect(mine.closed).toEqual({ code: 4409, reason: 'rightsChanged' });
  });
});

describe('when D1 fails', () => {
  it('stores and shows messages all the same; the list catches up by the alarm (R-35, R-38)', async () => {
    const prototype = Object.getPrototypeOf(env.DB) as D1Database;
    const broken = vi.spyOn(prototype, 'batch').mockRejectedValue(new Error('D1 is down'));
    const name = await write('through the storm');
    expect((await view(name, admin)).messages).toHaveLength(1);
    await eventually(() => expect(broken).toHaveBeenCalled());
    expect(ids(await list(admin))).not.toContain(await idOf(name));
    broken.mockRestore();
    await runDurableObjectAlarm(await objectOf(name));
    await listed(name);
  });

  it('finds conversations whose alarm never came (R-38)', async () => {
    const opened = Math.floor((Date.now() - 23 * hour) / 1000) * 1000;
    const name = await write('soon over', opened);
    await listed(name);
    vi.useFakeTimers({ toFake: ['Date'], now: opened + 24 * hour + 6 * 60 * 1000 });
    expect(await sweep(env, Date.now())).toBeGreaterThanOrEqual(1);
    const lines = (await view(name, admin)).messages.filter(({ content }) => content.kind === 'line');
    expect(lines).toHaveLength(1);
    await eventually(async () => expect(await sweep(env, Date.now())).toBe(0));
  });
});
