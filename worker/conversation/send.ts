/** One send: from the outbox to Meta and back, as an input of the loop. */
import { accessOf, type Access } from '../accounts/accounts.ts';
import { templateStatus } from '../accounts/effects.ts';
import type { MetaError, SendResult } from '../channels/channel.ts';
import { judgeAnswer } from '../channels/errors.ts';
import { callGraph } from '../channels/graph.ts';
import { renderMessage, renderReaction, uploadsOf, type MetaFile } from '../channels/render.ts';
import type { Env } from '../env.ts';
import type { TurnKind } from '../limiter/bucket.ts';
import { askTurn, reportPause } from '../limiter/turn.ts';
import { logFailure } from '../log.ts';
import { metaFileFor } from '../media/meta-file.ts';
import { recipientOf } from './customer.ts';
import type { Hold } from './decide-answer.ts';
import { metaIdOf, type OutboxRow, type State, type StoredMessage } from './state.ts';

type Postponed = Extract<SendResult, { type: 'later' | 'failed' }>;
export type Next = { readonly row: OutboxRow; readonly message: StoredMessage };

/** What the object offers to a send. */
export type Line = {
  state(): State | null;
  message(id: string): StoredMessage | null;
  /** The message whose turn it is; null when nothing may leave now. */
  next(): Next | null;
  /** Commits that it left; false when it may not leave any more. */
  leave(next: Next, access: Access): boolean;
  answer(row: OutboxRow, result: SendResult, access: Access | null): void;
  /** Its turn has not come: it waits `ms`, in its place. */
  hold(row: OutboxRow, wait: { readonly ms: number; readonly limit: Hold['limit'] }): void;
  /** How long this customer has to be spared (ms); 0 takes the turn. */
  pairWait(): number;
};

const failed = (error: MetaError): Postponed => ({ type: 'failed', error });
const own = (code: string, details: string): MetaError => ({ code, title: '', details });

async function accessFor(env: Env, { head }: State): Promise<Access | Postponed> {
  try {
    const access = await accessOf(env, { channel: head.channel, id: head.accountId }, Date.now());
    if (!access) return failed(own('not-connected', 'This account is not connected.'));
    return access.trouble === null ? access : failed(own('account-in-trouble', access.trouble));
  } catch (failure) {
    logFailure('send.account-unreadable', failure);
    return {
      type: 'later',
      afterMs: null,
      error: own('account-unreadable', 'The account could not be read.'),
    };
  }
}

/** A template that Meta paused or withdrew does not leave; what is not known here, Meta answers. */
async function refuseTemplate(env: Env, access: Access, message: StoredMessage): Promise<Postponed | null> {
  if (message.draft?.kind !== 'template') return null;
  const { name, language } = message.draft;
  const ownerId = access.channel === 'whatsapp' ? access.parentId : access.accountId;
  const status = await templateStatus(env, { ownerId, name, language });
  const usable = status === null || ['APPROVED', 'REINSTATED', 'FLAGGED'].includes(status);
  return usable ? null : failed(own('template-unusable', `The template ${name} is ${status.toLowerCase()}.`));
}

async function filesFor(
  env: Env,
  access: Access,
  message: StoredMessage,
): Promise<ReadonlyMap<string, MetaFile> | Postponed> {
  const files = new Map<string, MetaFile>();
  for (const file of message.draft ? uploadsOf(message.draft) : []) {
    const ready = await metaFileFor(env, access, { file, now: Date.now() });
    if ('type' in ready) return ready;
    files.set(file.uploadId, ready);
  }
  return files;
}

function bodyOf(line: Line, message: StoredMessage, files: ReadonlyMap<string, MetaFile>) {
  const state = line.state();
  if (!state) throw new Error('A send without a conversation.');
  const { channel } = state.head;
  const shared = { channel, id: message.id, to: recipientOf(state), humanAgent: message.humanAgent === true };
  const at = (id: string): string => {
    const target = line.message(id);
    return (target && metaIdOf(target)) ?? id;
  };
  if (message.act) {
    return renderReaction({ ...shared, target: at(message.act.target), emoji: message.act.emoji });
  }
  if (!message.draft) throw new Error(`Message ${message.id} has nothing to send.`);
  const quotes = message.quotes === undefined ? {} : { quotes: at(message.quotes) };
  return renderMessage({ ...shared, ...quotes, draft: message.draft, files });
}

const kindOf = ({ draft }: StoredMessage): TurnKind =>
  draft && uploadsOf(draft).length > 0 ? 'media' : 'text';

/** Whatever must be true before a message can leave: account, template, files. */
async function prepare(env: Env, line: Line, message: StoredMessage) {
  const state = line.state();
  if (!state) return failed(own('not-connected', 'The conversation is gone.'));
  const access = await accessFor(env, state);
  if ('type' in access) return access;
  const refused = await refuseTemplate(env, access, message);
  if (refused) return refused;
  const files = await filesFor(env, access, message);
  return 'type' in files ? files : { access, files };
}

/** Where a channel takes messages of an account (Meta, "Send API"). An Instagram account of a page sends as that page. */
function pathOf({ channel, login, accountId, parentId }: Access): string {
  const sender = channel === 'instagram' && login === 'page' && parentId !== '' ? parentId : accountId;
  return `${sender}/messages`;
}

/** Posts to where messages of an account go, and heeds what Meta says of its limits. */
export async function postMessage(env: Env, access: Access, body: Record<string, unknown>) {
  const answer = await callGraph(env, access, { method: 'POST', path: pathOf(access), body });
  if ('pauseMs' in answer && answer.pauseMs) await reportPause(env, access, answer.pauseMs);
  return answer;
}

/** Sends the next message of the outbox, or tells why it stays. */
export async function sendNext(env: Env, line: Line): Promise<void> {
  const next = line.next();
  if (!next) return;
  const { row, message } = next;
  const ready = await prepare(env, line, message);
  if ('type' in ready) return line.answer(row, ready, null);
  const { access, files } = ready;
  const turn = await askTurn(env, access, kindOf(message));
  if (turn > 0) return line.hold(row, { ms: turn, limit: 'account' });
  const pair = line.pairWait();
  if (pair > 0) return line.hold(row, { ms: pair, limit: 'pair' });
  if (!line.leave(next, access)) return;
  const answer = await postMessage(env, access, bodyOf(line, message, files));
  const expectsId = message.act === undefined || access.channel === 'whatsapp';
  line.answer(row, judgeAnswer(access.channel, answer, { expectsId }), access);
}
