/** What was found, as lines. */
import { describe, expect, test } from 'vitest';
import type { SearchAnswer } from '#domain/http.ts';
import { headOf } from '../../state/fixtures.ts';
import { groupsOf, linesOf, phoneHits, stepped, totalOf } from './results.ts';

const answer: SearchAnswer = {
  contacts: { hits: [headOf({ id: 'a' }), headOf({ id: 'b' })], next: 'x' },
  conversations: { hits: [], next: null },
  messages: {
    hits: [
      { head: headOf({ id: 'a' }), messageId: 'm1', at: 1, text: 'Oi' },
      { head: headOf({ id: 'a' }), messageId: 'm2', at: 2, text: 'Oi!' },
    ],
    next: null,
  },
};
const found = groupsOf(answer);
const lines = linesOf(found);
const keys = lines.map((line) => line.key);

test('groups without anything are left out; a group with more ends with a line that brings it (B-10)', () => {
  expect(found.map((one) => one.group)).toEqual(['contacts', 'messages']);
  expect(keys).toEqual([
    'result-contacts-a',
    'result-contacts-b',
    'result-more-contacts',
    'result-messages-a-m1',
    'result-messages-a-m2',
  ]);
  expect(totalOf(found)).toEqual({ n: 4, more: true });
  expect(groupsOf(null)).toEqual([]);
});

describe('arrow keys go through all groups', () => {
  test.each([
    [null, 1, 0],
    [null, -1, null],
    [0, 1, 1],
    [2, 1, 3],
    [3, -1, 2],
    [0, -1, null],
    [4, 1, 4],
  ] as const)('from %s by %s to %s', (from, by, to) => {
    const key = from === null ? null : (keys[from] ?? null);
    expect(stepped(lines, key, by)).toBe(to === null ? null : keys[to]);
  });

  test('what is not there any more counts as the text', () => {
    expect(stepped(lines, 'result-contacts-z', 1)).toBe(keys[0]);
    expect(stepped([], null, 1)).toBeNull();
  });
});

test.each([
  ['+5511987654321', '98765-4321', [[5, 14]]],
  ['+5511987654321', '+55 (11) 9', [[1, 6]]],
  ['+5511987654321', '43', []],
  ['+5511987654321', 'Maria', []],
  ['+5511987654321', '777', []],
])('in %s “%s” is found at %j', (phone, sought, wanted) => {
  expect(phoneHits(phone, sought)).toEqual(wanted);
});
