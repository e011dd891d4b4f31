import { clockTime, dateTime, dayKey } from './dates.ts';

/** A moment in a sentence: 14:37 when it is today, else with its date. */
export function when(at: number, now: number, zone: string): string {
  return dayKey(at, zone) === dayKey(now, zone) ? clockTime(at, zone) : dateTime(at, zone);
}
