/** What Meta's errors and answers mean, whichever channel they are of. Pure. */
import type { Channel } from '#domain/channel.ts';
import type { GraphAnswer, Judged, MetaError, SendResult } from './channel.ts';
import { isIn, judgeBy, type ErrorTable } from './error-table.ts';
import { errorAnswer, messagingAnswer, whatsAppAnswer, type WireError } from './graph-wire.ts';
import { instagramErrors } from './instagram/errors.ts';
import { messengerErrors } from './messenger/errors.ts';
import { whatsAppErrors } from './whatsapp/errors.ts';

const tables: Readonly<Record<Channel, ErrorTable>> = {
  whatsapp: whatsAppErrors,
  messenger: messengerErrors,
  instagram: instagramErrors,
};

/** How long a message waits for an admin before it asks again whether the token is good. */
const reconnectMs = 5 * 60 * 1000;

/** What a failure means, and what to tell the agent: what is wrong, and what to do. Knows our own codes, too. */
export function judgeError(channel: Channel, error: MetaError): Judged {
  return judgeBy(tables[channel], channel, error);
}

/** What to tell the agent about a failure. */
export function sentenceFor(channel: Channel, error: MetaError): string {
  return judgeError(channel, error).sentence;
}

/** Whether Meta says with this error that the window is closed. */
export function closesWindow(channel: Channel, error: MetaError): boolean {
  return isIn(tables[channel].closing, error, tables[channel]);
}

/**
 * Whether nothing at all can leave from the account until an admin connects it again. Meta certainly did not take the
 * message, so it waits.
 */
export function awaitsReconnection({ code }: MetaError): boolean {
  return code === '190' || code === '0';
}

/** Limits of accounts and pairs, on every channel (Meta, "Rate limiting", "Pair rate limits"); 429: only the status says it. */
const limits: ReadonlySet<string> = new Set([
  ...['4', '17', '32', '341', '613', '429', '80001', '80002', '80006', '80007', '130429', '131056'],
]);

/** What a message that is tried again waits for (C12, C15); undefined for what passes by itself. */
export function waitsFor(error: MetaError): 'limit' | 'account' | undefined {
  if (awaitsReconnection(error)) return 'account';
  return limits.has(error.code) ? 'limit' : undefined;
}

/** What to tell the agent while a message waits for its next try. */
export function waitingSentenceFor(channel: Channel, error: MetaError): string {
  const [what = 'Meta did not take it yet'] = sentenceFor(channel, error).split('. ');
  return awaitsReconnection(error)
    ? `${what}. It goes out by itself once an admin has connected the channel again.`
    : `${what}. It goes out by itself in a moment.`;
}

function toMetaError(error: WireError): MetaError {
  const {
    code,
    error_subcode: subcode,
    title,
    message,
    error_user_title,
    error_user_msg,
    error_data,
  } = error;
  return {
    code,
    ...(subcode !== undefined && { subcode }),
    title: title ?? message ?? error_user_title ?? '',
    details: error_data?.details ?? error_user_msg ?? '',
  };
}

type Refused = Extract<GraphAnswer, { type: 'refused' }>;

/** Without a body of Meta's: some proxy spoke. */
function judgeBare({ status, retryAfterMs }: Refused): SendResult {
  const error = { code: String(status), title: `HTTP ${status}`, details: '' };
  if (status === 429) return { type: 'later', afterMs: retryAfterMs, error };
  return status >= 500 ? { type: 'unknown', why: error.title } : { type: 'failed', error };
}

function judgeRefusal(channel: Channel, answer: Refused): SendResult {
  const graph = errorAnswer.safeParse(answer.body).data?.error;
  if (!graph) return judgeBare(answer);
  const table = tables[channel];
  const error = toMetaError(graph);
  const later: SendResult = { type: 'later', afterMs: answer.retryAfterMs, error };
  if (answer.status === 429) return later;
  if (isIn(table.ambiguous, error, table)) return { type: 'unknown', why: error.title };
  if (isIn(table.retried, error, table) || graph.is_transient === true) return later;
  // A 5xx that does not say it is temporary may have been accepted before it broke.
  if (answer.status >= 500) return { type: 'unknown', why: error.title };
  if (awaitsReconnection(error)) return { ...later, afterMs: answer.retryAfterMs ?? reconnectMs };
  return { type: 'failed', error };
}

function metaIdOf(channel: Channel, body: unknown): string | undefined {
  return channel === 'whatsapp'
    ? whatsAppAnswer.safeParse(body).data?.messages[0]?.id
    : messagingAnswer.safeParse(body).data?.message_id;
}

/** `expectsId`: false for reactions, which Messenger and Instagram answer without a message id. */
export type Expectation = { readonly expectsId: boolean };

/** What Meta's answer to a send means. Without an id where none is expected, `metaId` is ''. */
export function judgeAnswer(
  channel: Channel,
  answer: GraphAnswer,
  { expectsId }: Expectation = { expectsId: true },
): SendResult {
  switch (answer.type) {
    case 'ok': {
      const metaId = metaIdOf(channel, answer.body) ?? '';
      if (metaId === '' && expectsId) return { type: 'unknown', why: 'answer without a message id' };
      return { type: 'accepted', metaId };
    }
    case 'refused':
      return judgeRefusal(channel, answer);
    case 'not-sent': {
      const error = { code: 'unreachable', title: 'Meta could not be reached', details: answer.why };
      return { type: 'later', afterMs: null, error };
    }
    case 'no-answer':
      return { type: 'unknown', why: answer.why };
  }
}
