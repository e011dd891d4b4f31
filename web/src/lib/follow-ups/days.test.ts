import { expect, test } from 'vitest';
import { addDays, addMonths, byDay, dayByKey, monthOf, movedTo, spanOf, weekOf } from './days.ts';
import { someRow } from './testing/rows.ts';

const zone = 'Europe/Berlin';
const at = (text: string): number => Date.parse(text);

test.each([
  ['2026-11-30', 1, '2026-12-01'],
  ['2026-03-01', -1, '2026-02-28'],
  ['2026-10-25', 1, '2026-10-26'],
] as const)('%s and %i days is %s', (day, days, other) => {
  expect(addDays(day, days)).toBe(other);
});

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-03-31', -1, '2026-02-28'],
] as const)('%s and %i months is %s: no month is passed over', (day, months, other) => {
  expect(addMonths(day, months)).toBe(other);
});

test('a week begins on Monday; a month is shown as six of them', () => {
  expect(weekOf('2026-11-22')).toEqual([...Array(7).keys()].map((n) => `2026-11-${16 + n}`));
  const weeks = monthOf('2026-11-22');
  expect(weeks).toHaveLength(6);
  expect([weeks[0]?.[0], weeks.at(-1)?.at(-1)]).toEqual(['2026-10-26', '2026-12-06']);
});

test('days begin and end where they do in the zone', () => {
  expect(spanOf(['2026-10-25'], zone)).toEqual({
    from: at('2026-10-24T22:00Z'),
    to: at('2026-10-25T23:00Z'),
  });
});

test('what is moved to another day keeps its time, and stays on that day', () => {
  const nine = at('2026-11-20T08:00Z');
  expect(movedTo(nine, '2026-12-24', zone)).toBe(at('2026-12-24T08:00Z'));
  const late = at('2026-10-25T22:30Z');
  expect(movedTo(late, '2026-11-02', zone)).toBe(at('2026-11-02T22:30Z'));
});

test.each([
  ['onto the day on which clocks go forward', '2026-03-27T14:00Z', '2026-03-29', '2026-03-29T13:00Z'],
  ['from that day', '2026-03-29T13:00Z', '2026-03-28', '2026-03-28T14:00Z'],
  ['onto the day on which they go back', '2026-10-23T13:00Z', '2026-10-25', '2026-10-25T14:00Z'],
  ['from that day, late', '2026-10-25T22:30Z', '2026-10-24', '2026-10-24T21:30Z'],
  ['to a time that the day leaves out', '2026-03-28T01:30Z', '2026-03-29', '2026-03-29T01:30Z'],
  ['to a time that it has twice: the first', '2026-10-24T00:30Z', '2026-10-25', '2026-10-25T00:30Z'],
] as const)('a follow-up keeps the time that clocks show: moved %s', (_title, from, day, to) => {
  expect(new Date(movedTo(at(from), day, zone))).toEqual(new Date(to));
});

test('rows stand under their days, with the words for those that are near', () => {
  const now = at('2026-11-20T12:00Z');
  const rows = ['2026-11-20T13:00Z', '2026-11-20T14:00Z', '2026-11-21T09:00Z', '2026-11-30T09:00Z'].map(
    (text) => someRow({ dueAt: at(text) }),
  );
  expect(byDay(rows, { now, zone }).map(({ title, rows: some }) => [title, some.length])).toEqual([
    ['Today', 2],
    ['Tomorrow', 1],
    ['Monday, 30 November 2026', 1],
  ]);
});

test.each([
  ['ArrowRight', 'month', false, '2026-11-22'],
  ['ArrowRight', 'month', true, '2026-11-20'],
  ['ArrowUp', 'month', false, '2026-11-14'],
  ['Home', 'week', false, '2026-11-16'],
  ['End', 'week', false, '2026-11-22'],
  ['PageDown', 'month', false, '2026-12-21'],
  ['PageUp', 'week', false, '2026-11-14'],
  ['a', 'month', false, null],
] as const)('%s in a %s (right to left: %s) leads to %s', (key, mode, rtl, to) => {
  expect(dayByKey(key, { day: '2026-11-21', mode, rtl })).toBe(to);
});
