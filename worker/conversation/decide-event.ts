/** What Meta told us → what changes. Pure. */
import type {
  ConversationEvent,
  MessageEvent,
  MetaError,
  NoticeEvent,
  ReactionEvent,
  StatusEvent,
  WatermarkEvent,
} from '../channels/channel.ts';
import type { Referral } from '#domain/message.ts';
import { eventTime } from '#domain/window.ts';
import { judgeError } from '../channels/errors.ts';
import type { Change } from './change.ts';
import { learnNames, learnProfile, wantProfile } from './customer.ts';
import { seek, seekFirst } from './decide-assign.ts';
import { decideEcho } from './decide-echo.ts';
import { openLead, originOf } from './decide-lead.ts';
import { comeBack } from './decide-waiting.ts';
import { isPlaceholder, refill } from './placeholder.ts';
import { settle, settleParked } from './settle.ts';
import type { StatusReport } from './state.ts';
import { offerFreeEntry, openByReaction, openWindow } from './windows.ts';
import { fetchFiles, written } from './written.ts';

/** Back to Active, with a line, by what the customer did at `at` (ms). */
function reopen(change: Change, at: number): void {
  if (!change.head.archived) return;
  change.setHead({ archived: false });
  change.line({ what: 'reopened' }, undefined);
  comeBack(change, at);
  seek(change, 'reopened');
}

/** The customer speaks: unread by arrival, back to Active, and a lead. */
function hear(change: Change, at: number, referral: Referral | undefined): void {
  const runs = change.state.unreadRuns;
  const last = runs.at(-1);
  const others = last?.[0] === change.rev ? runs.slice(0, -1) : runs;
  change.setUnread([...others, [change.rev, last?.[0] === change.rev ? last[1] + 1 : 1]]);
  reopen(change, at);
  openLead(change, originOf(change, referral), at);
}

function decideMessage(change: Change, event: MessageEvent): void {
  const known = change.byMetaId(event.id);
  // The same Meta id again changes nothing, unless a placeholder gets its file.
  if (known && !isPlaceholder(known)) return;
  if (known) return refill(change, known, event);
  const at = eventTime(event.at, change.now);
  learnNames(change, event.names);
  learnProfile(change, event.profile);
  wantProfile(change);
  if (!event.history) change.setMark('elsewhere', event.elsewhere === true);
  if (event.opens) openWindow(change, at);
  if (event.opens && event.referral) offerFreeEntry(change, at);
  if (event.speaks) hear(change, at, event.referral);
  if (event.speaks && !event.history) seekFirst(change);
  const { sender } = event;
  change.add({
    ...written(change, event),
    at,
    direction: 'in',
    ...(sender && { sender: event.profile.name ?? sender }),
    ...(!event.speaks && { silent: true }),
  });
  fetchFiles(change, event.id, event.sources);
  settleParked(change, event.id, event.id);
}

function reportOf(change: Change, event: StatusEvent): StatusReport {
  const at = eventTime(event.at, change.now);
  if (event.step !== 'failed') return { state: event.step, at };
  const error: MetaError = event.error ?? { code: '', title: '', details: '' };
  const { code, title, details } = error;
  return { state: 'failed', at, failure: { code, title, details, ...judgeError(event.channel, error) } };
}

function decideStatus(change: Change, event: StatusEvent): void {
  const { id: metaId, callbackId } = event;
  const report = reportOf(change, event);
  settle(change, { metaId, ...(callbackId && { callbackId }), report, event, arrivedAt: change.now });
}

function decideWatermark(change: Change, event: WatermarkEvent): void {
  const { step, upTo, ids } = event;
  const at = eventTime(event.at, change.now);
  for (const metaId of ids) {
    const one = step === 'read' ? { upTo: { step, at } } : { report: { state: step, at } as const };
    settle(change, { metaId, ...one, arrivedAt: change.now });
  }
  if (upTo === undefined || !change.begun) return;
  const until = eventTime(upTo, change.now);
  change.raise(step, until);
  // Also for messages whose time becomes known only later.
  if (until > change.state[step]) change.setState({ [step]: until });
}

function decideReaction(change: Change, event: ReactionEvent): void {
  settle(change, { metaId: event.target, reaction: event, arrivedAt: change.now });
  // It opens whatever becomes of its target.
  if (change.begun) openByReaction(change, event);
}

/** Whether an event is reason enough for a conversation that is not there yet. */
export function beginsConversation(event: ConversationEvent): boolean {
  if (event.type === 'notice') return event.opens || event.reopens || event.happening.what === 'marketing';
  return event.type === 'message' || event.type === 'echo';
}

function decideNotice(change: Change, event: NoticeEvent): void {
  const { happening } = event;
  if (!change.begun && !beginsConversation(event)) return;
  if (change.message(event.id)) return;
  const at = eventTime(event.at, change.now);
  learnNames(change, event.names);
  learnProfile(change, event.profile);
  if (event.opens) openWindow(change, at);
  if (event.opens && happening.what === 'referred') offerFreeEntry(change, at);
  if (event.reopens) reopen(change, at);
  if (event.opens || event.reopens) seekFirst(change);
  if (happening.what === 'marketing') change.setMark('optedOut', happening.value === 'stop');
  if (happening.what === 'handover') change.setMark('elsewhere', happening.to === 'other');
  const { raw } = event;
  change.add({
    id: event.id,
    at,
    direction: 'line',
    content: { kind: 'line', ...happening },
    ...(raw && { raw }),
  });
}

/** One event of Meta. */
export function decideEvent(change: Change, event: ConversationEvent): void {
  switch (event.type) {
    case 'message':
      return decideMessage(change, event);
    case 'echo':
      return decideEcho(change, event);
    case 'status':
      return decideStatus(change, event);
    case 'watermark':
      return decideWatermark(change, event);
    case 'reaction':
      return decideReaction(change, event);
    case 'edit':
      return settle(change, { metaId: event.target, edit: event, arrivedAt: change.now });
    case 'unsend':
      return settle(change, { metaId: event.target, unsend: event, arrivedAt: change.now });
    case 'notice':
      return decideNotice(change, event);
  }
}
