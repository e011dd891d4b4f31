/** When to come back to a conversation: what a row shows of it, and the times that a menu offers. Pure. */
import { clockTime, dayKey } from '../words/dates.ts';
import { t } from '../words/t.ts';
import { when } from '../words/when.ts';

export type Due = {
  readonly state: 'today' | 'overdue';
  readonly short: string;
  /** The whole sentence, for a screen reader. */
  readonly long: string;
};

/** What a row shows of its follow-up: nothing before its day has come (B-05). Times in ms. */
export function dueWords(at: number | undefined, now: number, zone: string): Due | null {
  if (at === undefined) return null;
  const time = when(at, now, zone);
  if (at <= now) return { state: 'overdue', short: t('row.overdue-mark'), long: t('row.overdue', { time }) };
  if (dayKey(at, zone) !== dayKey(now, zone)) return null;
  return { state: 'today', short: clockTime(at, zone), long: t('row.due-at', { time }) };
}

const hour = 60 * 60 * 1000;
const morning = 9;
const monday = 1;

function morningAfter(now: number, days: number): number {
  const then = new Date(now);
  then.setDate(then.getDate() + days);
  return then.setHours(morning, 0, 0, 0);
}

export type Preset = 'in-an-hour' | 'tomorrow' | 'next-monday';

/** The times that are offered, in this device's time zone: in an hour, tomorrow at nine, next Monday at nine (B-60). */
export function presets(now: number): Readonly<Record<Preset, number>> {
  const weekday = new Date(now).getDay();
  return {
    'in-an-hour': now + hour,
    tomorrow: morningAfter(now, 1),
    'next-monday': morningAfter(now, (monday - weekday + 7) % 7 || 7),
  };
}

/** A time as a field of the page holds it, in this device's zone: 2026-11-21T09:00. */
export function toField(at: number): string {
  const then = new Date(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
  return `${day}T${two(then.getHours())}:${two(then.getMinutes())}`;
}

/** The time that a field holds, in ms; null when it holds none. */
export function fromField(text: string): number | null {
  const at = new Date(text).getTime();
  return Number.isNaN(at) ? null : at;
}
