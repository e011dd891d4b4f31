/** Follow-ups by days, and the days of a calendar. Pure; a day is 2026-11-03, a time in ms. */
import { beginningOf, dayOf, endOf, sameTimeOn } from '#domain/day.ts';
import type { FollowUpRow } from '#domain/http-follow-ups.ts';
import { t } from '../words/follow-ups.ts';
import { dayName } from '../words/dates.ts';

const dayLength = 24 * 60 * 60 * 1000;
const weekLength = 7;
const monthRows = 6;

const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const form = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
const monthForm = form({ month: 'long', year: 'numeric' });
const longForm = form({ weekday: 'long', day: 'numeric', month: 'long' });
const weekdayForm = form({ weekday: 'short' });
const shortForm = form({ day: 'numeric', month: 'short' });

export function addDays(day: string, days: number): string {
  return new Date(noonOf(day) + days * dayLength).toISOString().slice(0, 10);
}

/** The same day of another month, or its last day where it has no such day. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0, 12));
  const wanted = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last.getUTCDate()), 12));
  return wanted.toISOString().slice(0, 10);
}

/** The seven days of the week of `day`, from Monday on. */
export function weekOf(day: string): readonly string[] {
  const monday = addDays(day, -((new Date(noonOf(day)).getUTCDay() + 6) % weekLength));
  return Array.from({ length: weekLength }, (_none, index) => addDays(monday, index));
}

/** Six weeks in which the month of `day` lies. */
export function monthOf(day: string): readonly (readonly string[])[] {
  const [first] = weekOf(`${day.slice(0, 8)}01`);
  return Array.from({ length: monthRows }, (_none, row) => weekOf(addDays(first ?? day, row * weekLength)));
}

export const monthName = (day: string): string => monthForm.format(noonOf(day));
export const longDay = (day: string): string => longForm.format(noonOf(day));
export const weekdayName = (day: string): string => weekdayForm.format(noonOf(day));
export const dateOf = (day: string): number => Number(day.slice(8));

type Looking = { readonly day: string; readonly mode: 'month' | 'week'; readonly rtl: boolean };

/** Where a key leads from `day`; null for a key that leads nowhere. */
export function dayByKey(key: string, { day, mode, rtl }: Looking): string | null {
  const forward = rtl ? -1 : 1;
  const page = (by: number): string =>
    mode === 'month' ? addMonths(day, by) : addDays(day, weekLength * by);
  const steps: Readonly<Record<string, () => string | undefined>> = {
    ArrowRight: () => addDays(day, forward),
    ArrowLeft: () => addDays(day, -forward),
    ArrowDown: () => addDays(day, weekLength),
    ArrowUp: () => addDays(day, -weekLength),
    Home: () => weekOf(day)[0],
    End: () => weekOf(day).at(-1),
    PageDown: () => page(1),
    PageUp: () => page(-1),
  };
  return steps[key]?.() ?? null;
}

/** 16 Nov – 22 Nov */
export function weekName(day: string): string {
  const days = weekOf(day);
  return `${shortForm.format(noonOf(days[0] ?? day))} – ${shortForm.format(noonOf(days.at(-1) ?? day))}`;
}

/** From when to when these days are, in `zone`. */
export function spanOf(
  days: readonly string[],
  zone: string,
): { readonly from: number; readonly to: number } {
  const [first = '', last = ''] = [days[0], days.at(-1)];
  return { from: beginningOf(first, zone) ?? 0, to: endOf(last, zone) ?? 0 };
}

/** The same time of another day, as clocks there show it. */
export function movedTo(at: number, day: string, zone: string): number {
  return Math.min(sameTimeOn(day, at, zone) ?? at, (endOf(day, zone) ?? Infinity) - 1);
}

/** When it stands in a list: when it is due, or when it ended. */
export function standsAt({ followUp }: FollowUpRow): number {
  return followUp.state === 'open' ? followUp.dueAt : (followUp.endedAt ?? followUp.dueAt);
}

export type Day = {
  readonly day: string;
  /** Today, Tomorrow, Yesterday, Monday, 3 November 2026. */
  readonly title: string;
  readonly rows: readonly FollowUpRow[];
};

function titleOf(day: string, at: number, { now, zone }: { now: number; zone: string }): string {
  return day === addDays(dayOf(now, zone), 1) ? t('follow-ups.tomorrow') : dayName(at, now, zone);
}

/** The rows by their days, in the order in which they come. */
export function byDay(rows: readonly FollowUpRow[], clock: { now: number; zone: string }): readonly Day[] {
  const days = Map.groupBy(rows, (row) => dayOf(standsAt(row), clock.zone));
  return [...days].map(([day, some]) => {
    const [first] = some;
    return { day, title: first ? titleOf(day, standsAt(first), clock) : day, rows: some };
  });
}
