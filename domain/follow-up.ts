/** The follow-ups of one conversation: their order, how many there may be, and which comes next. Times in ms. */
import type { Head } from './head.ts';
import type { FollowUp } from './panel.ts';

/** `overdue`: due and not ended. `today`: still to come on this day. `open`: overdue or to come, for the calendar. */
export const followUpTabs = ['overdue', 'today', 'upcoming', 'done', 'open'] as const;
export type FollowUpTab = (typeof followUpTabs)[number];
export const followUpScopes = ['me', 'team'] as const;
export type FollowUpScope = (typeof followUpScopes)[number];

/** Of one conversation; ended ones beyond that are forgotten, the oldest first. */
export const mostFollowUps = { open: 50, ended: 50 };
/** No alarm can be set for times far beyond this. */
export const latestFollowUp = Date.UTC(2100, 0, 1);
export const followUpNoteLimit = 2000;

export const isOpen = ({ state }: FollowUp): boolean => state === 'open';

function byTime(one: FollowUp, other: FollowUp): number {
  return one.dueAt - other.dueAt || (one.id < other.id ? -1 : 1);
}

/** As `Panel` keeps them: open ones by their time, then ended ones, the newest first, and no more of those than are kept. */
export function ordered(all: readonly FollowUp[]): FollowUp[] {
  const ended = all.filter((one) => !isOpen(one));
  ended.sort((one, other) => (other.endedAt ?? 0) - (one.endedAt ?? 0) || byTime(one, other));
  return [...all.filter(isOpen).sort(byTime), ...ended.slice(0, mostFollowUps.ended)];
}

/** When the first open one is due; undefined where none is open. */
export function firstDue(all: readonly FollowUp[]): number | undefined {
  const times = all.filter(isOpen).map(({ dueAt }) => dueAt);
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** Whether it has reminded its owner since it came to its time: one that was moved on reminds again. */
export const hasReminded = ({ dueAt, firedAt }: FollowUp): boolean =>
  firedAt !== undefined && firedAt >= dueAt;

/** When the next one reminds its owner; null where all have, or none is open. */
export function nextReminder(all: readonly FollowUp[]): number | null {
  return firstDue(all.filter((one) => !hasReminded(one))) ?? null;
}

/**
 * Whether nothing but a template could be written at `at`, as far as is known today: the window will have closed, or
 * never opened. Whoever sets a follow-up is told; the customer may write before that.
 */
export function fallsOutside({ windowExpiresAt }: Pick<Head, 'windowExpiresAt'>, at: number): boolean {
  return windowExpiresAt === null || windowExpiresAt <= at;
}
