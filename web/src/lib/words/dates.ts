/** Times as a person reads them, in one given time zone so that server and browser print the same. */
import { t } from './t.ts';

const day = 24 * 60 * 60 * 1000;

type Shapes = {
  readonly time: Intl.DateTimeFormat;
  readonly weekday: Intl.DateTimeFormat;
  readonly long: Intl.DateTimeFormat;
  readonly short: Intl.DateTimeFormat;
  readonly shortYear: Intl.DateTimeFormat;
  readonly key: Intl.DateTimeFormat;
};

const made = new Map<string, Shapes>();

/** Formatters are slow to make: one set for each zone. */
function shapes(zone: string): Shapes {
  const known = made.get(zone);
  if (known) return known;
  const shape = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
  const fresh = {
    time: shape({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    weekday: shape({ weekday: 'long' }),
    long: shape({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    short: shape({ day: 'numeric', month: 'short' }),
    shortYear: shape({ day: 'numeric', month: 'short', year: 'numeric' }),
    key: shape({ year: 'numeric', month: '2-digit', day: '2-digit' }),
  };
  made.set(zone, fresh);
  return fresh;
}

/** Whether `zone` is a time zone that this runtime knows. */
export function isZone(zone: string): boolean {
  try {
    shapes(zone);
    return true;
  } catch {
    return false;
  }
}

const mostMinutes = 2_000;
const minutes = new Map<string, Map<number, string>>();

/** 14:09. Asked of every message that is drawn, so answers are kept. */
export function clockTime(at: number, zone: string): string {
  const known = minutes.get(zone) ?? new Map<number, string>();
  minutes.set(zone, known);
  const minute = Math.floor(at / 60_000);
  const before = known.get(minute);
  if (before !== undefined) return before;
  if (known.size >= mostMinutes) known.clear();
  const words = shapes(zone).time.format(at);
  known.set(minute, words);
  return words;
}

/** Every zone is a whole number of quarters of an hour away from every other, so a quarter is in one day. */
const quarter = 15 * 60 * 1000;
const mostQuarters = 20_000;
const days = new Map<string, Map<number, string>>();

/** The calendar day of `at`, comparable with `===`. Asked of every message of a conversation, so answers are kept. */
export function dayKey(at: number, zone: string): string {
  const known = days.get(zone) ?? new Map<number, string>();
  days.set(zone, known);
  const at15 = Math.floor(at / quarter);
  const before = known.get(at15);
  if (before !== undefined) return before;
  if (known.size >= mostQuarters) known.clear();
  const key = shapes(zone).key.format(at);
  known.set(at15, key);
  return key;
}

function daysAgo(at: number, now: number, zone: string): number {
  for (let days = 0; days < 7; days += 1) {
    if (dayKey(now - days * day, zone) === dayKey(at, zone)) return days;
  }
  return 7;
}

/** The words of a day divider: Today, Yesterday, Monday, Monday 3 November 2026. */
export function dayName(at: number, now: number, zone: string): string {
  const ago = daysAgo(at, now, zone);
  if (ago === 0) return t('day.today');
  if (ago === 1) return t('day.yesterday');
  return ago < 7 ? shapes(zone).weekday.format(at) : shapes(zone).long.format(at);
}

/** The time of a list row: 14:09 today, Yesterday, Monday, 3 Nov, 3 Nov 2025. */
export function rowTime(at: number, now: number, zone: string): string {
  // Of somebody who was imported, and has not written.
  if (at === 0) return '';
  const ago = daysAgo(at, now, zone);
  if (ago === 0) return clockTime(at, zone);
  if (ago === 1) return t('day.yesterday');
  if (ago < 7) return shapes(zone).weekday.format(at);
  const sameYear = dayKey(at, zone).slice(-4) === dayKey(now, zone).slice(-4);
  return sameYear ? shapes(zone).short.format(at) : shapes(zone).shortYear.format(at);
}

/** 3 Nov 2026 */
export function dayWords(at: number, zone: string): string {
  return shapes(zone).shortYear.format(at);
}

/** 3 Nov 2026, 14:09 */
export function dateTime(at: number, zone: string): string {
  return `${shapes(zone).shortYear.format(at)}, ${clockTime(at, zone)}`;
}
