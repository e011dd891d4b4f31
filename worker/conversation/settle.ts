/** What was told of a message of ours finds it, or waits for it. Pure. */
import { isSettled } from '#domain/delivery.ts';
import { eventTime } from '#domain/window.ts';
import type { StatusEvent } from '../channels/channel.ts';
import { closesWindow } from '../channels/errors.ts';
import type { Change } from './change.ts';
import { hasReached, takenAt } from './change.ts';
import { learnProfile } from './customer.ts';
import { amend, takeBack } from './decide-amend.ts';
import type { Parked, StatusReport, StoredMessage } from './state.ts';
import { closeByMeta, heedPrice, openByReaction } from './windows.ts';

type ParkedReport = Extract<Parked, { report: StatusReport }>;

/** Two of the same kind under one id are one: the later told replaces the earlier. */
export function parkedKey(parked: Parked): string {
  if ('report' in parked) return parked.report.state;
  if ('upTo' in parked) return `upTo:${parked.upTo.step}`;
  if ('reaction' in parked) return `reaction:${parked.reaction.from}:${parked.reaction.id}`;
  if ('edit' in parked) {
    const { from, id, number = '', at } = parked.edit;
    return `edit:${from}:${id}:${number}:${at}`;
  }
  return 'unsend' in parked ? `unsend:${parked.unsend.from}` : 'echo';
}

/** Takes one report in; watermarks that were told before apply to what is known to have left only now. */
export function report(change: Change, message: StoredMessage, told: StatusReport): void {
  change.report(message, told);
  heedWatermarks(change, message.id);
}

/** Watermarks that came before a message of ours raise it, too. What failed stays failed: they only infer. */
export function heedWatermarks(change: Change, id: string): void {
  for (const step of ['delivered', 'read'] as const) {
    const message = change.message(id);
    const taken = message && takenAt(message);
    if (!message || taken === null || message.delivery?.state === 'failed') return;
    const upTo = change.state[step];
    if (taken <= upTo && !hasReached(message, step)) change.report(message, { state: step, at: upTo });
  }
}

/** What a status says besides how far its message came: customer, price, window. */
function heed(change: Change, message: StoredMessage, event: StatusEvent): void {
  const { profile, error } = event;
  if (profile) learnProfile(change, profile);
  heedPrice(change, message, event);
  if (!error || !closesWindow(event.channel, error)) return;
  // Meta judged when it took the message: what the customer wrote after that opens all the same.
  closeByMeta(change, message.delivery?.times.accepted ?? eventTime(event.at, change.now));
}

function settleReport(change: Change, message: StoredMessage, parked: ParkedReport): void {
  const { report: told, event } = parked;
  const before = message.delivery?.state;
  report(change, message, told);
  const now = change.message(message.id) ?? message;
  const failure = before === 'failed' ? undefined : now.delivery?.failure;
  if (failure) takeBack(change, now, failure.sentence);
  if (event) heed(change, now, event);
}

/** Everything that waited under Meta's id of a message that is here now. */
export function settleParked(change: Change, id: string, metaId: string): void {
  const waiting = change.parked(metaId);
  if (waiting.length === 0) return;
  change.unpark.push(metaId);
  const inOrder = [...waiting].sort((a, b) => a.arrivedAt - b.arrivedAt);
  for (const parked of inOrder) settleOne(change, id, parked);
}

function settleOne(change: Change, id: string, parked: Parked): void {
  const message = change.message(id);
  if (!message) return;
  if ('report' in parked) return settleReport(change, message, parked);
  if ('upTo' in parked) return readUpTo(change, message, parked.upTo);
  if ('echo' in parked)
    return report(change, message, { state: 'sent', at: eventTime(parked.echo.at, parked.arrivedAt) });
  if ('reaction' in parked) openByReaction(change, parked.reaction);
  amend(change, message, parked);
}

/** This message was read, and so was everything before it (Instagram's `read.mid`). */
function readUpTo(
  change: Change,
  message: StoredMessage,
  { step, at }: { readonly step: 'delivered' | 'read'; readonly at: number },
): void {
  report(change, message, { state: step, at });
  const taken = takenAt(change.message(message.id) ?? message);
  if (taken === null) return;
  if (taken > change.state[step]) change.setState({ [step]: taken });
  change.raise(step, taken, at);
}

/** Meta's id of a message of ours becomes known: what waited under it is taken in. */
export function adopt(change: Change, message: StoredMessage, metaId: string): StoredMessage {
  // Whatever is here under that id keeps it: an echo that was taken for a message from elsewhere.
  const isFree = metaId !== '' && change.byMetaId(metaId) === null;
  if (message.metaId === undefined && isFree) change.put({ ...message, metaId });
  if (metaId !== '') settleParked(change, message.id, metaId);
  return change.message(message.id) ?? message;
}

/** It has reached Meta, whatever became of our request: nothing of it waits any more. */
export function hasArrived(change: Change, message: StoredMessage): void {
  if (message.delivery && !isSettled(message.delivery.state)) change.unqueue.push(message.id);
}

function ours(change: Change, id: string): StoredMessage | null {
  const message = change.message(id);
  return message?.delivery ? message : null;
}

/** A report finds its message by Meta's id or by ours, or waits for it. */
export function settle(change: Change, parked: Parked): void {
  const { metaId, callbackId } = parked;
  const found = (callbackId === undefined ? null : ours(change, callbackId)) ?? change.byMetaId(metaId);
  if (!found) return wait(change, parked);
  if (!('report' in parked) && !('upTo' in parked)) return settleOne(change, found.id, parked);
  if (!found.delivery) return;
  hasArrived(change, found);
  settleOne(change, adopt(change, found, metaId).id, parked);
}

function wait(change: Change, parked: Parked): void {
  const same = change.parked(parked.metaId).filter((other) => parkedKey(other) === parkedKey(parked));
  if (same.every((other) => isNews(parked, other))) change.park.push(parked);
}

/** Of reports the earliest of each step is kept, of everything else the latest. */
function isNews(parked: Parked, known: Parked): boolean {
  const isReport = 'report' in parked || 'upTo' in parked;
  return isReport ? toldAt(parked) < toldAt(known) : toldAt(parked) > toldAt(known);
}

/** In ms; the arrival where Meta gives no time. */
function toldAt(parked: Parked): number {
  if ('report' in parked) return parked.report.at;
  if ('upTo' in parked) return parked.upTo.at;
  return eventTime(amendedAt(parked), parked.arrivedAt);
}

type Awaiting = Exclude<Parked, { report: StatusReport } | { upTo: object }>;

function amendedAt(parked: Awaiting): number {
  if ('reaction' in parked) return parked.reaction.at;
  if ('edit' in parked) return parked.edit.at;
  return 'unsend' in parked ? parked.unsend.at : parked.echo.at;
}
