import { expect, test } from 'vitest';
import { compareRows } from './apply.ts';
import { headOf } from './fixtures.ts';
import { freeze, inFrozenOrder, moved } from './frozen.ts';

const rows = [
  headOf({ id: 'a', lastAt: 30 }),
  headOf({ id: 'b', lastAt: 20 }),
  headOf({ id: 'c', lastAt: 10 }),
];
const ids = (list: readonly { id: string }[]): string => list.map(({ id }) => id).join('');

test('a row with news keeps its place and shows its news', () => {
  const news = [headOf({ id: 'c', lastAt: 40, unread: 1 }), ...rows.slice(0, 2)];
  const shown = inFrozenOrder(news, freeze(rows));
  expect(ids(shown)).toBe('abc');
  expect(shown[2]?.unread).toBe(1);
  expect(moved(news, freeze(rows))).toBe(1);
});

test('a new row waits and a lost row goes', () => {
  const news = [headOf({ id: 'n', lastAt: 50 }), ...rows.slice(1)];
  expect(ids(inFrozenOrder(news, freeze(rows)))).toBe('bc');
  expect(moved(news, freeze(rows))).toBe(1);
});

test('pages loaded meanwhile follow below', () => {
  const more = [...rows, headOf({ id: 'd', lastAt: 5 })].sort(compareRows);
  expect(ids(inFrozenOrder(more, freeze(rows)))).toBe('abcd');
  expect(moved(more, freeze(rows))).toBe(0);
});

test('news of a row that keeps its place moves nothing', () => {
  const news = [headOf({ id: 'a', lastAt: 60 }), ...rows.slice(1)];
  expect(moved(news, freeze(rows))).toBe(0);
});
