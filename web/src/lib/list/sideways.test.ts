import { expect, test } from 'vitest';
import { neighbour, sideways } from './sideways.ts';

const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

test.each([
  ['a', 'ArrowDown', 'b'],
  ['c', 'ArrowDown', 'c'],
  ['a', 'ArrowUp', 'a'],
  ['b', 'Home', 'a'],
  ['a', 'End', 'c'],
  [null, 'ArrowDown', 'a'],
])('from %s, %s leads to %s', (from, key, to) => {
  expect(sideways(rows, from, key)?.id).toBe(to);
});

test('other keys and empty lists lead nowhere', () => {
  expect(sideways(rows, 'a', 'x')).toBe(null);
  expect(neighbour([], 'a', 1)).toBe(null);
});
