/** Meta's answer to a send → what changes. Pure. */
import type { Failure } from '#domain/delivery.ts';
import { sentenceOf, type Refusal } from '#domain/refusal.ts';
import { refuseText } from '#domain/window.ts';
import type { MetaError, SendResult } from '../channels/channel.ts';
import { sentenceFor, waitingSentenceFor } from '../channels/errors.ts';
import type { Change } from './change.ts';
import { backOff, outboxPatience } from './outbox.ts';
import type { OutboxRow, StoredMessage } from './state.ts';

export type Answer = {
  readonly row: OutboxRow;
  readonly result: SendResult;
  /** 0…1, for the jitter of a retry. */
  readonly chance: number;
};

function failureOf(change: Change, error: MetaError): Failure {
  return { ...error, sentence: sentenceFor(change.head.channel, error) };
}

function refusalAsFailure(refusal: Refusal): Failure {
  return { code: refusal.code, title: '', details: '', sentence: sentenceOf(refusal) };
}

function giveUp(change: Change, message: StoredMessage, failure: Failure): void {
  change.unqueue.push(message.id);
  change.report(message, { state: 'failed', at: change.now, failure });
}

function accepted(change: Change, message: StoredMessage, metaId: string): void {
  change.unqueue.push(message.id);
  change.report(change.adopt(message, metaId), { state: 'accepted', at: change.now });
}

/** Waits, in its place, unless its time or its window would be over by then. */
function later(change: Change, message: StoredMessage, answer: Answer & { result: { type: 'later' } }): void {
  const { row, result, chance } = answer;
  // A status may have told meanwhile that it did arrive.
  if (message.delivery?.state !== 'queued') return void change.unqueue.push(message.id);
  const until = change.now + backOff(row.attempt, result.afterMs, chance);
  const failure = failureOf(change, result.error);
  const closed = refuseText(change.head, until);
  if (closed) return giveUp(change, message, refusalAsFailure(closed));
  const queued = message.delivery.times.queued ?? message.at;
  if (until - queued > outboxPatience) return giveUp(change, message, failure);
  const attempt = row.attempt + 1;
  change.queue.push({ ...row, attempt, dueAt: until, leftAt: null });
  const waiting = { attempt, until, sentence: waitingSentenceFor(change.head.channel, result.error) };
  change.put({ ...message, delivery: { ...message.delivery, waiting } });
}

/** The answer to one request, or that none came. */
export function decideAnswer(change: Change, answer: Answer): void {
  const message = change.message(answer.row.messageId);
  if (!message?.delivery) return void change.unqueue.push(answer.row.messageId);
  const { result } = answer;
  switch (result.type) {
    case 'accepted':
      return accepted(change, message, result.metaId);
    case 'failed':
      return giveUp(change, message, failureOf(change, result.error));
    case 'later':
      return later(change, message, { ...answer, result });
    case 'unknown':
      change.unqueue.push(message.id);
      return change.report(message, { state: 'unknown', at: change.now });
  }
}

/** The rules are asked again at the moment of leaving. True when the message may go. */
export function decideLeaving(change: Change, row: OutboxRow): boolean {
  const message = change.message(row.messageId);
  const refusal = refuseText(change.head, change.now);
  if (!message || message.delivery?.state !== 'queued') {
    change.unqueue.push(row.messageId);
    return false;
  }
  if (refusal) {
    giveUp(change, message, refusalAsFailure(refusal));
    return false;
  }
  change.queue.push({ ...row, leftAt: change.now });
  return true;
}
