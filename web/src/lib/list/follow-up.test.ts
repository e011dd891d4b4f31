import { expect, test } from 'vitest';
import { dueWords, fromField, presets, toField } from './follow-up.ts';

const noon = Date.UTC(2026, 10, 21, 12);
const hour = 60 * 60 * 1000;

test('a row shows a follow-up on its day and after it (B-05)', () => {
  expect(dueWords(undefined, noon, 'UTC')).toBe(null);
  expect(dueWords(noon + 24 * hour, noon, 'UTC')).toBe(null);
  expect(dueWords(noon + 5 * hour, noon, 'UTC')).toEqual({
    state: 'today',
    short: '17:00',
    long: 'Follow-up at 17:00',
  });
  expect(dueWords(noon, noon, 'UTC')).toEqual({
    state: 'overdue',
    short: 'Overdue',
    long: 'Follow-up overdue since 12:00',
  });
});

test('its day is that of the person, not of the server', () => {
  const late = Date.UTC(2026, 10, 21, 23, 30);
  expect(dueWords(late, noon, 'Europe/Berlin')).toBe(null);
});

test.each([
  ['Saturday', new Date(2026, 10, 21, 12), [22, 23]],
  ['Monday', new Date(2026, 10, 23, 8), [24, 30]],
  ['Sunday', new Date(2026, 10, 22, 23, 59), [23, 23]],
] as const)(
  'times that are offered on a %s are at nine on the right days',
  (_day, now, [tomorrow, monday]) => {
    const offered = presets(now.getTime());
    expect(offered['in-an-hour']).toBe(now.getTime() + hour);
    expect(new Date(offered.tomorrow)).toEqual(new Date(2026, 10, tomorrow, 9));
    expect(new Date(offered['next-monday'])).toEqual(new Date(2026, 10, monday, 9));
  },
);

test('a time goes through a field of the page unchanged, to the minute', () => {
  const at = new Date(2026, 0, 5, 9, 7).getTime();
  expect(toField(at)).toBe('2026-01-05T09:07');
  expect(fromField(toField(at))).toBe(at);
  expect(fromField('')).toBe(null);
});
