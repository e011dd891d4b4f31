import { describe, expect, it } from 'vitest';
import type { Person } from './message.ts';
import {
  can,
  canManage,
  refuse,
  roles,
  visibilities,
  type Actor,
  type ConversationCapability,
  type Ownership,
  type Role,
  type Visibility,
} from './permission.ts';

const me: Person = { id: 'me', name: 'Ana' };
const colleague: Person = { id: 'them', name: 'Rui' };
const actor = (role: Role, visibility: Visibility): Actor => ({ ...me, role, visibility, groups: ['sales'] });

/** The columns of the table below. */
const relations: readonly (readonly [name: string, ownership: Ownership])[] = [
  ['mine', { assignee: me, groupId: null }],
  ['mine, in a foreign group', { assignee: me, groupId: 'support' }],
  ['nobody’s', { assignee: null, groupId: null }],
  ['nobody’s, in my group', { assignee: null, groupId: 'sales' }],
  ['nobody’s, in a foreign group', { assignee: null, groupId: 'support' }],
  ['a colleague’s, in my group', { assignee: colleague, groupId: 'sales' }],
  ['a colleague’s, in a foreign group', { assignee: colleague, groupId: 'support' }],
  ['a colleague’s', { assignee: colleague, groupId: null }],
];

const mine = 'yy......';
const everything = 'yyyyyyyy';
const nothing = '........';
type Rights = Readonly<Record<ConversationCapability, string>>;

/** What an agent has who sees `seen`; product §1, R-24, R-26. */
function agent(seen: string): Rights {
  const unassigned = [...seen].map((cell, index) => (index < 5 ? cell : '.')).join('');
  return {
    'conversation.see': seen,
    'conversation.comment': seen,
    'conversation.reply': unassigned,
    'conversation.read': unassigned,
    'conversation.take': unassigned,
    'conversation.assign': mine,
    'conversation.group': unassigned,
    'conversation.edit': seen,
    'conversation.block': mine,
    'conversation.archive': unassigned,
    'conversation.raw': nothing,
  };
}

const manager: Rights = {
  'conversation.see': everything,
  'conversation.comment': everything,
  'conversation.reply': mine,
  'conversation.read': mine,
  'conversation.take': everything,
  'conversation.assign': everything,
  'conversation.group': everything,
  'conversation.edit': everything,
  'conversation.block': everything,
  'conversation.archive': everything,
  'conversation.raw': nothing,
};

const everyRight = Object.fromEntries(Object.keys(manager).map((name) => [name, everything])) as Rights;

const table: Readonly<Record<Role, Readonly<Record<Visibility, Rights>>>> = {
  agent: { own: agent('yy......'), groups: agent('yyyyyy..'), all: agent('yyyyyyyy') },
  manager: { own: manager, groups: manager, all: manager },
  admin: { own: everyRight, groups: everyRight, all: everyRight },
};

const cases = roles.flatMap((role) =>
  visibilities.flatMap((visibility) =>
    Object.entries(table[role][visibility]).map(([capability, cells]) => ({
      who: actor(role, visibility),
      role,
      visibility,
      capability: capability as ConversationCapability,
      cells,
    })),
  ),
);

describe('who may do what to a conversation', () => {
  it.each(cases)(
    '$capability, $role, seeing $visibility: $cells (product §1, R-24, R-26)',
    ({ who, capability, cells }) => {
      const answers = relations.map(([, ownership]) => (can(who, capability, ownership) ? 'y' : '.'));
      expect(answers.join('')).toBe(cells);
    },
  );

  it.each(cases)('is refused with a reason exactly where $role may not ($capability, $visibility)', (one) => {
    for (const [, ownership] of relations) {
      expect(refuse(one.who, one.capability, ownership) === null).toBe(
        can(one.who, one.capability, ownership),
      );
    }
  });

  it('lets nobody do what they may not even see (product §1)', () => {
    for (const { who, capability } of cases) {
      for (const [, ownership] of relations) {
        if (!can(who, 'conversation.see', ownership)) expect(can(who, capability, ownership)).toBe(false);
      }
    }
  });

  it('takes people by id, never by name', () => {
    const namesake = { assignee: { id: 'other', name: me.name }, groupId: null };
    expect(can(actor('agent', 'all'), 'conversation.reply', namesake)).toBe(false);
  });
});

describe('the reason', () => {
  it('names the one who answers it (R-26)', () => {
    const theirs = { assignee: colleague, groupId: 'sales' };
    expect(refuse(actor('agent', 'groups'), 'conversation.reply', theirs)).toEqual({
      code: 'assigned-to-other',
      name: 'Rui',
    });
    expect(refuse(actor('agent', 'groups'), 'conversation.take', theirs)).toEqual({
      code: 'assigned-to-other',
      name: 'Rui',
    });
  });

  it('tells nothing of a conversation that may not be seen (product §1)', () => {
    const hidden = { assignee: colleague, groupId: null };
    const refusals = Object.keys(manager).map((capability) =>
      refuse(actor('agent', 'groups'), capability as ConversationCapability, hidden),
    );
    expect(new Set(refusals.map((refusal) => refusal?.code))).toEqual(new Set(['conversation-not-found']));
  });

  it('is the role where nobody answers it', () => {
    expect(refuse(actor('manager', 'all'), 'conversation.reply', { assignee: null, groupId: null })).toEqual({
      code: 'role-may-not',
      role: 'manager',
    });
  });

  it('sends to the assignee only where a hand-over would help (product §11)', () => {
    for (const { who, capability, role, visibility } of cases) {
      for (const [relation, ownership] of relations) {
        if (refuse(who, capability, ownership)?.code !== 'assigned-to-other') continue;
        const handedOver = { ...ownership, assignee: me };
        expect(can(who, capability, handedOver), `${role} ${visibility} ${capability} ${relation}`).toBe(
          true,
        );
      }
    }
  });
});

describe('who may run the place', () => {
  const admins = [
    'team.manage',
    'accounts.manage',
    'settings.manage',
    'letters.manage',
    'tags.manage',
    'groups.manage',
    'leads.manage',
    'index.mend',
  ] as const;
  it.each(admins)('%s: the admin alone (product §1)', (capability) => {
    expect(roles.filter((role) => canManage(actor(role, 'all'), capability))).toEqual(['admin']);
  });

  it('taking leads away as a file: managers and admins (product §9)', () => {
    const allowed = roles.filter((role) => canManage(actor(role, 'all'), 'leads.export'));
    expect(allowed).toEqual(['manager', 'admin']);
  });

  it('views for everybody: managers and admins (product §1)', () => {
    expect(roles.filter((role) => canManage(actor(role, 'all'), 'views.share'))).toEqual([
      'manager',
      'admin',
    ]);
  });
});

describe('a row that changes hands', () => {
  const seesAfter = (who: Actor, before: Ownership, after: Ownership) => [
    can(who, 'conversation.see', before),
    can(who, 'conversation.see', after),
  ];

  it('is taken from an agent when a colleague outside their groups takes it (R-36)', () => {
    const free = { assignee: null, groupId: null };
    const taken = { assignee: colleague, groupId: null };
    expect(seesAfter(actor('agent', 'groups'), free, taken)).toEqual([true, false]);
    expect(seesAfter(actor('agent', 'all'), free, taken)).toEqual([true, true]);
    expect(seesAfter(actor('manager', 'own'), free, taken)).toEqual([true, true]);
  });

  it('comes to an agent with its assignment, and leaves with its release where only their own is seen (R-36)', () => {
    const own = { assignee: me, groupId: null };
    expect(seesAfter(actor('agent', 'own'), { assignee: colleague, groupId: null }, own)).toEqual([
      false,
      true,
    ]);
    expect(seesAfter(actor('agent', 'own'), own, { assignee: null, groupId: null })).toEqual([true, false]);
  });
});
