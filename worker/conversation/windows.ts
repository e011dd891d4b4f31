/** How events move the window and the free entry point (R-12…R-15). Pure. */
import { eventTime, freeEntryEnd, freeEntryOfferedUntil, windowEnd } from '#domain/window.ts';
import type { StatusEvent } from '../channels/channel.ts';
import { takenAt, type Change } from './change.ts';
import type { StoredMessage } from './state.ts';

/** The customer's opener at `at` (ms); an older one than the latest opens nothing. */
export function openWindow(change: Change, at: number): void {
  const { openedAt } = change.head;
  if (openedAt !== null && at <= openedAt) return;
  const windowExpiresAt = windowEnd(at);
  change.setHead({ openedAt: at, windowExpiresAt });
  // A replayed old message opens nothing, so its end is nothing to tell of either.
  if (windowExpiresAt <= change.now) change.setState({ windowToldAt: windowExpiresAt });
}

/** Meta says that the window is closed: it is, until a newer opener. */
export function closeByMeta(change: Change, at: number): void {
  const { openedAt, windowExpiresAt } = change.head;
  if (windowExpiresAt === null || openedAt === null || at <= openedAt) return;
  const closed = Math.min(windowExpiresAt, change.now);
  if (windowExpiresAt <= change.now) return;
  change.setHead({ windowExpiresAt: closed });
  change.setState({ windowToldAt: closed });
  change.line({ what: 'window-closed-by-meta' }, undefined);
}

/** An opener from an ad makes a free entry point possible. */
export function offerFreeEntry(change: Change, openerAt: number): void {
  if (change.head.channel !== 'whatsapp') return;
  const until = freeEntryOfferedUntil(openerAt);
  if (until > (change.state.freeEntryOfferedUntil ?? 0)) change.setState({ freeEntryOfferedUntil: until });
}

function runFreeEntry(
  change: Change,
  entry: { readonly startedAt: number; readonly until: number; readonly confirmed: boolean },
): void {
  const { startedAt, until, confirmed } = entry;
  const wasRunning = (change.head.freeEntryUntil ?? 0) > change.now;
  change.setState({ freeEntry: { startedAt, confirmed }, freeEntryOfferedUntil: null });
  change.setHead({ freeEntryUntil: until });
  if (until <= change.now) return change.setState({ freeEntryToldAt: until });
  if (!wasRunning) change.line({ what: 'free-entry', until }, undefined);
}

/** Our first message within the offer starts it, 72 hours long until Meta says otherwise. */
export function startFreeEntry(change: Change, at: number): void {
  const offered = change.state.freeEntryOfferedUntil;
  if (offered === null) return;
  if (at > offered) return change.setState({ freeEntryOfferedUntil: null });
  runFreeEntry(change, { startedAt: at, until: freeEntryEnd(at), confirmed: false });
}

/** What a status says of the price and of the free entry point; Meta's own end wins, also when it is later. */
export function heedPrice(change: Change, message: StoredMessage, event: StatusEvent): void {
  const { price, freeEntry } = event;
  const { head, state } = change;
  if (price && JSON.stringify(price) !== JSON.stringify(message.price)) change.put({ ...message, price });
  if (head.channel !== 'whatsapp') return;
  const startedAt = takenAt(message) ?? eventTime(event.at, change.now);
  if (freeEntry) {
    const running = state.freeEntry !== null && (head.freeEntryUntil ?? 0) >= startedAt;
    const until = freeEntry.until ?? (running ? head.freeEntryUntil : null) ?? freeEntryEnd(startedAt);
    if (running && state.freeEntry?.confirmed && until === head.freeEntryUntil) return;
    const began = running ? (state.freeEntry?.startedAt ?? startedAt) : startedAt;
    return runFreeEntry(change, { startedAt: began, until, confirmed: true });
  }
  if (price && state.freeEntry && !state.freeEntry.confirmed && startedAt >= state.freeEntry.startedAt) {
    // Meta charges for it: what we took for an ad's entry is none (a click on a desktop, for one).
    change.setState({ freeEntry: null, freeEntryToldAt: head.freeEntryUntil });
    change.setHead({ freeEntryUntil: null });
    change.line({ what: 'free-entry-ended' }, undefined);
  }
}
