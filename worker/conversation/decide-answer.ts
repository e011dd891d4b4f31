/** Meta's answer to a send → what changes. Pure. */
import type { Channel } from '#domain/channel.ts';
import type { Failure } from '#domain/delivery.ts';
import { sentenceOf, type Refusal } from '#domain/refusal.ts';
import { refuseSending, type SendRights } from '#domain/window.ts';
import type { MetaError, SendResult } from '../channels/channel.ts';
import { closesWindow, judgeError, waitingSentenceFor, waitsFor } from '../channels/errors.ts';
import type { Change } from './change.ts';
import { takeBack } from './decide-amend.ts';
import { backOff, outboxPatience } from './outbox.ts';
import { adopt, report } from './settle.ts';
import { closeByMeta, startFreeEntry } from './windows.ts';
import type { OutboxRow, StoredMessage } from './state.ts';

export type Answer = {
  readonly row: OutboxRow;
  readonly result: SendResult;
  /** 0…1, for the jitter of a retry. */
  readonly chance: number;
  /** What the account may do. */
  readonly rights: SendRights;
};

function failureOf(change: Change, error: MetaError): Failure {
  const { code, title, details } = error;
  return { code, title, details, ...judgeError(change.head.channel, error) };
}

function refusalAsFailure(channel: Channel, refusal: Refusal): Failure {
  const { code } = refusal;
  const error: MetaError = { code, title: '', details: 'problem' in refusal ? refusal.problem : '' };
  return { ...error, kind: judgeError(channel, error).kind, sentence: sentenceOf(refusal) };
}

function giveUp(change: Change, message: StoredMessage, failure: Failure): void {
  change.unqueue.push(message.id);
  change.report(message, { state: 'failed', at: change.now, failure });
  takeBack(change, message, failure.sentence);
}

function failed(
  change: Change,
  message: StoredMessage,
  answer: Answer & { result: { type: 'failed' } },
): void {
  const { error } = answer.result;
  giveUp(change, message, failureOf(change, error));
  // What the customer wrote after it left opens all the same.
  if (closesWindow(change.head.channel, error)) closeByMeta(change, answer.row.leftAt ?? change.now);
}

function accepted(change: Change, message: StoredMessage, metaId: string): void {
  change.unqueue.push(message.id);
  report(change, message, { state: 'accepted', at: change.now });
  adopt(change, change.message(message.id) ?? message, metaId);
  if (!message.act) startFreeEntry(change, change.message(message.id) ?? message);
}

/** Whether the rules let it leave at `at`: they are asked again and again. */
function refuseLeaving(
  { head }: Change,
  message: StoredMessage,
  { rights, at }: { readonly rights: SendRights; readonly at: number },
): Refusal | null {
  const what = message.draft?.kind === 'template' ? 'template' : 'free';
  const by = message.by ? 'person' : 'automation';
  return refuseSending(head, { rights, what, by, confirmed: message.humanAgent === true }, at);
}

type Told = { readonly attempt: number; readonly until: number; readonly error: MetaError };

/** Whoever looks at it learns why it waits, and until when (ms). */
function tellWaiting(change: Change, message: StoredMessage, { attempt, until, error }: Told): void {
  if (!message.delivery) return;
  const why = waitsFor(error);
  const sentence = waitingSentenceFor(change.head.channel, error);
  const waiting = { attempt, until, sentence, ...(why && { why }) };
  change.put({ ...message, delivery: { ...message.delivery, waiting } });
}

/** Waits, in its place, unless its time or its window would be over by then. */
function later(change: Change, message: StoredMessage, answer: Answer & { result: { type: 'later' } }): void {
  const { row, result, chance, rights } = answer;
  // A status may have told meanwhile that it did arrive.
  if (message.delivery?.state !== 'queued') return void change.unqueue.push(message.id);
  const until = change.now + backOff(row.attempt, result.afterMs, chance);
  const failure = failureOf(change, result.error);
  const closed = refuseLeaving(change, message, { rights, at: until });
  if (closed) return giveUp(change, message, refusalAsFailure(change.head.channel, closed));
  const queued = message.delivery.times.queued ?? message.at;
  if (until - queued > outboxPatience) return giveUp(change, message, failure);
  const attempt = row.attempt + 1;
  change.queue.push({ ...row, attempt, dueAt: until, leftAt: null });
  tellWaiting(change, message, { attempt, until, error: result.error });
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
      return failed(change, message, { ...answer, result });
    case 'later':
      return later(change, message, { ...answer, result });
    case 'unknown':
      change.unqueue.push(message.id);
      return change.report(message, { state: 'unknown', at: change.now });
  }
}

/** Shorter waits than this are not told: they would be over before anybody had read of them. In ms. */
const toldFrom = 2_000;
/** Whose limit it is, as Meta itself would say it. */
const holdErrors = { account: '429', pair: '131056' } as const;

/** Why a turn has not come, and when it does (ms). `pair`: this customer has to be spared. */
export type Hold = { readonly until: number; readonly limit: keyof typeof holdErrors };

/** It stays where it is, and leaves no earlier than `until`: its turn has not come. Who waits is told why. */
export function decideHold(change: Change, row: OutboxRow, { until, limit }: Hold): void {
  const message = change.message(row.messageId);
  // It may have been settled meanwhile.
  if (message?.delivery?.state !== 'queued') return void change.unqueue.push(row.messageId);
  change.queue.push({ ...row, dueAt: until, leftAt: null });
  if (until - change.now < toldFrom) return;
  const error: MetaError = { code: holdErrors[limit], title: '', details: '' };
  tellWaiting(change, message, { attempt: row.attempt, until, error });
}

/** The rules are asked again at the moment of leaving. True when the message may go. */
export function decideLeaving(change: Change, row: OutboxRow, rights: SendRights): boolean {
  const message = change.message(row.messageId);
  if (!message || message.delivery?.state !== 'queued') {
    change.unqueue.push(row.messageId);
    return false;
  }
  const refusal = refuseLeaving(change, message, { rights, at: change.now });
  if (refusal) {
    giveUp(change, message, refusalAsFailure(change.head.channel, refusal));
    return false;
  }
  change.queue.push({ ...row, leftAt: change.now });
  return true;
}
