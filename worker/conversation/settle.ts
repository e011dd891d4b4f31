/** What was told of a message of ours finds it, or waits for it. Pure. */
import { isSettled } from '#domain/delivery.ts';
import { eventTime } from '#domain/window.ts';
import type { Change } from './change.ts';
import { takenAt } from './change.ts';
import { amend } from './decide-amend.ts';
import type { Parked, StatusReport, StoredMessage } from './state.ts';

/** Two of the same kind under one id are one: the later told replaces the earlier. */
export function parkedKey(parked: Parked): string {
  if ('report' in parked) return parked.report.state;
  if ('upTo' in parked) return `upTo:${parked.upTo.step}`;
  if ('reaction' in parked) return `reaction:${parked.reaction.from}`;
  if ('edit' in parked) return `edit:${parked.edit.id}:${parked.edit.at}`;
  return 'unsend' in parked ? 'unsend' : 'echo';
}

/** Takes one report in; watermarks that were told before apply to what is known to have left only now. */
export function report(change: Change, message: StoredMessage, told: StatusReport): void {
  change.report(message, told);
  const now = change.message(message.id);
  const taken = now && takenAt(now);
  if (!now || taken === null) return;
  for (const step of ['delivered', 'read'] as const) {
    const upTo = change.state[step];
    if (taken <= upTo) change.report(change.message(now.id) ?? now, { state: step, at: upTo });
  }
}

/** Everything that waited under Meta's id of a message that is here now. */
export function settleParked(change: Change, id: string, metaId: string): void {
  const waiting = change.parked(metaId);
  if (waiting.length === 0) return;
  change.unpark.push(metaId);
  for (const parked of waiting) settleOne(change, id, parked);
}

function settleOne(change: Change, id: string, parked: Parked): void {
  const message = change.message(id);
  if (!message) return;
  if ('report' in parked) return report(change, message, parked.report);
  if ('upTo' in parked) return readUpTo(change, message, parked.upTo);
  if ('echo' in parked)
    return report(change, message, { state: 'sent', at: eventTime(parked.echo.at, change.now) });
  if ('reaction' in parked) return amend(change, message, parked.reaction);
  if ('edit' in parked) return amend(change, message, parked.edit);
  return amend(change, message, parked.unsend);
}

/** This message was read, and so was everything before it (Instagram's `read.mid`). */
export function readUpTo(
  change: Change,
  message: StoredMessage,
  { step, at }: { readonly step: 'delivered' | 'read'; readonly at: number },
): void {
  report(change, message, { state: step, at });
  const taken = takenAt(change.message(message.id) ?? message);
  if (taken === null) return;
  if (taken > change.state[step]) change.setState({ [step]: taken });
  change.raise(step, taken);
}

/** Meta's id of a message of ours becomes known: what waited under it is taken in. */
export function adopt(change: Change, message: StoredMessage, metaId: string): StoredMessage {
  if (message.metaId === undefined && metaId !== '') change.put({ ...message, metaId });
  if (metaId !== '') settleParked(change, message.id, metaId);
  return change.message(message.id) ?? message;
}

/** It has reached Meta, whatever became of our request: nothing of it waits any more. */
export function hasArrived(change: Change, message: StoredMessage): void {
  if (message.delivery && !isSettled(message.delivery.state)) change.unqueue.push(message.id);
}

/** A report finds its message by Meta's id or by ours, or waits for it. */
export function settle(change: Change, parked: Parked): void {
  const { metaId, callbackId } = parked;
  const found = change.byMetaId(metaId) ?? (callbackId === undefined ? null : change.message(callbackId));
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
  if ('report' in parked && 'report' in known) return parked.report.at < known.report.at;
  return toldAt(parked) > toldAt(known);
}

function toldAt(parked: Parked): number {
  if ('report' in parked) return parked.report.at;
  if ('upTo' in parked) return parked.upTo.at;
  if ('reaction' in parked) return parked.reaction.at;
  if ('edit' in parked) return parked.edit.at;
  return 'unsend' in parked ? parked.unsend.at : parked.echo.at;
}
