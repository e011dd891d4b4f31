import { expect, test } from 'vitest';
import { blank, placesAt, shiftOf } from './places.ts';

const before = ['a', 'b', 'c', 'd', 'e', 'f'];
const seen = new Map([
  ['c', 2],
  ['d', 3],
  ['e', 4],
]);

test.each([
  ['nothing happened', before, 0],
  ['a row came in above', ['x', ...before], 1],
  ['a row above left', before.slice(1), -1],
  ['a row from below went to the top', ['f', 'a', 'b', 'c', 'd', 'e'], 1],
  ['a row on the screen went to the top', ['d', 'a', 'b', 'c', 'e', 'f'], 1],
  ['the first row on the screen went to the top', ['c', 'a', 'b', 'd', 'e', 'f'], 0],
  ['all went', [], 0],
] as const)('the screen follows most of its rows: %s (B-04)', (_what, after, by) => {
  expect(shiftOf(seen, (id) => after.findIndex((one) => one === id))).toBe(by);
});

test('places on the screen', () => {
  const rows = { row: 100, length: 20 };
  expect(placesAt({ top: 0, height: 350 }, rows)).toEqual({ first: 0, last: 3 });
  expect(placesAt({ top: 150, height: 300 }, rows)).toEqual({ first: 1, last: 4 });
  expect(placesAt({ top: 1_900, height: 500 }, rows)).toEqual({ first: 19, last: 19 });
  expect(placesAt({ top: 0, height: 500 }, { row: 100, length: 0 })).toEqual({ first: 0, last: 0 });
});

test('a blank array is long and holds nothing (B-16)', () => {
  const rows = blank(100_000);
  expect(rows.length).toBe(100_000);
  expect(Object.keys(rows)).toEqual([]);
});
