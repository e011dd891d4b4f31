import { expect, test } from 'vitest';
import { emptinessOf } from './empty.ts';

const facts = {
  online: true,
  tab: 'active',
  filter: {},
  counts: { active: 0, archived: 0 },
  connected: true,
} as const;

test.each([
  ['nothing is connected', { connected: false }, 'first'],
  ['there is nothing for this person', {}, 'not-yours'],
  ['all is archived', { counts: { active: 0, archived: 3 } }, 'done'],
  ['nothing was archived', { tab: 'archived' }, 'archived'],
  ['a filter hides all', { filter: { unread: true } }, 'filter'],
  ['the device is offline', { online: false, filter: { unread: true } }, 'offline'],
] as const)('an empty list says that %s', (_why, some, emptiness) => {
  expect(emptinessOf({ ...facts, ...some })).toBe(emptiness);
});

test('a filter without any field is none', () => {
  expect(emptinessOf({ ...facts, filter: {} })).toBe('not-yours');
});
