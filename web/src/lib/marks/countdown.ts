/** How long a window stays open, in words. */
import { windowState, type WindowFacts, type WindowState } from '#domain/window.ts';
import { t } from '../words/t.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

function padded(value: number): string {
  return String(value).padStart(2, '0');
}

/** To the second in the last hour: "23 h 12 m", "59:07". */
export function exactLeft(left: number): string {
  if (left >= hour)
    return t('left.hours-minutes', { h: Math.floor(left / hour), m: Math.floor((left % hour) / minute) });
  const seconds = Math.max(0, Math.ceil(left / second));
  if (seconds === 3600) return t('left.hours-minutes', { h: 1, m: 0 });
  return t('left.clock', { m: padded(Math.floor(seconds / 60)), s: padded(seconds % 60) });
}

/** At a glance: "21 h", "2 h 41 m", "52 m". */
export function roughLeft(left: number): string {
  if (left >= 4 * hour) return t('left.hours', { h: Math.floor(left / hour) });
  if (left >= hour)
    return t('left.hours-minutes', { h: Math.floor(left / hour), m: Math.floor((left % hour) / minute) });
  if (left >= minute) return t('left.minutes', { m: Math.floor(left / minute) });
  return t('left.moment');
}

export type WindowWords = {
  readonly state: WindowState;
  /** What stands on the screen. */
  readonly short: string;
  /** The whole sentence, for a screen reader. */
  readonly long: string;
};

/** A window in words at `now`; `left` says how exactly. */
export function windowWords(
  facts: Pick<WindowFacts, 'windowExpiresAt'>,
  now: number,
  say: (left: number) => string,
): WindowWords {
  const state = windowState(facts, now);
  if (state === 'none') return { state, short: t('window.not-open'), long: t('window.none') };
  if (state === 'closed') return { state, short: t('window.expired'), long: t('window.closed') };
  const left = say((facts.windowExpiresAt ?? now) - now);
  return { state, short: left, long: t(`window.${state}`, { left }) };
}

/** What is said aloud of a window that closes: when so many ms are left, and at its end. */
const saidAt = [60 * minute, 15 * minute, 5 * minute, 0];

/** Which of those was passed when `before` ms were left and now `left` are: the last of them; null for none. */
export function crossed(before: number, left: number): number | null {
  return saidAt.findLast((step) => before > step && left <= step) ?? null;
}
