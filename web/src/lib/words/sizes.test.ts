import { expect, test } from 'vitest';
import { duration, fileSize, money } from './sizes.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_500, '1.5 kB'],
  [214_000, '214 kB'],
  [3_100_000, '3.1 MB'],
  [104_857_600, '105 MB'],
])('%i bytes are %s', (bytes, words) => {
  expect(fileSize(bytes)).toBe(words);
});

test.each([
  [0, '0:00'],
  [14, '0:14'],
  [134, '2:14'],
  [3_723, '1:02:03'],
  [Number.POSITIVE_INFINITY, '0:00'],
  [Number.NaN, '0:00'],
])('%d seconds are %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

test('a price in a currency that nobody knows is still told', () => {
  expect(money(480, 'BRL')).toBe('R$480.00');
  expect(money(480, 'points')).toBe('480 points');
  expect(money(480, '')).toBe('480');
});
