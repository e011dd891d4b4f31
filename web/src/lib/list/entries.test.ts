import { expect, test } from 'vitest';
import type { Head } from '#domain/head.ts';
import type { Change } from '#domain/command.ts';
import type { Actor } from '#domain/permission.ts';
import { headOf } from '../state/fixtures.ts';
import type { MenuEntry } from '../ui/menu.ts';
import { entriesOf, rowEntries, tagMany, type About } from './entries.ts';
import { whatWords } from './what.ts';

const ana: Actor = { id: 'ana', name: 'Ana', role: 'agent', groups: ['g1'], visibility: 'groups' };
const manager: Actor = { ...ana, id: 'mia', name: 'Mia', role: 'manager' };
const names = {
  team: [
    { id: 'ana', name: 'Ana', role: 'agent' },
    { id: 'rui', name: 'Rui', role: 'agent' },
  ],
  tags: [
    { id: 't1', name: 'vip', colour: 'red' },
    { id: 't2', name: 'leather', colour: 'grey' },
  ],
  leads: [{ id: 'l1', name: 'New', colour: 'blue', final: false }],
  groups: [{ id: 'g1', name: 'Sales', members: [], assigning: 'off', most: null }],
} as const;

function aboutOf(head: Head | null, me: Actor = ana): { about: About; asked: Change[] } {
  const asked: Change[] = [];
  const about = {
    names,
    me,
    head,
    now: 0,
    zone: 'UTC',
    ask: (change: Change) => void asked.push(change),
    pickTime: () => {},
  };
  return { about, asked };
}

const nothing = (): void => {};
const row = {
  pinned: false,
  selected: false,
  link: '/inbox/c1',
  pin: nothing,
  select: nothing,
  copyLink: nothing,
};

function idsOf(head: Head, me: Actor): readonly string[] {
  const { about } = aboutOf(head, me);
  return rowEntries({ ...about, head }, row).map(({ id }) => id);
}

function run(entries: readonly MenuEntry[], id: string): void {
  const entry = entries.find((one) => one.id === id);
  if (entry?.kind === 'item') entry.run();
}

const all = [
  'unread',
  'assign',
  'group',
  'lead',
  'tag',
  'follow-up',
  'archive',
  'line-row',
  'pin',
  'select',
  'copy-link',
  'new-tab',
];
const rui = { id: 'rui', name: 'Rui' };

test.each([
  ['an agent on their own', ana, headOf({ assignee: ana }), all],
  ['an agent on a colleague’s of their group', ana, headOf({ assignee: rui, groupId: 'g1' }), null],
  ['a manager on a foreign one', manager, headOf({ assignee: rui }), all.slice(1)],
] as const)('the menu of %s holds what they may do (B-15)', (_who, me, head, ids) => {
  expect(idsOf(head, me)).toEqual(
    ids ?? ['lead', 'tag', 'follow-up', 'line-row', 'pin', 'select', 'copy-link', 'new-tab'],
  );
});

test('who is away is offered as away', () => {
  const { about } = aboutOf(headOf({ assignee: ana }));
  const [mine, theirs] = names.team;
  const away = { ...about, names: { ...names, team: [mine, { ...theirs, away: true as const }] } };
  const hints = entriesOf('assign', away).map((entry) => entry.kind === 'item' && entry.hint);
  expect(hints).toEqual([undefined, 'Away', undefined]);
});

test('what is there turns into its opposite', () => {
  const ids = idsOf(headOf({ unread: 2, archived: true }), ana);
  expect(ids).toContain('read');
  expect(ids).toContain('reopen');
});

test('tags of one conversation are chosen and not, and the menu stays', () => {
  const { about, asked } = aboutOf(headOf({ tags: ['t1'] }));
  const entries = entriesOf('tag', about);
  expect(entries.map((entry) => entry.kind === 'item' && [entry.checked, entry.stays])).toEqual([
    [true, true],
    [false, true],
  ]);
  run(entries, 't1');
  run(entries, 't2');
  expect(asked).toEqual([
    { type: 'tag', add: [], remove: ['t1'] },
    { type: 'tag', add: ['t2'], remove: [] },
  ]);
});

test('tags of many are put on or taken off', () => {
  const { about, asked } = aboutOf(null);
  run(tagMany(about, 'remove'), 't2');
  run(tagMany(about, 'add'), 't1');
  expect(asked).toEqual([
    { type: 'tag', add: [], remove: ['t2'] },
    { type: 'tag', add: ['t1'], remove: [] },
  ]);
});

test('an agent may release and give away their own, and only take another', () => {
  expect(entriesOf('assign', aboutOf(headOf({ assignee: ana })).about).map(({ id }) => id)).toEqual([
    'ana',
    'rui',
    'nobody',
  ]);
  expect(entriesOf('assign', aboutOf(headOf()).about).map(({ id }) => id)).toEqual(['ana']);
});

test('a follow-up that is there can be taken away', () => {
  const ids = (head: Head | null): string[] =>
    entriesOf('follow-up', aboutOf(head).about).map(({ id }) => id);
  expect(ids(headOf())).toEqual(['in-an-hour', 'tomorrow', 'next-monday', 'pick']);
  expect(ids(headOf({ followUpAt: 1 }))).toContain('none');
  expect(ids(null)).toContain('none');
});

test.each([
  [{ type: 'assign', personId: 'rui' }, 'Assign to Rui'],
  [{ type: 'assign', personId: null }, 'Assign to nobody'],
  [{ type: 'group', groupId: 'g1' }, 'Put into Sales'],
  [{ type: 'group', groupId: null }, 'Take out of the group'],
  [{ type: 'tag', add: ['t1'], remove: [] }, 'Put on vip'],
  [{ type: 'tag', add: [], remove: ['t2'] }, 'Take off leather'],
  [{ type: 'lead', status: 'l1' }, 'Lead status New'],
  [{ type: 'lead', status: null }, 'Close the lead'],
  [{ type: 'follow-up', at: 9 * 60 * 60 * 1000 }, 'Follow-up at 09:00'],
  [{ type: 'follow-up', at: null }, 'Take the follow-up away'],
  [{ type: 'archive' }, 'Archive'],
  [{ type: 'read', rev: 1 }, 'Mark as read'],
] as const)('%j is told before it is done to many (B-74)', (change, words) => {
  const asked: Change =
    change.type === 'tag' ? { ...change, add: [...change.add], remove: [...change.remove] } : change;
  expect(whatWords(asked, names, { now: 0, zone: 'UTC' })).toBe(words);
});
