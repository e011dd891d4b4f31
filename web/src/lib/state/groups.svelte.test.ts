import { expect, test } from 'vitest';
import type { Account, Group, Me } from '#domain/http.ts';
import type { Outcome } from '../api.ts';
import { newOne } from './editing.svelte.ts';
import { Groups, keyOf } from './groups.svelte.ts';
import { Session } from './session.svelte.ts';
import { Toasts } from './toasts.svelte.ts';

const sales: Group = { id: 'g1', name: 'Sales', members: ['ana'], assigning: 'off', most: null };
const number: Account = {
  ...{ id: '555', channel: 'whatsapp', name: 'Berlin', handle: '+49 30', login: 'page', parentId: '' },
  ...{ humanAgent: false, utilityTemplates: false, marksRead: false, trouble: null, groupId: null },
};
const ok = async <Value>(value: Value): Promise<Outcome<Value>> => ({ ok: true, value, cookies: [] });
const no = async (sentence: string): Promise<Outcome<never>> => ({
  ok: false,
  failure: { kind: 'refused', status: 409, problem: { code: 'name-taken', sentence, requestId: 'r' } },
});

type Asked = [string, unknown];
function opened(taken = '') {
  const asked: Asked[] = [];
  const me: Me = {
    actor: { id: 'ada', name: 'Ada', role: 'admin', groups: [], visibility: 'groups' },
    ...{
      team: [],
      tags: [],
      leads: [],
      views: [],
      pins: [],
      attributes: [],
      unreadNotices: 0,
      shards: 1,
      now: 0,
    },
    ...{ groups: [sales], accounts: [number] },
  };
  const note = <Value>(what: string, body: unknown, answer: Promise<Outcome<Value>>) => {
    asked.push([what, body]);
    return answer;
  };
  const session = new Session(me, {
    api: { me: () => ok(me), signOut: () => ok({}), setAway: () => no('not here') },
    toasts: new Toasts(),
    leave: () => {},
  });
  const groups = new Groups({
    session,
    api: {
      createGroup: (group) =>
        note('create', group, group.name === taken ? no('taken') : ok({ id: 'g2', ...group })),
      changeGroup: (group) => note('change', group, group.name === taken ? no('taken') : ok(group)),
      deleteGroup: (id) => note('delete', id, ok({})),
      leadAccount: (of, groupId) => note('lead', [keyOf(of), groupId], ok({ ...number, groupId })),
    },
  });
  return { groups, session, asked };
}

test('what is edited counts as changed until it is as it was again', () => {
  const { groups } = opened();
  groups.edit('g1', { name: 'Care', members: [] });
  expect([groups.changes, groups.isChanged('g1')]).toEqual([2, true]);
  groups.edit('g1', { name: 'Sales', members: ['ana'] });
  expect([groups.changes, groups.isChanged('g1')]).toEqual([0, false]);
});

test('all of it is saved together: the group, and which accounts lead to it', async () => {
  const { groups, session, asked } = opened();
  groups.edit('g1', { assigning: 'least-busy', most: ' 5 ', accounts: ['whatsapp:555'] });
  expect(groups.changes).toBe(3);
  expect(await groups.save()).toEqual({ stuck: null, made: null });
  expect(asked).toEqual([
    ['change', { ...sales, assigning: 'least-busy', most: 5 }],
    ['lead', ['whatsapp:555', 'g1']],
  ]);
  expect(groups.changes).toBe(0);
  expect(session.me.groups).toEqual([{ ...sales, assigning: 'least-busy', most: 5 }]);
  expect(groups.draft('g1').accounts).toEqual(['whatsapp:555']);
});

test('a new one is made, and known by its id', async () => {
  const { groups, session } = opened();
  groups.edit(newOne, { name: 'Care', assigning: 'round-robin' });
  expect(await groups.save()).toEqual({ stuck: null, made: 'g2' });
  expect(session.me.groups.map(({ name }) => name)).toEqual(['Care', 'Sales']);
});

test.each([
  [{ name: ' ' }, { name: 'Give the group a name.' }],
  [{ most: '0' }, { most: 'Write a whole number from 1 to 1,000, or leave it empty.' }],
  [{ most: 'many' }, { most: 'Write a whole number from 1 to 1,000, or leave it empty.' }],
  [{ most: '2.5' }, { most: 'Write a whole number from 1 to 1,000, or leave it empty.' }],
])('what cannot be saved is said at its field, once saving was tried: %j', async (part, problems) => {
  const { groups, asked } = opened();
  groups.edit('g1', part);
  expect(groups.problems('g1')).toEqual({});
  expect((await groups.save()).stuck).toBe('g1');
  expect([groups.problems('g1'), asked]).toEqual([problems, []]);
});

test('what the edge refuses stays as it was typed, with its sentence', async () => {
  const { groups } = opened('Care');
  groups.edit('g1', { name: 'Care' });
  expect((await groups.save()).stuck).toBe('g1');
  expect([groups.refused('g1'), groups.changes]).toEqual(['taken', 1]);
  groups.edit('g1', { name: 'Care 2' });
  expect(groups.refused('g1')).toBeNull();
});

test('one that is deleted leads nowhere any more', async () => {
  const { groups, session } = opened();
  groups.edit('g1', { accounts: ['whatsapp:555'] });
  await groups.save();
  expect(await groups.remove('g1')).toBe(true);
  expect([session.me.groups, session.me.accounts[0]?.groupId]).toEqual([[], null]);
});
