/** Deactivating somebody and handing over all that they have open, in one step that nothing interrupts for good. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Group } from '#domain/http.ts';
import type { Receiver, TeamRow } from '#domain/http-team.ts';
import type { CustomerName } from '../channels/channel.ts';
import { conversationStub } from '../conversation/id.ts';
import { Conversation } from '../conversation/object.ts';
import { sweep } from '../sweep.ts';
import { ask, connect, env, idOf, meta, migrateD1, post, setUp, until, view } from '../testing/door.ts';
import { bulk, customer, done, indexed, list, me } from '../testing/list-door.ts';
import { saying } from '../testing/meta.ts';
import { eventually } from '../testing/eventually.ts';

let admin = '';
let adminId = '';
type Joined = { readonly id: string };
let fresh = 0;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
  adminId = (await me(admin)).actor.id;
});

/** Somebody new, who need not sign in. */
async function somebody(): Promise<Joined> {
  const name = `Agent ${(fresh += 1)}`;
  const email = `agent${fresh}@casement.example`;
  return (await post('/api/team', { name, email, password: 'long enough 1', role: 'agent' }, admin)).json();
}
const patch = async (id: string, body: object, cookie = admin): Promise<Response> =>
  ask(`/api/team/${id}`, { method: 'PATCH', body: JSON.stringify(body), cookie });
const leave = async (id: string, handTo: Receiver): Promise<void> => {
  const answer = await patch(id, { active: false, handTo });
  expect([answer.status, await answer.json()]).toMatchObject([200, { id, active: false }]);
};
const rows = async (): Promise<TeamRow[]> => (await ask('/api/team', { cookie: admin })).json();
const openOf = async ({ id }: Joined): Promise<number | undefined> =>
  (await rows()).find((row) => row.id === id)?.open;
const group = async (name: string, members: readonly string[], assigning = 'off'): Promise<Group> =>
  (await post('/api/groups', { name, members, assigning }, admin)).json();

/** Conversations of a person that the list shows as theirs. */
async function given({ id }: Joined, count: number): Promise<CustomerName[]> {
  const names: CustomerName[] = [];
  for (let n = 0; n < count; n += 1) names.push(await customer(`text ${n}`));
  const items = await Promise.all(
    names.map(async (name) => ({ id: await idOf(name), command: { type: 'assign', personId: id } })),
  );
  expect((await bulk(admin, items)).status).toBe(200);
  await eventually(async () => expect(await openOf({ id })).toBe(count));
  return names;
}
const ownerOf = async (name: CustomerName): Promise<string | null> =>
  (await view(name, admin)).head.assignee?.id ?? null;
const owners = async (names: readonly CustomerName[]): Promise<(string | null)[]> =>
  Promise.all(names.map(ownerOf));
const allWith = async (names: readonly CustomerName[], id: string | null): Promise<void> =>
  eventually(async () => expect(new Set(await owners(names))).toEqual(new Set([id])));

/** While `run` runs, asking conversations to assign fails from the `n`th time on. */
async function failingAfter(n: number, run: () => Promise<void>): Promise<void> {
  const { command } = Conversation.prototype;
  let left = n;
  const spy = vi.spyOn(Conversation.prototype, 'command').mockImplementation(async function once(
    this: Conversation,
    ...args
  ) {
    if (args[1].type === 'assign' && (left -= 1) < 0) throw new Error('The object is not there.');
    return command.apply(this, args);
  });
  await run();
  await eventually(() => expect(left).toBeLessThan(0));
  spy.mockRestore();
}

describe('deactivating with what becomes of the open ones', () => {
  it('is one request: all that is open goes over, and what is archived never comes back to them', async () => {
    const [from, to] = [await somebody(), await somebody()];
    const names = await given(from, 44);
    const [archived = 'phone:0', byHand = 'phone:0', ...open] = names;
    for (const name of [archived, byHand]) await done(name, admin, { type: 'archive' });
    await indexed(admin, archived, byHand);
    await leave(from.id, { personId: to.id });
    await allWith(open, to.id);
    const [one = 'phone:0'] = open;
    expect((await view(one, admin)).messages.at(-1)).toMatchObject({
      by: { id: adminId },
      content: { kind: 'line', what: 'assigned', to: { id: to.id } },
    });
    await eventually(async () => expect([await openOf(from), await openOf(to)]).toEqual([0, 42]));

    expect(await ownerOf(archived)).toBe(from.id);
    const phone = archived.slice('phone:'.length);
    await meta(saying({ id: `wamid.back.${phone}`, from: phone, at: Date.now() }));
    const seen = await until(archived, admin, ({ head }) => !head.archived && head.assignee === null);
    expect(seen.messages.at(-1)?.content).toMatchObject({ what: 'released', rule: 'gone' });
    // Brought back by hand, it goes where the others went.
    await done(byHand, admin, { type: 'reopen' });
    await eventually(async () => expect(await openOf(from)).toBe(1));
    await sweep(env, Date.now());
    await allWith([byHand], to.id);
  });

  it.each<[string, (to: Joined) => Promise<{ to: Receiver; owned: boolean; grouped: boolean }>]>([
    ['nobody', async () => ({ to: null, owned: false, grouped: false })],
    [
      'a group in which nobody has it yet',
      async ({ id }) => {
        const { id: groupId } = await group(`Quiet ${id}`, [id]);
        return { to: { groupId }, owned: false, grouped: true };
      },
    ],
    [
      'a group that finds somebody by itself',
      async ({ id }) => {
        const { id: groupId } = await group(`Busy ${id}`, [id], 'round-robin');
        return { to: { groupId }, owned: true, grouped: true };
      },
    ],
  ])('gives it to %s', async (_title, receive) => {
    const [from, to] = [await somebody(), await somebody()];
    const names = await given(from, 2);
    const { to: receiver, owned, grouped } = await receive(to);
    await leave(from.id, receiver);
    await allWith(names, owned ? to.id : null);
    for (const name of names) expect((await view(name, admin)).head.groupId !== null).toBe(grouped);
  });

  it('spreads by the rule of the group that each is in; what is in none is nobody’s', async () => {
    const [from, one, other] = [await somebody(), await somebody(), await somebody()];
    const { id: groupId } = await group(`Spread ${from.id}`, [from.id, one.id, other.id], 'round-robin');
    const names = await given(from, 5);
    const [alone = 'phone:0', ...grouped] = names;
    for (const name of grouped) await done(name, admin, { type: 'group', groupId });
    await leave(from.id, { rule: 'spread' });
    await allWith([alone], null);
    await eventually(async () => {
      const found = (await owners(grouped)).toSorted();
      expect(found).toEqual([one.id, one.id, other.id, other.id].toSorted());
    });
  });

  it.each([
    ['somebody who is not here', async () => ({ handTo: { personId: 'nobody' } }), 'person-not-found'],
    ['no such group', async () => ({ handTo: { groupId: 'none' } }), 'group-not-found'],
    ['themselves', async (id: string) => ({ handTo: { personId: id } }), 'invalid-input'],
    ['while they stay', async () => ({ handTo: null, active: true }), 'invalid-input'],
  ])('is refused where it goes to %s, and nothing happens', async (_title, part, code) => {
    const from = await somebody();
    const [name = 'phone:0'] = await given(from, 1);
    const answer = await patch(from.id, { active: false, ...(await part(from.id)) });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code });
    expect((await rows()).find(({ id }) => id === from.id)?.active).toBe(true);
    await sweep(env, Date.now());
    expect(await ownerOf(name)).toBe(from.id);
  });

  it('hands nothing over of the last admin, who stays', async () => {
    const [name = 'phone:0'] = await given({ id: adminId }, 1);
    const answer = await patch(adminId, { active: false, handTo: null });
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'last-admin' }]);
    await sweep(env, Date.now());
    expect(await ownerOf(name)).toBe(adminId);
    await done(name, admin, { type: 'assign', personId: null });
  });
});

describe('what stopped on the way', () => {
  it('is finished by the sweep, whatever could not be reached before', async () => {
    const [from, to] = [await somebody(), await somebody()];
    const names = await given(from, 6);
    await failingAfter(2, async () => leave(from.id, { personId: to.id }));
    await eventually(async () => expect(await openOf(from)).toBe(4));
    await sweep(env, Date.now());
    await allWith(names, to.id);
  });

  it('takes along what somebody gave them at the very moment', async () => {
    const from = await somebody();
    await given(from, 1);
    await leave(from.id, null);
    await eventually(async () => expect(await openOf(from)).toBe(0));
    const late = await customer('Late');
    const [actor, to] = [
      { id: adminId, name: 'Ada', role: 'admin', groups: [], visibility: 'all' } as const,
      { id: from.id, name: 'Gone' },
    ];
    const object = conversationStub(env, await idOf(late));
    await object.command(actor, { type: 'assign', clientId: crypto.randomUUID(), to });
    await eventually(async () => expect(await openOf(from)).toBe(1));
    await sweep(env, Date.now());
    await allWith([late], null);
  });

  it('goes to nobody where its receiver left meanwhile, and leaves alone who came back', async () => {
    const [from, to] = [await somebody(), await somebody()];
    const names = await given(from, 3);
    await failingAfter(0, async () => leave(from.id, { personId: to.id }));
    await patch(to.id, { active: false });
    await sweep(env, Date.now());
    await allWith(names, null);

    await patch(from.id, { active: true });
    const [name = 'phone:0'] = names;
    await done(name, admin, { type: 'assign', personId: from.id });
    await eventually(async () => expect(await openOf(from)).toBe(1));
    await patch(from.id, { active: false });
    await sweep(env, Date.now());
    expect(await ownerOf(name)).toBe(from.id);
  });
});

describe('the follow-ups of somebody who leaves', () => {
  const owner = async (name: CustomerName): Promise<string | undefined> =>
    (await view(name, admin)).panel?.followUps[0]?.owner.id;
  const dueSoon = async (name: CustomerName, ownerId: string): Promise<void> =>
    done(name, admin, {
      ...{ type: 'follow-up-add', id: crypto.randomUUID(), note: 'Call', ownerId },
      dueAt: Date.now() + 3_600_000,
    });
  /** Until D1 has it: from there they are found. */
  const copied = async (id: string, n: number): Promise<void> =>
    eventually(async () => {
      const open = env.DB.prepare(
        "SELECT count(*) AS n FROM follow_up WHERE owner_id = ? AND state = 'open'",
      );
      expect(await open.bind(id).first('n')).toBe(n);
    });

  it('remind whoever gets the conversations; where that one may not see it, or it is nobody, the admin who decided', async () => {
    const [from, to, third] = [await somebody(), await somebody(), await somebody()];
    const [own = 'phone:0', elsewhere = 'phone:0'] = await given(from, 2);
    for (const name of [own, elsewhere]) await dueSoon(name, from.id);
    await done(elsewhere, admin, { type: 'assign', personId: third.id });
    await copied(from.id, 2);
    await leave(from.id, { personId: to.id });
    await eventually(async () => {
      expect([await owner(own), await owner(elsewhere)]).toEqual([to.id, adminId]);
    });
    await copied(from.id, 0);

    await copied(to.id, 1);
    await leave(to.id, null);
    await eventually(async () => expect(await owner(own)).toBe(adminId));
    const lines = (await view(own, admin)).messages.map(({ content }) => content);
    expect(lines.filter((line) => line.kind === 'line' && line.what === 'follow-up-given')).toHaveLength(2);
  });

  it('are gone on with by the sweep, also where no conversation is open any more', async () => {
    const from = await somebody();
    const [name = 'phone:0'] = await given(from, 1);
    await dueSoon(name, from.id);
    await copied(from.id, 1);
    await env.DB.prepare("UPDATE follow_up SET state = 'done' WHERE owner_id = ?").bind(from.id).run();
    await leave(from.id, null);
    await eventually(async () => expect(await openOf(from)).toBe(0));
    await env.DB.prepare("UPDATE follow_up SET state = 'open' WHERE owner_id = ?").bind(from.id).run();
    expect(await owner(name)).toBe(from.id);
    await sweep(env, Date.now());
    expect(await owner(name)).toBe(adminId);
  });
});

describe('the page of the team', () => {
  it('tells everybody who was ever here, and how many each has open, by the kept counts', async () => {
    const [here, gone] = [await somebody(), await somebody()];
    const { id: groupId } = await group(`Of ${here.id}`, [here.id]);
    const [first = 'phone:0'] = await given(here, 3);
    await done(first, admin, { type: 'archive' });
    await patch(here.id, { away: true });
    await leave(gone.id, null);
    await eventually(async () => expect(await openOf(here)).toBe(2));
    const all = await rows();
    expect(all.find(({ id }) => id === here.id)).toEqual({
      ...{ id: here.id, name: expect.any(String), email: expect.stringContaining('@casement.example') },
      ...{ role: 'agent', active: true, away: true, groups: [groupId], open: 2 },
    });
    expect(all.find(({ id }) => id === gone.id)).toMatchObject({ active: false, open: 0 });
    const standing = all.map(({ active }) => active);
    expect(standing).toEqual(standing.toSorted((a, b) => Number(b) - Number(a)));
    expect((await list(admin, `tab=active&agent=${here.id}`)).rows).toHaveLength(2);
  });
});
