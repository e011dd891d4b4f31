/** Time passed → what changes. Idempotent: everything overdue is dealt with at any wake. Pure. */
import { previewOf } from '#domain/head.ts';
import type { Change } from './change.ts';
import { closingDue } from './deadlines.ts';
import { publicMessage, type OutboxRow } from './state.ts';

/** The window's end is told once, at its own time. */
export function decideWindowEnd(change: Change): void {
  const { windowExpiresAt } = change.head;
  if (windowExpiresAt === null || windowExpiresAt > change.now) return;
  if (change.state.windowToldAt === windowExpiresAt) return;
  change.setState({ windowToldAt: windowExpiresAt });
  change.line({ what: 'window-closed' }, undefined, windowExpiresAt);
}

/** The window closes within the hour and the customer waits: the assignee is told, once a window (B-69). */
export function decideClosing(change: Change): void {
  const { assignee, windowExpiresAt } = change.head;
  const dueAt = closingDue(change.state, change.now);
  if (dueAt === null || dueAt > change.now || !assignee) return;
  const waiting = change.newestIncoming();
  const shown = waiting && publicMessage(waiting);
  change.setState({ closingToldAt: windowExpiresAt });
  change.notify({
    personId: assignee.id,
    kind: 'closing',
    text: (shown && previewOf(shown)?.text) ?? '',
    ...(waiting && { messageId: waiting.id }),
  });
}

/** The free entry point's end is told once, at its own time. */
export function decideFreeEntryEnd(change: Change): void {
  const { freeEntryUntil } = change.head;
  if (freeEntryUntil === null || freeEntryUntil > change.now) return;
  if (change.state.freeEntryToldAt === freeEntryUntil) return;
  change.setState({ freeEntryToldAt: freeEntryUntil });
  change.line({ what: 'free-entry-ended' }, undefined, freeEntryUntil);
}

/** What left and was not answered before the object stopped is unknown, not queued. */
export function decideLost(change: Change, rows: readonly OutboxRow[]): void {
  for (const row of rows) {
    if (row.leftAt === null) continue;
    change.unqueue.push(row.messageId);
    const message = change.message(row.messageId);
    if (message) change.report(message, { state: 'unknown', at: change.now });
  }
}
