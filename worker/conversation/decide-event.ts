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
import type { ParkedReport, StatusReport } from './state.ts';

/** The row's title: the profile name, else the username, else the phone. */
function retitle(change: Change): void {
  const { head, state } = change;
  const name = state.profileName || head.username || head.phone || '';
  if (name !== head.name) change.setHead({ name });
}

function learnProfile(change: Change, { name, username }: Profile): void {
  if (name && name !== change.state.profileName) change.setState({ profileName: name });
  if (username && username !== change.head.username) change.setHead({ username });
  retitle(change);
}

/** Names that an event shows become names of this conversation. */
export function learnNames(change: Change, names: readonly CustomerName[]): void {
  const fresh = names.filter((name) => !change.state.names.includes(name));
  if (fresh.length === 0) return;
  change.setState({ names: [...change.state.names, ...fresh] });
  const phone = fresh.findLast((name) => name.startsWith('phone:'));
  if (phone) change.setHead({ phone: `+${phone.slice('phone:'.length)}` });
  retitle(change);
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

/** A report finds its message by Meta's id or by ours, or waits for it. */
export function settle(change: Change, parked: ParkedReport): void {
  const { metaId, callbackId, report } = parked;
  const found = change.byMetaId(metaId) ?? (callbackId === undefined ? null : change.message(callbackId));
  if (!found) {
    const known = change.parked(metaId).filter((other) => other.report.state === report.state);
    // The earliest of each step is kept.
    if (known.every((other) => report.at < other.report.at)) change.park.push(parked);
    return;
  }
  if (!found.delivery) return;
  // It has reached Meta, whatever became of our request: nothing of it waits any more.
  if (!isSettled(found.delivery.state)) change.unqueue.push(found.id);
  change.report(change.adopt(found, metaId), report);
}

function decideStatus(change: Change, event: StatusEvent): void {
  const { id: metaId, callbackId } = event;
  const report = reportOf(change, event);
  settle(change, { metaId, ...(callbackId && { callbackId }), report, arrivedAt: change.now });
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
