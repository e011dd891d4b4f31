import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Group, Me, Tag } from '#domain/http.ts';
import { ask, env, join, migrateD1, post, setUp } from '../testing/door.ts';
import { openSocket } from '../testing/socket.ts';
import { directoryOf, findGroup, findLeadStatus, findTags } from './directory.ts';

let admin = '';
let ana: { id: string; cookie: string };
let manager: { id: string; cookie: string };

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  [ana, manager] = [await join(admin, 'Ana Agent', 'agent'), await join(admin, 'Max Manager', 'manager')];
});

beforeEach(async () => {
  await env.DB.exec('DELETE FROM tag; DELETE FROM team_group; DELETE FROM team_group_member;');
});

type Method = 'POST' | 'PUT' | 'DELETE';
async function tell(
  method: Method,
  path: string,
  { body, cookie = admin }: { body?: unknown; cookie?: string },
) {
  return ask(path, { method, cookie, ...(body !== undefined && { body: JSON.stringify(body) }) });
}
const made = async <T>(answer: Promise<Response>): Promise<T> => {
  const { status } = await answer;
  expect(status).toBe(201);
  return (await answer).json<T>();
};
const tag = async (name: string, colour = 'red') => made<Tag>(post('/api/tags', { name, colour }, admin));
const group = async (name: string, ...members: readonly string[]) =>
  made<Group>(post('/api/groups', { name, members }, admin));
const me = async (cookie: string) => (await ask('/api/me', { cookie })).json<Me>();
const codeOf = async (answer: Response) => [answer.status, (await answer.json<{ code: string }>()).code];

describe('whoever is no admin', () => {
  it.each<[Method, string, unknown]>([
    ['POST', '/api/tags', { name: 'x', colour: 'red' }],
    ['PUT', '/api/tags/x', { name: 'x', colour: 'red' }],
    ['DELETE', '/api/tags/x', undefined],
    ['POST', '/api/groups', { name: 'x', members: [] }],
    ['PUT', '/api/groups/x', { name: 'x', members: [] }],
    ['DELETE', '/api/groups/x', undefined],
  ])('may not %s %s', async (method, path, body) => {
    for (const { cookie } of [ana, manager]) {
      expect(await codeOf(await tell(method, path, { body, cookie }))).toEqual([403, 'role-may-not']);
    }
    expect((await tell(method, path, { body, cookie: '' })).status).toBe(401);
  });
});

describe('tags', () => {
  it('are made, changed and dropped, and everybody is told of them with who they are', async () => {
    const vip = await tag('VIP', 'violet');
    const order = await tag('Order');
    expect((await me(ana.cookie)).tags).toEqual([order, vip]);
    const body = { name: 'Big order', colour: 'blue' };
    expect(await (await tell('PUT', `/api/tags/${order.id}`, { body })).json()).toEqual({
      ...body,
      id: order.id,
    });
    expect((await tell('DELETE', `/api/tags/${vip.id}`, {})).status).toBe(200);
    expect((await me(ana.cookie)).tags).toEqual([{ ...body, id: order.id }]);
  });

  it.each([
    ['VIP', 'vip'],
    ['Ärger', 'äRGER'],
    ['Ökonomie', 'Ökonomie'],
    ['Order', ' Order '],
  ])('have one name each, ignoring case: %s and %s', async (first, second) => {
    await tag(first);
    const other = await tag('Something else');
    const body = { name: second, colour: 'red' };
    expect(await codeOf(await post('/api/tags', body, admin))).toEqual([409, 'name-taken']);
    expect(await codeOf(await tell('PUT', `/api/tags/${other.id}`, { body }))).toEqual([409, 'name-taken']);
  });

  it('may change the case of their own name', async () => {
    const vip = await tag('vip');
    const body = { name: 'VIP', colour: 'red' };
    expect((await tell('PUT', `/api/tags/${vip.id}`, { body })).status).toBe(200);
  });

  it('of several at the same time one gets the name', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c'].map(async () => post('/api/tags', { name: 'Same', colour: 'red' }, admin)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  });

  it('that are not here are refused by name', async () => {
    const body = { name: 'x', colour: 'red' };
    expect(await codeOf(await tell('PUT', '/api/tags/gone', { body }))).toEqual([422, 'tag-not-found']);
    expect(await codeOf(await tell('DELETE', '/api/tags/gone', {}))).toEqual([422, 'tag-not-found']);
  });

  it('are found by their ids, as far as they are here', async () => {
    const [a, b] = [await tag('A'), await tag('B')];
    const many = Array.from({ length: 150 }, (_none, index) => `gone${index}`);
    expect(await findTags(env, [b.id, ...many, a.id])).toEqual([a, b]);
    expect(await findTags(env, [])).toEqual([]);
  });
});

describe('groups', () => {
  it('are made, changed as a whole, and dropped', async () => {
    const care = await group('Care', ana.id, ana.id);
    expect(care).toMatchObject({ members: [ana.id], assigning: 'off', most: null });
    expect(await findGroup(env, care.id)).toEqual(care);
    const body = {
      ...{ name: 'Customer care', members: [manager.id] },
      ...{ assigning: 'least-busy', most: 5 },
    };
    const changed = await tell('PUT', `/api/groups/${care.id}`, { body });
    expect(await changed.json()).toEqual({ ...body, id: care.id });
    expect((await directoryOf(env)).groups).toEqual([{ ...body, id: care.id }]);
    expect((await tell('DELETE', `/api/groups/${care.id}`, {})).status).toBe(200);
    expect(await findGroup(env, care.id)).toBeNull();
    expect(await env.DB.prepare('SELECT * FROM team_group_member').all()).toMatchObject({ results: [] });
  });

  it('may be empty, and still be found', async () => {
    const empty = await group('Nobody yet');
    expect(await findGroup(env, empty.id)).toEqual({ ...empty, members: [] });
    expect((await directoryOf(env)).groups).toEqual([empty]);
  });

  it('take only people of the team', async () => {
    const body = { name: 'Care', members: [ana.id, 'a stranger'] };
    expect(await codeOf(await post('/api/groups', body, admin))).toEqual([422, 'person-not-found']);
    expect((await directoryOf(env)).groups).toEqual([]);
  });

  it('have one name each, ignoring case', async () => {
    await group('Care');
    const sales = await group('Sales');
    const body = { name: 'CARE', members: [] };
    expect(await codeOf(await post('/api/groups', body, admin))).toEqual([409, 'name-taken']);
    expect(await codeOf(await tell('PUT', `/api/groups/${sales.id}`, { body }))).toEqual([409, 'name-taken']);
  });

  it('are of whoever is in them from the next request on', async () => {
    expect((await me(ana.cookie)).actor.groups).toEqual([]);
    const [care, sales] = [await group('Care', ana.id), await group('Sales', ana.id, manager.id)];
    expect((await me(ana.cookie)).actor.groups.toSorted()).toEqual([care.id, sales.id].toSorted());
    expect((await me(manager.cookie)).actor.groups).toEqual([sales.id]);
    await tell('DELETE', `/api/groups/${care.id}`, {});
    expect((await me(ana.cookie)).actor.groups).toEqual([sales.id]);
  });

  it('close everybody’s sockets when who is in them changes, and only then', async () => {
    const care = await group('Care');
    const socket = await openSocket('/api/live', ana.cookie);
    socket.hello(null);
    await socket.wait(1);
    await tell('PUT', `/api/groups/${care.id}`, { body: { name: 'Renamed', members: [] } });
    expect(socket.closed).toBeNull();
    await tell('PUT', `/api/groups/${care.id}`, { body: { name: 'Renamed', members: [ana.id] } });
    await socket.wait(2);
    expect(socket.closed).toEqual({ code: 4409, reason: 'rightsChanged' });
  });
});

describe('lead statuses', () => {
  it('come as the product names them, in their order', async () => {
    const { leads } = await directoryOf(env);
    expect(leads.map(({ id }) => id)).toEqual([
      ...['new', 'contacted', 'qualifying', 'qualified', 'follow-up', 'converted', 'lost', 'archived'],
    ]);
    expect(leads.filter(({ final }) => final).map(({ id }) => id)).toEqual(['converted', 'lost', 'archived']);
    expect(await findLeadStatus(env, 'lost')).toEqual(leads[6]);
    expect(await findLeadStatus(env, 'gone')).toBeNull();
  });
});
