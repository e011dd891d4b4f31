import { runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ListPage, Me } from '#domain/http.ts';
import {
  ask,
  command,
  connect,
  env,
  idOf,
  join,
  meta,
  migrateD1,
  objectOf,
  post,
  setUp,
  view,
} from './testing/door.ts';
import { breakD1 } from './testing/failing-d1.ts';
import { playGraph } from './testing/graph.ts';
import { saying } from './testing/meta.ts';
import { connectSocket, openSocket } from './testing/socket.ts';
import { eventually } from './testing/eventually.ts';

const minute = 60_000;
let admin = '';
let broken: ReturnType<typeof breakD1> | null = null;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await meta(saying({ id: 'wamid.first', from: '15557000001', at: Date.now() }));
});

afterEach(() => {
  broken?.repair();
  broken = null;
  vi.useRealTimers();
});

/** A conversation that is not there: 404 to whoever is let in, and D1 is asked for nothing but the session. */
const letIn = 404;
const knock = async (cookie: string): Promise<number> =>
  (await ask(`/api/conversations/${await idOf('phone:15557000009')}`, { cookie })).status;

describe('who is calling', () => {
  it('has the groups of now, and asking costs D1 three statements', async () => {
    const { id, cookie } = await join(admin, 'Gina Group', 'agent');
    const group = async (name: string, members: readonly string[]) =>
      (await post('/api/groups', { name, members }, admin)).json<{ id: string }>();
    const [care, sales] = [await group('Care', [id]), await group('Sales', [id])];
    await group('Others', []);
    const { actor } = await (await ask('/api/me', { cookie })).json<Me>();
    expect(actor).toMatchObject({ id, role: 'agent', visibility: 'groups' });
    expect(actor.groups.toSorted()).toEqual([care.id, sales.id].toSorted());
    const prepared = vi.spyOn(Object.getPrototypeOf(env.DB) as D1Database, 'prepare');
    expect(await knock(cookie)).toBe(letIn);
    // And whether this customer, who has not written, was imported.
    expect(prepared).toHaveBeenCalledTimes(3 + 1);
    prepared.mockRestore();
  });
});

describe('while D1 fails', () => {
  it('a person who was here goes on: reads, writes, opens a socket (R-44)', async () => {
    expect(await knock(admin)).toBe(letIn);
    broken = breakD1();
    await meta(saying({ id: 'wamid.second', from: '15557000001', text: 'Still there?', at: Date.now() }));
    const { messages } = await view('phone:15557000001', admin);
    expect(messages.at(-1)?.content).toEqual({ kind: 'text', text: 'Still there?' });
    const answer = await command('phone:15557000001', admin, { type: 'comment', text: 'Yes' });
    expect(answer.status).toBe(200);
    const line = await openSocket(`/api/conversations/${await idOf('phone:15557000001')}/live`, admin);
    line.close();
    expect(broken.asked()).toBeGreaterThan(0);
  });

  it('keeps the rights that they had, no more', async () => {
    const { cookie } = await join(admin, 'Ann Agent', 'agent');
    await knock(cookie);
    broken = breakD1();
    expect((await ask('/api/letters', { cookie })).status).toBe(403);
  });

  it('nobody else comes in: not without a cookie, not with one that was never seen', async () => {
    const { cookie } = await join(admin, 'Nina New', 'agent');
    await knock(admin);
    broken = breakD1();
    expect(await knock('')).toBe(401);
    expect(await knock(cookie)).toBe(500);
    expect(await knock(`${admin}x`)).toBe(401);
    expect(await connectSocket('/api/live', cookie)).toBe(500);
  });

  it('ten minutes after D1 last said so, it is over', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    await knock(admin);
    broken = breakD1();
    vi.setSystemTime(Date.now() + 10 * minute - 1000);
    expect(await knock(admin)).toBe(letIn);
    vi.setSystemTime(Date.now() + 1000);
    expect(await knock(admin)).toBe(500);
  });

  it('what D1 said is never overruled: whoever was shut out while it answered stays out', async () => {
    const { id, cookie } = await join(admin, 'Gone Girl', 'agent');
    expect(await knock(cookie)).toBe(letIn);
    await env.DB.prepare('DELETE FROM session WHERE userId = ?').bind(id).run();
    expect(await knock(cookie)).toBe(401);
    broken = breakD1();
    expect(await knock(cookie)).toBe(500);
  });
});

describe('a conversation while D1 fails', () => {
  it('hears and answers; the list catches up after (R-35, R-38)', async () => {
    const name = 'phone:15557000003';
    const said = async (id: string) => meta(saying({ id, from: '15557000003', at: Date.now() }));
    const answer = async (text: string) =>
      (await command(name, admin, { type: 'send', draft: { kind: 'text', text } })).status;
    await connect(admin);
    const graph = playGraph();
    await said('wamid.one');
    expect(await answer('Before')).toBe(200);
    await eventually(() => expect(graph.asked).toHaveLength(1));

    broken = breakD1();
    await said('wamid.two');
    expect(await answer('Meanwhile')).toBe(200);
    await eventually(() => expect(graph.asked).toHaveLength(2));
    const { messages } = await view(name, admin);
    expect(messages.at(-1)).toMatchObject({
      content: { text: 'Meanwhile' },
      delivery: { state: 'accepted' },
    });
    broken.repair();
    graph.restore();

    await runDurableObjectAlarm(await objectOf(name));
    const preview = async () => {
      const { rows } = await (await ask('/api/conversations', { cookie: admin })).json<ListPage>();
      return rows.find(({ phone }) => phone === '+15557000003')?.preview?.text;
    };
    await eventually(async () => expect(await preview()).toBe('Meanwhile'));
  });
});
