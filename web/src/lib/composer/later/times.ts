/** When a message may be sent later: the times that are offered, and whether the window is open then. Pure. */
import { refuseSending, type SendRights, type WindowFacts } from '#domain/window.ts';
import { clockTime, dateTime, dayKey } from '../../words/dates.ts';
import { t } from '../../words/en-replies.ts';

const minute = 60 * 1000;
const hour = 60 * minute;
const day = 24 * hour;
const evening = 18;
const morning = 9;
const monday = 1;
/** An evening that is nearer than this is not offered. */
const soonest = 30 * minute;
/** So long before the window closes a message is still sure to leave. */
const margin = 5 * minute;

export type Offered = { readonly id: 'hour' | 'evening' | 'tomorrow' | 'monday'; readonly at: number };

function onDay(now: number, days: number, hours: number): number {
  const then = new Date(now);
  then.setDate(then.getDate() + days);
  return then.setHours(hours, 0, 0, 0);
}

/** In an hour, this evening, tomorrow and Monday morning, in this device's zone; no time twice. */
export function offeredTimes(now: number): Offered[] {
  const tonight = onDay(now, 0, evening);
  const tomorrow = onDay(now, 1, morning);
  const toMonday = (monday - new Date(now).getDay() + 7) % 7 || 7;
  const nextMonday = onDay(now, toMonday, morning);
  return [
    { id: 'hour', at: Math.ceil((now + hour) / minute) * minute },
    ...(tonight - now >= soonest ? [{ id: 'evening', at: tonight } as const] : []),
    { id: 'tomorrow', at: tomorrow },
    ...(nextMonday === tomorrow ? [] : [{ id: 'monday', at: nextMonday } as const]),
  ];
}

/** Whether the edge takes a free text that is to leave at `at`: it is asked as of that time, and not as of a person. */
export function isOpenAt(window: WindowFacts, rights: SendRights, at: number): boolean {
  return refuseSending(window, { rights, what: 'free', by: 'automation', confirmed: false }, at) === null;
}

/** The last full minute that is safely before the window's end; null when there is none any more. */
export function lastSafe(
  { windowExpiresAt }: Pick<WindowFacts, 'windowExpiresAt'>,
  now: number,
): number | null {
  if (windowExpiresAt === null) return null;
  const at = Math.floor((windowExpiresAt - margin) / minute) * minute;
  return at > now ? at : null;
}

/** A time to come as a person says it: today 18:00, tomorrow 09:00, Monday 09:00, 3 Nov 2026, 09:00. */
export function comingTime(at: number, now: number, zone: string): string {
  const time = clockTime(at, zone);
  if (dayKey(at, zone) === dayKey(now, zone)) return t('later.today', { time });
  if (dayKey(at, zone) === dayKey(now + day, zone)) return t('later.tomorrow-at', { time });
  if (at < now || at - now > 6 * day) return dateTime(at, zone);
  const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: zone }).format(at);
  return t('later.day-at', { day: weekday, time });
}
