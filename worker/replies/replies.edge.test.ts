import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QuickReply, SavedInteractive } from '#domain/http-kept.ts';
import { ask, env, join, migrateD1, post, setUp } from '../testing/door.ts';

type Member = { id: string; cookie: string };
let admin = '';
let ana: Member;
let ben: Member;
let manager: Member;
let sales = '';
let support = '';

async function makeGroup(name: string, members: readonly Member[]): Promise<string> {
  const answer = await post('/api/groups', { name, members: members.map(({ id }) => id) }, admin);
  return (await answer.json<{ id: string }>()).id;
}

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  ana = await join(admin, 'Ana Agent', 'agent');
  ben = await join(admin, 'Ben Agent', 'agent');
  manager = await join(admin, 'Max Manager', 'manager');
  sales = await makeGroup('Sales', [ana]);
  support = await makeGroup('Support', [ben]);
});

beforeEach(async () => {
  await env.DB.exec('DELETE FROM quick_reply; DELETE FROM saved_interactive;');
});

const codeOf = async (answer: Response) => [answer.status, (await answer.json<{ code: string }>()).code];
const list = async <T>(path: string, cookie: string) => (await ask(path, { cookie })).json<T[]>();
const put = async (path: string, cookie: string, body: unknown) =>
  ask(path, { method: 'PUT', cookie, body: JSON.stringify(body) });
const drop = async (path: string, cookie: string) => ask(path, { method: 'DELETE', cookie });

describe('quick replies (B-50)', () => {
  const path = '/api/quick-replies';
  const mine = { scope: 'mine', groupId: null, shortcut: 'hi', title: 'Hello', text: 'Oi {{first_name}}!' };
  const shared = { ...mine, scope: 'all' };
  const ofGroup = (groupId: string) => ({ ...mine, scope: 'group', groupId });

  async function keep(cookie: string, body: unknown): Promise<QuickReply> {
    const answer = await post(path, body, cookie);
    expect(answer.status).toBe(201);
    return answer.json<QuickReply>();
  }

  it('of one’s own are seen and changed by nobody else', async () => {
    const kept = await keep(ana.cookie, { ...mine, shortcut: ' Hi ' });
    expect(kept).toEqual({ ...mine, id: kept.id, owner: ana.id });
    expect(await list(path, ana.cookie)).toEqual([kept]);
    for (const cookie of [ben.cookie, manager.cookie, admin]) {
      expect(await list(path, cookie)).toEqual([]);
      expect(await codeOf(await put(`${path}/${kept.id}`, cookie, mine))).toEqual([404, 'kept-not-found']);
      expect(await codeOf(await drop(`${path}/${kept.id}`, cookie))).toEqual([404, 'kept-not-found']);
    }
    const changed = { ...mine, shortcut: 'oi', text: 'Olá' };
    expect((await put(`${path}/${kept.id}`, ana.cookie, changed)).status).toBe(200);
    expect(await list(path, ana.cookie)).toEqual([{ ...kept, ...changed }]);
    expect((await drop(`${path}/${kept.id}`, ana.cookie)).status).toBe(200);
    expect(await list(path, ana.cookie)).toEqual([]);
  });

  it('are seen by everybody, or by those of the group and who made it', async () => {
    await keep(manager.cookie, { ...shared, shortcut: 'all' });
    await keep(manager.cookie, { ...ofGroup(sales), shortcut: 'sales' });
    await keep(admin, { ...ofGroup(support), shortcut: 'support' });
    const seen = async (cookie: string) =>
      (await list<QuickReply>(path, cookie)).map(({ shortcut }) => shortcut);
    expect(await seen(ana.cookie)).toEqual(['all', 'sales']);
    expect(await seen(ben.cookie)).toEqual(['all', 'support']);
    expect(await seen(manager.cookie)).toEqual(['all', 'sales']);
  });

  it('are shared, and changed when shared, by managers and admins only', async () => {
    for (const body of [shared, ofGroup(sales)]) {
      expect(await codeOf(await post(path, body, ana.cookie))).toEqual([403, 'role-may-not']);
    }
    const own = await keep(ana.cookie, mine);
    expect(await codeOf(await put(`${path}/${own.id}`, ana.cookie, shared))).toEqual([403, 'role-may-not']);
    const common = await keep(manager.cookie, shared);
    expect(await codeOf(await put(`${path}/${common.id}`, ana.cookie, shared))).toEqual([
      403,
      'role-may-not',
    ]);
    expect(await codeOf(await drop(`${path}/${common.id}`, ana.cookie))).toEqual([403, 'role-may-not']);
    // Made private, it belongs to whoever did that: else it would be gone for everybody.
    expect(await (await put(`${path}/${common.id}`, admin, mine)).json()).toMatchObject({ scope: 'mine' });
    expect(await list(path, manager.cookie)).toEqual([]);
    expect(await list<QuickReply>(path, admin)).toMatchObject([{ id: common.id }]);
  });

  it.each([
    ['a group that is not there', { ...mine, scope: 'group', groupId: 'gone' }, 'group-not-found'],
    ['a group of nothing', { ...mine, scope: 'group' }, 'invalid-input'],
    ['a group of everybody', { ...shared, groupId: 'x' }, 'invalid-input'],
    ['a shortcut of two words', { ...mine, shortcut: 'two words' }, 'invalid-input'],
    ['a shortcut with a slash', { ...mine, shortcut: '/hi' }, 'invalid-input'],
    ['no shortcut', { ...mine, shortcut: ' ' }, 'invalid-input'],
    ['no title', { ...mine, title: ' ' }, 'invalid-input'],
    ['no text', { ...mine, text: '' }, 'invalid-input'],
    ['too long a text', { ...mine, text: 'x'.repeat(4097) }, 'invalid-input'],
    ['another scope', { ...mine, scope: 'world' }, 'invalid-input'],
    ['nothing', null, 'invalid-input'],
  ])('are refused with %s', async (_what, body, code) => {
    expect(await codeOf(await post(path, body, manager.cookie))).toEqual([422, code]);
    expect(await list(path, manager.cookie)).toEqual([]);
  });

  it('are refused signed out, and from elsewhere', async () => {
    expect((await ask(path)).status).toBe(401);
    expect((await post(path, mine)).status).toBe(401);
    expect((await put(`${path}/x`, '', mine)).status).toBe(401);
    expect((await drop(`${path}/x`, '')).status).toBe(401);
    const headers = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
    const foreign = await ask(path, {
      method: 'POST',
      cookie: ana.cookie,
      body: JSON.stringify(mine),
      headers,
    });
    expect(foreign.status).toBe(403);
  });

  it.each([
    ['200 of one’s own', 200, mine, shared],
    ['500 that are shared', 500, shared, mine],
  ])('are %s at most', async (_title, most, body, other) => {
    const insert = env.DB.prepare(
      `INSERT INTO quick_reply SELECT 'q' || value, ?, ?, NULL, 'x', 'x', 'x', 0 FROM json_each(?)`,
    );
    const numbers = JSON.stringify(Array.from({ length: most - 1 }, (_none, index) => index));
    await insert.bind(body.scope, manager.id, numbers).run();
    const last = await keep(manager.cookie, body);
    expect(await codeOf(await post(path, body, manager.cookie))).toEqual([409, 'too-many-kept']);
    const free = await keep(manager.cookie, other);
    expect(await codeOf(await put(`${path}/${free.id}`, manager.cookie, body))).toEqual([
      409,
      'too-many-kept',
    ]);
    expect((await put(`${path}/${last.id}`, manager.cookie, body)).status).toBe(200);
  });
});

describe('the library (B-57)', () => {
  const path = '/api/library';
  const draft = {
    kind: 'interactive',
    text: 'Entrega ou retirada?',
    action: { type: 'buttons', buttons: [{ type: 'reply', id: '1', title: 'Entrega' }] },
  };
  const body = { name: 'Delivery', channel: 'whatsapp', draft };

  async function keep(cookie: string, some: object = {}): Promise<SavedInteractive> {
    const answer = await post(path, { ...body, ...some }, cookie);
    expect(answer.status).toBe(201);
    return answer.json<SavedInteractive>();
  }

  it('is everybody’s to look into and add to; who made it and managers change it', async () => {
    const kept = await keep(ana.cookie);
    expect(kept).toEqual({ ...body, id: kept.id, owner: ana.id });
    for (const cookie of [ana.cookie, ben.cookie, manager.cookie]) {
      expect(await list(path, cookie)).toEqual([kept]);
    }
    const renamed = { ...body, name: 'Shipping' };
    expect(await codeOf(await put(`${path}/${kept.id}`, ben.cookie, renamed))).toEqual([403, 'role-may-not']);
    expect(await codeOf(await drop(`${path}/${kept.id}`, ben.cookie))).toEqual([403, 'role-may-not']);
    for (const cookie of [ana.cookie, manager.cookie, admin]) {
      expect(await (await put(`${path}/${kept.id}`, cookie, renamed)).json()).toEqual({
        ...kept,
        ...renamed,
      });
    }
    expect((await drop(`${path}/${kept.id}`, manager.cookie)).status).toBe(200);
    expect(await codeOf(await drop(`${path}/${kept.id}`, ana.cookie))).toEqual([404, 'kept-not-found']);
    expect(await codeOf(await put(`${path}/${kept.id}`, ana.cookie, body))).toEqual([404, 'kept-not-found']);
  });

  it.each([
    [
      'what its channel does not take',
      { channel: 'instagram', draft: { ...draft, footer: 'x' } },
      'draft-not-allowed',
    ],
    [
      'too many buttons',
      {
        draft: {
          ...draft,
          action: { type: 'buttons', buttons: Array(4).fill({ type: 'reply', id: '1', title: 'x' }) },
        },
      },
      'draft-not-allowed',
    ],
    ['a message that is only text', { draft: { kind: 'text', text: 'x' } }, 'invalid-input'],
    ['no name', { name: '' }, 'invalid-input'],
    ['no such channel', { channel: 'telegram' }, 'invalid-input'],
  ])('refuses %s', async (_what, some, code) => {
    expect(await codeOf(await post(path, { ...body, ...some }, ana.cookie))).toEqual([422, code]);
    const kept = await keep(ana.cookie);
    expect(await codeOf(await put(`${path}/${kept.id}`, ana.cookie, { ...body, ...some }))).toEqual([
      422,
      code,
    ]);
  });

  it('refuses who is signed out, and the 501st', async () => {
    expect((await ask(path)).status).toBe(401);
    expect((await post(path, body)).status).toBe(401);
    const numbers = JSON.stringify(Array.from({ length: 500 }, (_none, index) => index));
    const insert = env.DB.prepare(
      `INSERT INTO saved_interactive SELECT 's' || value, 'x', 'whatsapp', ?, 'x', 0 FROM json_each(?)`,
    );
    await insert.bind(JSON.stringify(draft), numbers).run();
    expect(await codeOf(await post(path, body, ana.cookie))).toEqual([409, 'too-many-kept']);
    // What an older release wrote and nobody understands any more is left out.
    await env.DB.prepare("UPDATE saved_interactive SET draft = '{}' WHERE id = 's7'").run();
    expect(await list(path, ana.cookie)).toHaveLength(499);
  });
});
