/** What is changed of a person, and that rights which end, end at once. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ListFrame } from '#domain/frame.ts';
import type { HandOverAnswer, Member } from '#domain/http-team.ts';
import type { CustomerName } from '../channels/channel.ts';
import { conversationStub } from '../conversation/id.ts';
import { Conversation } from '../conversation/object.ts';
import { ask, env, idOf, join, migrateD1, post, setUp, until, view } from '../testing/door.ts';
import { bulk, customer, done, indexed, list, me } from '../testing/list-door.ts';
import { openSocket } from '../testing/socket.ts';
import { eventually } from '../testing/eventually.ts';

let admin = '';
let adminId = '';
type Joined = { readonly id: string; readonly cookie: string };

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  adminId = (await me(admin)).actor.id;
});

const patch = async (id: string, body: object, cookie = admin): Promise<Response> =>
  ask(`/api/team/${id}`, { method: 'PATCH', body: JSON.stringify(body), cookie });
const changed = async (id: string, body: object): Promise<Member> => {
  const answer = await patch(id, body);
  expect(answer.status).toBe(200);
  return answer.json<Member>();
};
/** What was written down of somebody's rights, oldest first. */
async function deeds(about: string): Promise<unknown[]> {
  const rows = env.DB.prepare(
    'SELECT body FROM audit WHERE what = ? AND about = ? AND person_id = ? ORDER BY rowid',
  );
  const { results } = await rows.bind('team.rights', about, adminId).all<{ body: string }>();
  return results.map(({ body }) => JSON.parse(body) as unknown);
}
const signIn = async (name: string): Promise<Response> =>
  post('/api/sign-in', { email: `${name}.tester@casement.example`, password: 'long enough 1' });

describe('a person of the team', () => {
  it('is given another name, and says themselves whether they are away', async () => {
    const { id, cookie } = await join(admin, 'Nia Tester', 'agent');
    expect(await changed(id, { name: 'Nia Lima' })).toEqual({
      id,
      name: 'Nia Lima',
      role: 'agent',
      active: true,
    });
    expect((await patch(id, { away: true }, cookie)).status).toBe(200);
    const mine = await me(cookie);
    expect(mine.actor).toMatchObject({ name: 'Nia Lima', away: true });
    expect(mine.team.find((one) => one.id === id)).toEqual({
      id,
      name: 'Nia Lima',
      role: 'agent',
      away: true,
    });
    expect((await patch(id, { away: false }, cookie)).status).toBe(200);
    expect((await me(cookie)).actor).not.toHaveProperty('away');
  });

  it('changes nothing else of themselves, and nothing of others', async () => {
    const { id, cookie } = await join(admin, 'Ola Tester', 'manager');
    const attempts = [
      [id, { role: 'admin' }],
      [id, { away: true, name: 'Boss' }],
      [id, { active: false }],
      [adminId, { away: true }],
    ] as const;
    for (const [whom, body] of attempts) {
      const answer = await patch(whom, body, cookie);
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'role-may-not' });
    }
    expect((await me(cookie)).actor).toMatchObject({ name: 'Ola Tester', role: 'manager' });
    expect((await me(admin)).actor).not.toHaveProperty('away');
  });

  it.each([
    ['nothing', {}, 422],
    ['no such role', { role: 'owner' }, 422],
    ['no name', { name: ' ' }, 422],
  ])('is not changed by %s', async (_title, body, status) => {
    expect((await patch(adminId, body)).status).toBe(status);
  });

  it('has to be there', async () => {
    expect((await patch('nobody', { name: 'X' })).status).toBe(422);
  });
});

describe('another role, and the end', () => {
  const ends = [
    ['another role', { role: 'manager' }],
    ['being deactivated', { active: false }],
  ] as const;
  it.each(ends)(
    '%s ends every session and closes every socket before it is answered',
    async (title, body) => {
      const { id, cookie } = await join(admin, `${title.replaceAll(' ', '')} Tester`, 'agent');
      const about = await idOf(await customer('Hello'));
      const lines = [
        await openSocket<ListFrame>('/api/live?shard=0', cookie),
        await openSocket<ListFrame>(`/api/conversations/${about}/live`, cookie),
      ];
      const other = await openSocket<ListFrame>('/api/live?shard=0', admin);
      for (const line of lines) line.hello(null);
      for (const line of lines) await line.wait(1);
      await changed(id, body);
      expect((await ask('/api/me', { cookie })).status).toBe(401);
      for (const line of lines) await eventually(() => expect(line.closed?.code).toBe(4401));
      expect(other.closed).toBeNull();
      other.close();
    },
  );

  it('is not there when nothing became of their rights', async () => {
    const { id, cookie } = await join(admin, 'Same Tester', 'agent');
    await changed(id, { role: 'agent', active: true, name: 'Sam' });
    expect((await ask('/api/me', { cookie })).status).toBe(200);
    expect(await deeds(id)).toEqual([]);
  });

  it('is written down, with who did it and how it was before', async () => {
    const { id } = await join(admin, 'Una Tester', 'agent');
    await changed(id, { role: 'manager', name: 'Una' });
    await changed(id, { active: false });
    await patch(id, { role: 'owner' });
    expect(await deeds(id)).toEqual([
      { role: 'manager', active: true, before: { role: 'agent', active: true } },
      { role: 'manager', active: false, before: { role: 'manager', active: true } },
    ]);
  });

  it('keeps a deactivated person out until they are activated again', async () => {
    const { id } = await join(admin, 'Dora Tester', 'agent');
    await changed(id, { active: false });
    const refused = await signIn('dora');
    expect(refused.status).toBe(403);
    expect(refused.headers.getSetCookie()).toEqual([]);
    expect(await refused.json()).toMatchObject({
      code: 'deactivated',
      sentence: expect.stringContaining('admin'),
    });
    const sessions = env.DB.prepare('SELECT count(*) AS n FROM session WHERE userId = ?').bind(id);
    expect(await sessions.first('n')).toBe(0);
    const wrong = { email: 'dora.tester@casement.example', password: 'not this one' };
    expect(await (await post('/api/sign-in', wrong)).json()).toMatchObject({ code: 'wrong-password' });
    await changed(id, { active: true });
    expect((await signIn('dora')).status).toBe(200);
  });

  it('never takes the last active admin', async () => {
    const { id, cookie } = await join(admin, 'Ann Tester', 'admin');
    // Of two admins who send each other away at the same time, one stays.
    const both = await Promise.all([patch(id, { role: 'agent' }), patch(adminId, { active: false }, cookie)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, expect.any(Number)]);
    const left = env.DB.prepare("SELECT count(*) AS n FROM user WHERE role = 'admin' AND active = 1");
    expect(await left.first('n')).toBe(1);
    await env.DB.prepare('UPDATE user SET active = 1 WHERE id = ?').bind(adminId).run();
    await env.DB.prepare("UPDATE user SET role = 'agent' WHERE id = ?").bind(id).run();
    for (const body of [{ role: 'agent' }, { active: false }]) {
      const answer = await patch(adminId, body);
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({
        code: 'last-admin',
        sentence: expect.stringContaining('else'),
      });
    }
    expect((await changed(adminId, { name: 'Ada Admin' })).role).toBe('admin');
  });
});

async function handAll(from: string, to: object | null): Promise<HandOverAnswer[]> {
  const steps: HandOverAnswer[] = [];
  let cursor: string | null = null;
  do {
    const answer = await post(`/api/team/${from}/hand-over`, { to, cursor }, admin);
    expect(answer.status).toBe(200);
    const step: HandOverAnswer = await answer.json();
    steps.push(step);
    cursor = step.next;
  } while (cursor !== null);
  return steps;
}
const handed = (steps: readonly HandOverAnswer[]): number =>
  steps.reduce((sum, step) => sum + step.handed, 0);

/** Open conversations of a person, as the list shows them. */
async function openOf({ id }: Joined, count: number): Promise<CustomerName[]> {
  const names: CustomerName[] = [];
  for (let n = 0; n < count; n += 1) names.push(await customer(`text ${n}`));
  const items = await Promise.all(
    names.map(async (name) => ({ id: await idOf(name), command: { type: 'assign', personId: id } })),
  );
  expect((await bulk(admin, items)).status).toBe(200);
  await eventually(async () => {
    const { rows } = await list(admin, `tab=active&agent=${id}&limit=200`);
    expect(rows).toHaveLength(count);
  });
  return names;
}

describe('handing over', () => {
  it('gives all that is open to somebody else, step by step, and tells both', async () => {
    const [from, to] = [await join(admin, 'Hana Tester', 'agent'), await join(admin, 'Ivo Tester', 'agent')];
    const names = await openOf(from, 45);
    const [archived] = names;
    if (archived) await done(archived, admin, { type: 'archive' });
    if (archived) await indexed(admin, archived);
    await changed(from.id, { active: false });
    const steps = await handAll(from.id, { personId: to.id });
    expect(steps.map((step) => step.handed)).toEqual([40, 4]);
    expect(steps.map(({ open }) => open)).toEqual([{ n: 44, more: false }, null]);
    const [, one = 'phone:0'] = names;
    const { head, messages } = await view(one, admin);
    expect(head.assignee).toEqual({ id: to.id, name: 'Ivo Tester' });
    expect(messages.at(-1)).toMatchObject({
      by: { id: adminId },
      content: { kind: 'line', what: 'assigned', to: { id: to.id } },
    });
    expect(archived && (await view(archived, admin)).head.assignee?.id).toBe(from.id);
    expect(handed(await handAll(from.id, { personId: to.id }))).toBe(0);
  });

  it('goes on where it stopped, leaves alone what is not theirs any more, and counts what it cannot reach', async () => {
    const [from, other] = [
      await join(admin, 'Jane Tester', 'agent'),
      await join(admin, 'Kim Tester', 'agent'),
    ];
    const names = await openOf(from, 5);
    const [taken = 'phone:0', ...rest] = names;
    await done(taken, admin, { type: 'assign', personId: other.id });
    const { command } = Conversation.prototype;
    let broken = 1;
    const spy = vi.spyOn(Conversation.prototype, 'command').mockImplementation(async function once(
      this: Conversation,
      ...args
    ) {
      if (args[1].type === 'assign' && (broken -= 1) >= 0) throw new Error('The object is not there.');
      return command.apply(this, args);
    });
    const first = await handAll(from.id, null);
    spy.mockRestore();
    expect(first.reduce((sum, { failed }) => sum + failed, 0)).toBe(1);
    const again = await handAll(from.id, null);
    expect(handed(first) + handed(again)).toBe(rest.length);
    expect((await view(taken, admin)).head.assignee?.id).toBe(other.id);
    for (const name of rest) expect((await view(name, admin)).head.assignee).toBeNull();
  });

  it('gives it to a group, in which nobody has it yet', async () => {
    const from = await join(admin, 'Lena Tester', 'agent');
    const group = await (
      await post('/api/groups', { name: 'Night', members: [] }, admin)
    ).json<{ id: string }>();
    const [name = 'phone:0'] = await openOf(from, 1);
    expect(handed(await handAll(from.id, { groupId: group.id }))).toBe(1);
    const seen = await until(name, admin, ({ head }) => head.groupId === group.id);
    expect(seen.head.assignee).toBeNull();
    expect(seen.messages.slice(-2).map(({ content }) => content)).toMatchObject([
      { what: 'released', from: { id: from.id } },
      { what: 'grouped', to: 'Night' },
    ]);
  });

  it('is refused where there is nobody to give, or to give it to', async () => {
    const { id, cookie } = await join(admin, 'Mia Tester', 'manager');
    const refusals = [
      ['nobody', null, 'person-not-found'],
      [id, { personId: 'nobody' }, 'person-not-found'],
      [id, { groupId: 'none' }, 'group-not-found'],
      [id, { personId: id }, 'invalid-input'],
    ] as const;
    for (const [from, to, code] of refusals) {
      const answer = await post(`/api/team/${from}/hand-over`, { to }, admin);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ code });
    }
    expect((await post(`/api/team/${id}/hand-over`, { to: null }, cookie)).status).toBe(403);
  });
});

describe('who is told of an assignment', () => {
  it('is the new owner and the one before, unless they did it themselves', async () => {
    const [ana, rui] = [await join(admin, 'Ana Tester', 'agent'), await join(admin, 'Rui Tester', 'agent')];
    const name = await customer('Hello');
    const told: { kind: string; personId: string }[] = [];
    const object = conversationStub(env, await idOf(name));
    const { Inbox } = await import('../inbox/object.ts');
    const { publish } = Inbox.prototype;
    const spy = vi.spyOn(Inbox.prototype, 'publish').mockImplementation(async function heed(
      this: never,
      published,
    ) {
      for (const { kind, personId } of published.notices ?? []) told.push({ kind, personId });
      return publish.call(this, published);
    });
    const settled = async (expected: readonly object[]): Promise<void> => {
      await eventually(async () => {
        expect(told).toEqual(expected);
        expect((await object.indexed())?.head.rev).toBeGreaterThan(0);
      });
      told.length = 0;
    };
    await done(name, ana.cookie, { type: 'assign', personId: ana.id });
    await indexed(admin, name);
    await settled([]);
    await done(name, ana.cookie, { type: 'assign', personId: rui.id });
    await settled([{ kind: 'assigned', personId: rui.id }]);
    await done(name, admin, { type: 'assign', personId: ana.id });
    await settled([
      { kind: 'assigned', personId: ana.id },
      { kind: 'handed', personId: rui.id },
    ]);
    await done(name, admin, { type: 'assign', personId: null });
    await settled([{ kind: 'handed', personId: ana.id }]);
    spy.mockRestore();
  });
});
