/** One business for all tests of rights: a person of each role, and a conversation in each relation to them. */
import { expect } from 'vitest';
import type { Head } from '#domain/head.ts';
import { roles, type Actor, type Role, type Visibility } from '#domain/permission.ts';
import type { CustomerName } from '../../channels/channel.ts';
import { conversationStub } from '../../conversation/id.ts';
import { ask, connect, env, idOf, join, post, setUp } from '../../testing/door.ts';
import { customer, done, indexed, me } from '../../testing/list-door.ts';
import type { Named } from './commands.ts';
import { relations, type Relation, type Standing } from './rights.ts';

type Somebody = { readonly actor: Actor; readonly cookie: string };
/** Somebody who asks something of a conversation that they stand so to. */
export type Seat = Somebody & Standing & { readonly id: string };

export type Place = {
  readonly people: Readonly<Record<Role, Somebody>>;
  readonly deactivated: Somebody;
  readonly colleague: Somebody;
  readonly groupId: string;
  readonly tagId: string;
  /** Ids of conversations, by how the person of a role stands to them. */
  readonly conversations: Readonly<Record<Role, Readonly<Record<Relation, string>>>>;
  /** That of the deactivated person. */
  readonly abandoned: string;
};

/** Who puts everything back as it was. */
export const keeper: Actor = { id: 'keeper', name: 'Keeper', role: 'admin', groups: [], visibility: 'all' };
const began = new Map<string, Head>();
const firstMessages = new Map<string, string>();

export async function headOf(id: string): Promise<Head> {
  const published = await conversationStub(env, id).indexed();
  if (!published) throw new Error(`There is no conversation ${id}.`);
  return published.head;
}

async function joined(admin: string, name: string, role: Role): Promise<Somebody> {
  const { cookie } = await join(admin, name, role);
  return { cookie, actor: (await me(cookie)).actor };
}

/** What agents see, as an admin sets it. */
export async function setVisibility({ people }: Place, visibility: Visibility): Promise<void> {
  const body = JSON.stringify({ visibility });
  const answer = await ask('/api/settings', { method: 'PUT', body, cookie: people.admin.cookie });
  expect(answer.status).toBe(200);
}

/** Empty tables become a place of business. */
export async function openPlace(): Promise<Place> {
  const admin = await setUp();
  await connect(admin);
  const named = async <T>(path: string, body: object): Promise<T> =>
    (await post(path, body, admin)).json<T>();
  const [agent, manager, colleague, deactivated] = [
    await joined(admin, 'Ana Agent', 'agent'),
    await joined(admin, 'Max Manager', 'manager'),
    await joined(admin, 'Carl Colleague', 'agent'),
    await joined(admin, 'Dora Deactivated', 'agent'),
  ];
  const own = { agent, manager, admin: { cookie: admin, actor: (await me(admin)).actor } };
  const members = Object.values(own).map(({ actor }) => actor.id);
  const sales = await named<{ id: string }>('/api/groups', { name: 'Sales', members });
  const others = { name: 'Support', members: [colleague.actor.id] };
  const support = await named<{ id: string }>('/api/groups', others);
  const tag = await named<{ id: string }>('/api/tags', { name: 'VIP', colour: 'red' });
  await named('/api/attributes', { name: 'City', type: 'text' });
  const names: CustomerName[] = [];
  const held = async (personId: string | null, groupId: string | null): Promise<string> => {
    const name = await customer('Hello from Zanzibar', 'Zoe');
    names.push(name);
    if (groupId !== null) await done(name, admin, { type: 'group', groupId });
    if (personId !== null) await done(name, admin, { type: 'assign', personId });
    return idOf(name);
  };
  const [unassigned, group, other, abandoned] = [
    await held(null, null),
    await held(colleague.actor.id, sales.id),
    await held(colleague.actor.id, support.id),
    await held(deactivated.actor.id, null),
  ];
  const standing = async (role: Role) => {
    const mine = await held(own[role].actor.id, null);
    return { mine, unassigned, group, other };
  };
  const conversations = {
    agent: await standing('agent'),
    manager: await standing('manager'),
    admin: await standing('admin'),
  };
  const off = { method: 'PATCH', body: JSON.stringify({ active: false }), cookie: admin };
  expect((await ask(`/api/team/${deactivated.actor.id}`, off)).status).toBe(200);
  await indexed(admin, ...names);
  for (const name of names) {
    const id = await idOf(name);
    began.set(id, await headOf(id));
    firstMessages.set(id, await firstMessageOf(id));
  }
  // With the groups that they are in by now.
  const people = {
    agent: { ...agent, actor: (await me(agent.cookie)).actor },
    manager: { ...manager, actor: (await me(manager.cookie)).actor },
    admin: { ...own.admin, actor: (await me(admin)).actor },
  };
  const ids = { groupId: sales.id, tagId: tag.id, abandoned };
  return { people, deactivated, colleague, conversations, ...ids };
}

/** Everybody in every relation; the setting matters to agents only. */
export function seatsOf({ people, conversations }: Place, visibility: Visibility): Seat[] {
  const asking = visibility === 'groups' ? roles : (['agent'] as const);
  return asking.flatMap((role) =>
    relations.map((relation) => {
      const { actor, cookie } = people[role];
      const id = conversations[role][relation];
      return { role, relation, visibility, id, cookie, actor: { ...actor, visibility } };
    }),
  );
}

/** What an example of a command names, for somebody. */
export function namedFor({ colleague, groupId, tagId }: Place, { actor, id }: Seat): Named {
  const messageId = firstMessages.get(id) ?? '';
  return { me: actor.id, colleague: colleague.actor.id, groupId, tagId, messageId };
}

async function firstMessageOf(id: string): Promise<string> {
  const view = await conversationStub(env, id).view(keeper);
  const found = 'messages' in view && view.messages.find(({ direction }) => direction === 'in');
  if (!found) throw new Error(`Nobody wrote in ${id}.`);
  return found.id;
}

/** Puts a conversation back into everybody's relation to it. */
export async function restore(id: string): Promise<void> {
  const [head, before, object] = [await headOf(id), began.get(id), conversationStub(env, id)];
  const clientId = (): string => crypto.randomUUID();
  if (head.archived) await object.command(keeper, { type: 'reopen', clientId: clientId() });
  if (head.blocked) await object.command(keeper, { type: 'block', clientId: clientId(), on: false });
  if (head.assignee?.id !== before?.assignee?.id) {
    await object.command(keeper, { type: 'assign', clientId: clientId(), to: before?.assignee ?? null });
  }
  const groupId = before?.groupId ?? null;
  if (head.groupId !== groupId) {
    const to = groupId === null ? null : { id: groupId, name: groupId };
    await object.command(keeper, { type: 'group', clientId: clientId(), to });
  }
}
