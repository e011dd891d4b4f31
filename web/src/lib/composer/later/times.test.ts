import { describe, expect, test } from 'vitest';
import { comingTime, isOpenAt, lastSafe, offeredTimes } from './times.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** In the zone of the machine that runs this. 21 November 2026 is a Saturday. */
const at = (date: number, hours: number, minutes = 0, seconds = 0): number =>
  new Date(2026, 10, date, hours, minutes, seconds).getTime();

describe('the times that are offered (R-23)', () => {
  test.each([
    [
      'on a Saturday morning',
      at(21, 10, 5, 20),
      ['hour 21 11:06', 'evening 21 18:00', 'tomorrow 22 9:00', 'monday 23 9:00'],
    ],
    ['shortly before the evening', at(21, 17, 31), ['hour 21 18:31', 'tomorrow 22 9:00', 'monday 23 9:00']],
    [
      'half an hour before it',
      at(21, 17, 30),
      ['hour 21 18:30', 'evening 21 18:00', 'tomorrow 22 9:00', 'monday 23 9:00'],
    ],
    ['on a Sunday Monday is tomorrow', at(22, 23, 30), ['hour 23 0:30', 'tomorrow 23 9:00']],
    [
      'on a Monday the next one',
      at(23, 8),
      ['hour 23 9:00', 'evening 23 18:00', 'tomorrow 24 9:00', 'monday 30 9:00'],
    ],
  ])('%s', (_when, now, offered) => {
    const told = offeredTimes(now).map(({ id, at: then }) => {
      const date = new Date(then);
      return `${id} ${date.getDate()} ${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`;
    });
    expect(told).toEqual(offered);
    expect(offeredTimes(now).every((one) => one.at > now)).toBe(true);
  });
});

test.each([
  ['whatsapp', day - 1, true],
  ['whatsapp', day, false],
  ['messenger', day - 1, true],
  // A person may answer then; nobody is there to write it.
  ['messenger', day, false],
])('%s, %i ms after the opener: %s', (channel, after, open) => {
  const facts = {
    channel: channel as 'whatsapp',
    openedAt: 0,
    windowExpiresAt: day,
    freeEntryUntil: 3 * day,
  };
  expect(isOpenAt(facts, { humanAgent: true, utilityTemplates: true }, after)).toBe(open);
});

test.each([
  [null, 0, null],
  [at(21, 14, 37, 30), at(21, 12), at(21, 14, 32)],
  [at(21, 14, 37), at(21, 14, 32), null],
])('before the end of the window', (windowExpiresAt, now, safe) => {
  expect(lastSafe({ windowExpiresAt }, now)).toBe(safe);
});

test.each([
  [Date.UTC(2026, 10, 21, 18), 'today 18:00'],
  [Date.UTC(2026, 10, 22, 9), 'tomorrow 09:00'],
  [Date.UTC(2026, 10, 23, 9), 'Monday 09:00'],
  [Date.UTC(2026, 10, 30, 9), '30 Nov 2026, 09:00'],
])('%i is told as %s', (then, words) => {
  expect(comingTime(then, Date.UTC(2026, 10, 21, 10), 'UTC')).toBe(words);
});
