/** What Meta told us → what changes. Pure. */
import { isSettled } from '#domain/delivery.ts';
import type {
  Profile,
  ConversationEvent,
  CustomerName,
  MessageEvent,
  StatusEvent,
} from '../channels/channel.ts';
import { eventTime, extendWindow } from '#domain/window.ts';
import { sentenceFor } from '../channels/errors.ts';
import type { Change } from './change.ts';
import type { StatusReport } from './state.ts';

function learnProfile(change: Change, profile: Profile): void {
  const { head } = change;
  const username = profile.username ?? head.username;
  const name = profile.name ?? (head.name || username || head.phone || '');
  if (name !== head.name) change.setHead({ name });
  if (username !== head.username) change.setHead({ username });
}

/** Names that an event shows become names of this conversation. */
export function learnNames(change: Change, names: readonly CustomerName[]): void {
  const fresh = names.filter((name) => !change.state.names.includes(name));
  if (fresh.length === 0) return;
  change.setState({ names: [...change.state.names, ...fresh] });
  const phone = fresh.find((name) => name.startsWith('phone:'));
  if (phone) change.setHead({ phone: `+${phone.slice('phone:'.length)}` });
}

function openWindow(change: Change, at: number): void {
  const windowExpiresAt = extendWindow(change.head.windowExpiresAt, at);
  if (windowExpiresAt === change.head.windowExpiresAt) return;
  change.setHead({ windowExpiresAt });
  // A replayed old message opens nothing, so its end is nothing to tell of either.
  if (windowExpiresAt <= change.now) change.setState({ windowToldAt: windowExpiresAt });
}

/** The customer speaks: unread by arrival, back to Active. */
function hear(change: Change): void {
  const runs = change.state.unreadRuns;
  const last = runs.at(-1);
  const others = last?.[0] === change.rev ? runs.slice(0, -1) : runs;
  change.setUnread([...others, [change.rev, last?.[0] === change.rev ? last[1] + 1 : 1]]);
  if (change.head.archived) {
    change.setHead({ archived: false });
    change.line({ what: 'reopened' }, undefined);
  }
}

function decideMessage(change: Change, event: MessageEvent): void {
  // The same Meta id again changes nothing.
  if (change.message(event.id) ?? change.byMetaId(event.id)) return;
  const at = eventTime(event.at, change.now);
  learnNames(change, event.names);
  learnProfile(change, event.profile);
  if (event.opens) openWindow(change, at);
  if (event.speaks) hear(change);
  change.add({
    id: event.id,
    at,
    direction: 'in',
    content: event.content,
    ...(event.quotes && { quotes: event.quotes }),
    ...(event.raw && { raw: event.raw }),
  });
}

function reportOf(change: Change, event: StatusEvent): StatusReport {
  const at = eventTime(event.at, change.now);
  if (event.step !== 'failed') return { state: event.step, at };
  const error = event.error ?? { code: '', title: '', details: '' };
  return { state: 'failed', at, failure: { ...error, sentence: sentenceFor(event.channel, error) } };
}

function decideStatus(change: Change, event: StatusEvent): void {
  const found =
    change.byMetaId(event.id) ?? (event.callbackId === undefined ? null : change.message(event.callbackId));
  const report = reportOf(change, event);
  if (!found) {
    if (change.parked(event.id).some((known) => known.state === report.state)) return;
    change.park.push({ metaId: event.id, report, arrivedAt: change.now });
    return;
  }
  if (!found.delivery) return;
  // A status settles an unknown send, however late, and brings the id that no answer brought.
  const message = found.metaId ? found : { ...found, metaId: event.id };
  if (message !== found) change.put(message);
  if (!isSettled(message.delivery?.state ?? 'queued')) change.unqueue.push(message.id);
  change.report(message, report);
}

/** One event of Meta. */
export function decideEvent(change: Change, event: ConversationEvent): void {
  switch (event.type) {
    case 'message':
      return decideMessage(change, event);
    case 'status':
      return decideStatus(change, event);
  }
}
