/** How events move the window and the free entry point (R-12…R-15). Pure. */
import { eventTime, freeEntryEnd, freeEntryOfferedUntil, isFreeEntry, windowEnd } from '#domain/window.ts';
import type { ReactionEvent, StatusEvent } from '../channels/channel.ts';
import { takenAt, type Change } from './change.ts';
import type { StoredMessage } from './state.ts';

/** When the window of the opener at `openedAt` closes: after its day, or by Meta's later word. All in ms. */
function expiryOf(change: Change, openedAt: number): number {
  const { closedAt } = change.state;
  const end = windowEnd(openedAt);
  return closedAt !== null && closedAt > openedAt ? Math.min(end, closedAt) : end;
}

/** The customer's opener at `at` (ms); an older one than the latest opens nothing. */
export function openWindow(change: Change, at: number): void {
  const { openedAt } = change.head;
  if (openedAt !== null && at <= openedAt) return;
  const windowExpiresAt = expiryOf(change, at);
  change.setHead({ openedAt: at, windowExpiresAt });
  // A replayed old message opens nothing, so its end is nothing to tell of either.
  if (windowExpiresAt <= change.now) change.setState({ windowToldAt: windowExpiresAt });
}

/** A reaction that Meta gives no time for opens nothing: every repeat of it would. */
export function openByReaction(change: Change, { opens, at }: ReactionEvent): void {
  if (opens && eventTime(at, change.now) === at) openWindow(change, at);
}

/** Meta says of a message that it took at `at` (ms) that the window is closed: it is, until a newer opener. */
export function closeByMeta(change: Change, at: number): void {
  const { openedAt, windowExpiresAt } = change.head;
  const closedAt = Math.min(at, change.now);
  if (closedAt <= (change.state.closedAt ?? 0)) return;
  change.setState({ closedAt });
  if (openedAt === null || windowExpiresAt === null) return;
  const expiry = expiryOf(change, openedAt);
  if (expiry === windowExpiresAt) return;
  change.setHead({ windowExpiresAt: expiry });
  change.setState({ windowToldAt: expiry });
  if (windowExpiresAt > change.now) change.line({ what: 'window-closed-by-meta' }, undefined);
}

/** When Meta took a message of ours, by our clock where it can be: the clock in which a free entry point starts (ms). */
function answeredAt(message: StoredMessage): number | null {
  return message.delivery?.times.accepted ?? takenAt(message);
}

/** Our first message that Meta took between two times (ms): the customer's may come here after our answer. */
function firstAnswer(change: Change, from: number, until: number): StoredMessage | null {
  let first: StoredMessage | null = null;
  for (const message of change.outgoing(change.now)) {
    if (message.at < from) break;
    const at = answeredAt(message);
    const counts = message.origin === undefined && message.delivery?.state !== 'failed';
    if (counts && at !== null && at <= until) first = message;
  }
  return first;
}

/** An opener from an ad makes a free entry point possible. */
export function offerFreeEntry(change: Change, openerAt: number): void {
  if (change.head.channel !== 'whatsapp') return;
  const until = freeEntryOfferedUntil(openerAt);
  if (until <= (change.state.freeEntryOfferedUntil ?? 0)) return;
  const answer = firstAnswer(change, openerAt, until);
  // It began with that answer, and no later one begins it again.
  if (answer && (change.state.freeEntry?.startedAt ?? 0) >= openerAt) return;
  change.setState({ freeEntryOfferedUntil: until });
  if (answer) startFreeEntry(change, answer);
}

function runFreeEntry(
  change: Change,
  entry: { readonly startedAt: number; readonly until: number; readonly confirmed: boolean },
): void {
  const { startedAt, until, confirmed } = entry;
  const known = change.head.freeEntryUntil;
  const wasRunning = isFreeEntry(change.head, change.now);
  change.setState({ freeEntry: { startedAt, confirmed }, freeEntryOfferedUntil: null });
  if (until === known) return;
  change.setHead({ freeEntryUntil: until });
  if (wasRunning) return;
  if (until <= change.now) change.setState({ freeEntryToldAt: until });
  else change.line({ what: 'free-entry', until }, undefined);
}

/** Our first message within the offer starts it, 72 hours long until Meta says otherwise. */
export function startFreeEntry(change: Change, message: StoredMessage): void {
  const { freeEntryOfferedUntil: offered, freeEntry } = change.state;
  const at = answeredAt(message);
  if (offered === null || at === null || message.delivery?.state === 'failed') return;
  change.setState({ freeEntryOfferedUntil: null });
  // Too late; or Meta has named a price already; or it has named the end of one that runs.
  const isKnown = freeEntry?.confirmed === true && isFreeEntry(change.head, at);
  if (at > offered || message.price || isKnown) return;
  runFreeEntry(change, { startedAt: at, until: freeEntryEnd(at), confirmed: false });
}

/** A status proves a free entry point. The word of the latest message counts, also when it names a later end. */
function confirmFreeEntry(change: Change, at: number, told: number | undefined): void {
  const { freeEntryUntil } = change.head;
  const { freeEntry } = change.state;
  if (freeEntry && at < freeEntry.startedAt && (freeEntry.confirmed || told === undefined)) return;
  const within = freeEntryUntil !== null && at <= freeEntryUntil;
  if (told === undefined && within && freeEntry?.confirmed) return;
  const until = told ?? (within ? freeEntryUntil : freeEntryEnd(at));
  if (freeEntry?.confirmed && until === freeEntryUntil) return;
  const startedAt = told === undefined && within ? (freeEntry?.startedAt ?? at) : at;
  runFreeEntry(change, { startedAt, until, confirmed: true });
}

/** What a status says of the price and of the free entry point. */
export function heedPrice(change: Change, message: StoredMessage, event: StatusEvent): void {
  const { price, freeEntry } = event;
  const { head, state } = change;
  if (price && JSON.stringify(price) !== JSON.stringify(message.price)) change.put({ ...message, price });
  if (head.channel !== 'whatsapp') return;
  const at = answeredAt(message) ?? eventTime(event.at, change.now);
  if (freeEntry) return confirmFreeEntry(change, at, freeEntry.until);
  const ours = state.freeEntry;
  if (!price || !ours || ours.confirmed || at < ours.startedAt || !isFreeEntry(head, change.now)) return;
  // Meta charges for it: what we took for an ad's entry is none (a click on a desktop, for one).
  change.setState({ freeEntry: null, freeEntryToldAt: head.freeEntryUntil });
  change.setHead({ freeEntryUntil: null });
  change.line({ what: 'free-entry-ended' }, undefined);
}
