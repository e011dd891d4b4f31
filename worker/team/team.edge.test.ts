import { beforeAll, describe, expect, it } from 'vitest';
import { ask, env, idOf, join, meta, migrateD1, origin, post, setUp } from '../testing/door.ts';
import { saying } from '../testing/meta.ts';
import { connectSocket } from '../testing/socket.ts';

let admin = '';

beforeAll(async () => {
  await migrateD1();
});

describe('the first visit', () => {
  it('makes one admin of several who come at once, and nobody after', async () => {
    expect(await (await ask('/api/setup')).json()).toEqual({ empty: true });
    const people = ['one', 'two', 'three'].map(async (name) =>
      post('/api/setup', { name, email: `${name}@casement.example`, password: 'long enough 1' }),
    );
    const statuses = (await Promise.all(people)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 409, 409]);
    await env.DB.prepare('DELETE FROM user').run();
    await env.DB.prepare('DELETE FROM setting').run();
    admin = await setUp();
    expect(await (await ask('/api/setup')).json()).toEqual({ empty: false });
    const late = await post('/api/setup', {
      name: 'Eve',
      email: 'eve@casement.example',
      password: 'long enough 1',
    });
    expect(late.status).toBe(409);
  });

  it('refuses a weak password with a sentence', async () => {
    const answer = await post('/api/setup', {
      name: 'Eve',
      email: 'eve@casement.example',
      password: 'short',
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: 'invalid-input',
      sentence: expect.stringContaining('password'),
    });
  });
});

describe('signing in', () => {
  it('sets a __Host- cookie that scripts cannot read', async () => {
    const answer = await post('/api/sign-in', { email: 'ada@casement.example', password: 'long enough 1' });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-casement\.session_token=/);
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(part);
    expect(cookie).not.toMatch(/Domain=/i);
  });

  it('says the same of a wrong password and of an unknown e-mail', async () => {
    const wrong = await post('/api/sign-in', { email: 'ada@casement.example', password: 'not this one' });
    const unknown = await post('/api/sign-in', {
      email: 'nobody@casement.example',
      password: 'not this one',
    });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const [a, b] = [await wrong.json<{ sentence: string }>(), await unknown.json<{ sentence: string }>()];
    expect(a.sentence).toBe(b.sentence);
  });

  it('forgets a revoked session and a deactivated person at once', async () => {
    const { id, cookie } = await join(admin, 'Tess Tester', 'agent');
    expect((await ask('/api/me', { cookie })).status).toBe(200);
    await env.DB.prepare('UPDATE user SET active = 0 WHERE id = ?').bind(id).run();
    expect((await ask('/api/me', { cookie })).status).toBe(401);
    await env.DB.prepare('UPDATE user SET active = 1 WHERE id = ?').bind(id).run();
    expect((await ask('/api/me', { cookie })).status).toBe(200);
    await env.DB.prepare('DELETE FROM session WHERE userId = ?').bind(id).run();
    expect((await ask('/api/me', { cookie })).status).toBe(401);
  });

  it('stops guessing with 429 and a sentence', async () => {
    const guess = async () =>
      ask('/api/sign-in', {
        method: 'POST',
        headers: { 'cf-connecting-ip': '203.0.113.9', 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'ada@casement.example', password: 'guess guess guess' }),
      });
    const statuses: number[] = [];
    for (let n = 0; n < 25; n += 1) statuses.push((await guess()).status);
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(statuses.at(-1)).toBe(429);
    const answer = await guess();
    expect(await answer.json()).toMatchObject({
      code: 'too-many-tries',
      sentence: expect.stringContaining('Wait'),
    });
  }, 20_000);
});

describe('roles', () => {
  it('lets only admins add people and connect accounts', async () => {
    for (const role of ['agent', 'manager'] as const) {
      const { cookie } = await join(admin, `Some ${role}`, role);
      const account = { channel: 'whatsapp', id: '1', name: 'x', handle: 'x', token: 'x' };
      expect((await post('/api/accounts', account, cookie)).status).toBe(403);
      const body = { name: 'x', email: 'x@casement.example', password: 'long enough 1', role: 'admin' };
      expect((await post('/api/team', body, cookie)).status).toBe(403);
      const settings = { method: 'PUT', body: JSON.stringify({ visibility: 'all' }), cookie };
      expect((await ask('/api/settings', settings)).status).toBe(403);
    }
  });

  it('adds one person where several admins add the same at once', async () => {
    const body = { name: 'Twin', email: 'twin@casement.example', password: 'long enough 1', role: 'agent' };
    const answers = await Promise.all(Array.from({ length: 4 }, () => post('/api/team', body, admin)));
    const codes = await Promise.all(
      answers.map(async (one) => (one.ok ? 'added' : (await one.json<{ code: string }>()).code)),
    );
    expect(codes.toSorted()).toEqual(['added', 'email-taken', 'email-taken', 'email-taken']);
    const { results } = await env.DB.prepare('SELECT 1 FROM user WHERE email = ?').bind(body.email).all();
    expect(results).toHaveLength(1);
  });

  it('keeps tokens sealed and never shows them', async () => {
    const account = { channel: 'whatsapp', id: '42', name: 'Sales', handle: '+1', token: 'EAAverysecret' };
    expect((await post('/api/accounts', account, admin)).status).toBe(201);
    const row = await env.DB.prepare('SELECT * FROM channel_account').first();
    expect(JSON.stringify(row)).not.toContain('EAAverysecret');
    const me = await (await ask('/api/me', { cookie: admin })).text();
    expect(me).toContain('Sales');
    expect(me).not.toMatch(/EAAverysecret|sealed/i);
  });
});

describe('the door', () => {
  it.each([
    ['another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', { origin, 'sec-fetch-site': 'same-site' }],
    ['no origin', { origin: '' }],
  ])('turns a POST from %s away', async (_title, headers) => {
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{}' };
    const answer = await ask('/api/sign-in', init);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'foreign-origin' });
  });

  it('turns sockets from other origins, and of nobody, away', async () => {
    await meta(saying({ id: 'wamid.door', from: '15556000001', at: Date.now() }));
    for (const path of ['/api/live', `/api/conversations/${await idOf('phone:15556000001')}/live`]) {
      expect(await connectSocket(path, admin, { origin: 'https://evil.example' })).toBe(403);
      expect(await connectSocket(path, admin, {})).toBe(403);
      expect(await connectSocket(path, '')).toBe(401);
    }
  });

  it('takes nobody’s word for who is calling', async () => {
    const seat = JSON.stringify({
      actor: { id: 'x', name: 'x', role: 'admin', groups: [], visibility: 'all' },
      sessionId: 'x',
    });
    expect(await connectSocket('/api/live', '', { origin, 'x-casement-seat': seat })).toBe(401);
  });

  it('puts security headers on everything and asks for a sign-in everywhere', async () => {
    const closed = ['/api/me', '/api/conversations', `/api/conversations/${'a'.repeat(24)}`, '/api/accounts'];
    for (const path of closed) {
      const answer = await ask(path);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect((await ask('/api/nothing', { cookie: admin })).status).toBe(404);
  });
});
