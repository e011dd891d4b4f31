/** What leaves next, and when to try again. Pure: no network, no clock. */
import type { OutboxRow } from './state.ts';

const second = 1000;
const firstBackOff = 2 * second;
const longestBackOff = 5 * 60 * second;
/** A message that could not leave for this long is given up. */
export const outboxPatience = 24 * 60 * 60 * second;

/** The row that may leave now. One at a time, in order: a waiting or leaving one holds back the later ones. */
export function nextToLeave(rows: readonly OutboxRow[], now: number): OutboxRow | null {
  const first = rows[0];
  if (!first || first.leftAt !== null || first.dueAt > now) return null;
  return first;
}

/**
 * When to try again, in ms from now: what Meta asks for, else doubling with jitter. `chance` is 0…1.
 */
export function backOff(attempt: number, askedMs: number | null, chance: number): number {
  if (askedMs !== null) return askedMs;
  const ceiling = Math.min(longestBackOff, firstBackOff * 2 ** attempt);
  return Math.round(ceiling / 2 + (ceiling / 2) * chance);
}
