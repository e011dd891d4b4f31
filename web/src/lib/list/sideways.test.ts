import { expect, test } from 'vitest';
import { leadsTo, neighbour } from './sideways.ts';

test.each([
  [0, 'ArrowDown', 1],
  [99, 'ArrowDown', 99],
  [0, 'ArrowUp', 0],
  [50, 'Home', 0],
  [50, 'End', 99],
  [50, 'PageDown', 58],
  [3, 'PageUp', 0],
])('from row %i, %s leads to row %i', (from, key, to) => {
  expect(leadsTo(key, { from, length: 100, page: 8 })).toBe(to);
});

test('other keys and empty lists lead nowhere', () => {
  expect(leadsTo('x', { from: 0, length: 3, page: 8 })).toBe(null);
  expect(leadsTo('End', { from: 0, length: 0, page: 8 })).toBe(null);
});

test('a neighbour is within the list, the first row when none is chosen', () => {
  expect(neighbour(-1, 1, 3)).toBe(0);
  expect(neighbour(1, 1, 3)).toBe(2);
  expect(neighbour(2, 1, 3)).toBe(2);
  expect(neighbour(0, -1, 3)).toBe(0);
});
