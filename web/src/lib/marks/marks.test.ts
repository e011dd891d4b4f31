import { expect, test } from 'vitest';
import { crossed, exactLeft, roughLeft, windowWords } from './countdown.ts';
import { ticksLook } from './ticks.ts';

const minute = 60_000;
const hour = 60 * minute;

test.each([
  [24 * hour, '24 h 0 m'],
  [23 * hour + 12 * minute + 59_000, '23 h 12 m'],
  [hour, '1 h 0 m'],
  [hour - 1, '1 h 0 m'],
  [59 * minute + 7_000, '59:07'],
  [59 * minute + 6_001, '59:07'],
  [1, '00:01'],
])('%i ms are %s exactly', (left, words) => {
  expect(exactLeft(left)).toBe(words);
});

test.each([
  [21 * hour + 59 * minute, '21 h'],
  [3 * hour + 50 * minute, '3 h 50 m'],
  [52 * minute + 1, '52 m'],
  [59_999, '<1 m'],
])('%i ms are %s at a glance', (left, words) => {
  expect(roughLeft(left)).toBe(words);
});

test('a window is told by its state', () => {
  const facts = { windowExpiresAt: 10 * hour };
  expect(windowWords(facts, 0, roughLeft)).toEqual({
    state: 'open',
    short: '10 h',
    long: 'Window open, 10 h left',
  });
  expect(windowWords(facts, 8 * hour, roughLeft).state).toBe('soon');
  expect(windowWords(facts, 10 * hour, roughLeft).short).toBe('Expired');
  expect(windowWords({ ...facts, windowExpiresAt: null }, 0, roughLeft).state).toBe('none');
});

test('Instagram never shows two grey ticks', () => {
  expect(ticksLook('delivered', 'whatsapp')).toBe('delivered');
  expect(ticksLook('delivered', 'instagram')).toBe('sent');
  expect(ticksLook('read', 'instagram')).toBe('read');
  expect(ticksLook('played', 'whatsapp')).toBe('played');
});

test.each([
  [61 * minute, 60 * minute, 60 * minute],
  [60 * minute, 59 * minute, null],
  [16 * minute, 14 * minute, 15 * minute],
  [16 * minute, 4 * minute, 5 * minute],
  [1_000, 0, 0],
  [1_000, -8 * hour, 0],
  [0, -1_000, null],
  [-1_000, 24 * hour, null],
])('from %i to %i ms left, what is said aloud is the step %s', (before, left, step) => {
  expect(crossed(before, left)).toBe(step);
});
