/** Open pages learn at once what became of the team. */
import { beforeAll, expect, it } from 'vitest';
import type { ListFrame, ListDirectory } from '#domain/frame.ts';
import type { Group } from '#domain/http.ts';
import { ask, join, migrateD1, post, setUp } from '../testing/door.ts';
import { me } from '../testing/list-door.ts';
import { openSocket, type Line } from '../testing/socket.ts';
import { eventually } from '../testing/eventually.ts';

let admin = '';

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
});

const send = async (method: string, path: string, body: object = {}): Promise<void> =>
  expect((await ask(path, { method, body: JSON.stringify(body), cookie: admin })).status).toBe(200);
const told = ({ frames }: Line<ListFrame>): ListDirectory[] =>
  frames.filter((frame): frame is ListDirectory => frame.t === 'directory');

it('tells every page the whole team and all groups, whatever changed, as /api/me would', async () => {
  const ana = await join(admin, 'Ana Tester', 'agent');
  const line = await openSocket<ListFrame>('/api/live?shard=0', ana.cookie);
  line.hello(null);
  await line.wait(1);
  const newest = async (check: (frame: ListDirectory) => void): Promise<void> => {
    await eventually(() => {
      const last = told(line).at(-1);
      if (!last) throw new Error('Nothing was told.');
      check(last);
    });
    const { team, groups } = await me(ana.cookie);
    expect(told(line).at(-1)).toMatchObject({ team, groups });
  };
  const { id } = await join(admin, 'Rui Tester', 'agent');
  const rui = ({ team }: ListDirectory) => team.find((one) => one.id === id);
  await newest((frame) => expect(rui(frame)).toEqual({ id, name: 'Rui Tester', role: 'agent' }));
  await send('PATCH', `/api/team/${id}`, { name: 'Rui Costa', away: true });
  await newest((frame) => expect(rui(frame)).toEqual({ id, name: 'Rui Costa', role: 'agent', away: true }));
  await send('PATCH', `/api/team/${id}`, { role: 'manager' });
  await newest((frame) => expect(rui(frame)?.role).toBe('manager'));
  const group: Group = await (await post('/api/groups', { name: 'Night', members: [] }, admin)).json();
  await newest(({ groups }) => expect(groups).toEqual([group]));
  await send('PUT', `/api/groups/${group.id}`, { name: 'Nights', members: [] });
  await newest(({ groups }) => expect(groups.map(({ name }) => name)).toEqual(['Nights']));
  await send('DELETE', `/api/groups/${group.id}`);
  await newest(({ groups }) => expect(groups).toEqual([]));
  await send('PATCH', `/api/team/${id}`, { active: false, handTo: null });
  await newest((frame) => expect(rui(frame)).toBeUndefined());
  line.close();
});

it('tells who comes later when that was, so that a page from before it asks again', async () => {
  const before = Date.now();
  await join(admin, 'Late Tester', 'agent');
  const line = await openSocket<ListFrame>('/api/live?shard=0', admin);
  line.hello(null);
  const [welcome] = await line.wait(1);
  expect(welcome?.t === 'welcome' && (welcome.directoryAt ?? 0)).toBeGreaterThanOrEqual(before);
  line.close();
});

it('ends in one frame, not one each, when much changes at once; the last is how it is', async () => {
  const line = await openSocket<ListFrame>('/api/live?shard=0', admin);
  line.hello(null);
  await line.wait(1);
  const { id } = await join(admin, 'Fast Tester', 'agent');
  await eventually(() => expect(told(line)).toHaveLength(1));
  const changes = Array.from({ length: 12 }, (_, n) => ({ name: `Fast ${n}` }));
  await Promise.all(changes.map(async (body) => send('PATCH', `/api/team/${id}`, body)));
  const { team } = await me(admin);
  await eventually(() => expect(told(line).at(-1)?.team).toEqual(team));
  expect(told(line).length).toBeLessThanOrEqual(13);
  line.close();
});
