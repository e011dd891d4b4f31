import { describe, expect, it } from 'vitest';
import { beginningOf, dayOf, endOf } from './day.ts';

const hour = 60 * 60 * 1000;

describe('a day of the calendar', () => {
  it.each([
    ['UTC', '2026-11-03', '2026-11-03T00:00Z', 24],
    ['America/Sao_Paulo', '2026-11-03', '2026-11-03T03:00Z', 24],
    ['Asia/Kolkata', '2026-11-03', '2026-11-02T18:30Z', 24],
    ['Europe/Lisbon, clocks forward at one', '2026-03-29', '2026-03-29T00:00Z', 23],
    ['Europe/Lisbon, clocks back at two', '2026-10-25', '2026-10-24T23:00Z', 25],
    ['America/Sao_Paulo, no midnight', '2018-11-04', '2018-11-04T03:00Z', 23],
    ['America/Sao_Paulo, after 24:00 was 23:00', '2018-02-18', '2018-02-18T03:00Z', 24],
    ['America/Havana, midnight twice', '2026-11-01', '2026-11-01T04:00Z', 25],
    ['Nowhere/Land, which is UTC', '2026-11-03', '2026-11-03T00:00Z', 24],
  ])('begins and ends as clocks in %s say', (said, day, begins, hours) => {
    const zone = said.split(',')[0] ?? '';
    const from = beginningOf(day, zone) ?? 0;
    expect(new Date(from)).toEqual(new Date(begins));
    expect(((endOf(day, zone) ?? 0) - from) / hour).toBe(hours);
    expect(dayOf(from, zone)).toBe(day);
    expect(dayOf((endOf(day, zone) ?? 0) - 1, zone)).toBe(day);
  });

  it.each(['2026-02-30', '2026-13-01', '2026-1-1', '0000-01-01', 'today', '', '2026-11-03T00:00'])(
    'is not “%s”',
    (day) => {
      expect([beginningOf(day, 'UTC'), endOf(day, 'UTC')]).toEqual([null, null]);
    },
  );
});
