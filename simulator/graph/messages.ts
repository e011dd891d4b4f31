/** POST /:version/:phoneNumberId/messages: checks, limits, faults, acceptance, in Meta's order. */
import { readSettings } from '../kept.ts';
import type { Simulation } from '../simulation.ts';
import { accept, mayWrite, recipientOf, windowClosed } from '../whatsapp/accept.ts';
import { readBy } from '../whatsapp/read.ts';
import { parsePosted, type ReadMark, type TextSend } from '../whatsapp/send-body.ts';
import { digits } from './accounts.ts';
import { errorAnswer, type GraphAnswer, type GraphError } from './errors.ts';
import { takeFault } from './faults.ts';
import { perSecond, type Buckets } from './limits.ts';
import { playFault } from './play-fault.ts';
import type { Account, Send } from '../control.ts';
import { logSend } from './sends.ts';

type Request = {
  readonly simulation: Simulation;
  readonly account: Account;
  readonly buckets: Buckets;
  /** The body as it came. */
  readonly text: string;
};

/** What a request comes to. */
export type Handled = { readonly answer: GraphAnswer } & Pick<Send, 'outcome' | 'code' | 'wamid'>;

function refuse(error: GraphError): Handled {
  return { answer: errorAnswer(error), outcome: 'refused', code: error.code, wamid: null };
}

/** A limit that the send runs into, or null. */
function overLimit({ simulation, account, buckets }: Request, send: TextSend): GraphError | null {
  const { throughput, pairRate } = readSettings(simulation.sql);
  const now = Date.now();
  if (throughput !== null && !buckets.takes(account.id, perSecond(throughput), now)) {
    const details = 'Message failed to send because this number sends too many messages in a short time.';
    return { code: 130429, details, retryAfterSeconds: 1 };
  }
  const pair = `${account.id} ${recipientOf(simulation.sql, send).input}`;
  if (pairRate !== null && !buckets.takes(pair, pairRate, now)) {
    const details =
      'Message failed to send because too many messages went from this number to the same phone.';
    return { code: 131056, details };
  }
  return null;
}

/** What keeps the send from being accepted, or null. */
function whyNot(request: Request, send: TextSend): GraphError | null {
  const { sql } = request.simulation;
  const to = recipientOf(sql, send);
  if ('phone' in to.sentTo && to.sentTo.phone === digits(request.account.displayNumber)) {
    return { code: 131021, details: 'The recipient is the sender. Send to another number.' };
  }
  const closed = readSettings(sql).closedWindow === 'sync' && !mayWrite(sql, request.account, to);
  return overLimit(request, send) ?? (closed ? windowClosed : null);
}

function acceptSend(request: Request, send: TextSend, failure: GraphError | null): Handled {
  const { simulation, account } = request;
  const error = whyNot(request, send);
  if (error !== null) return refuse(error);
  const { wamid, json, updates } = accept(simulation.sql, account, { send, failure });
  simulation.webhooks.publish(updates);
  return { answer: { status: 200, json }, outcome: 'accepted', code: failure?.code ?? null, wamid };
}

function acceptRead({ simulation, account }: Request, mark: ReadMark): Handled {
  const error = readBy(simulation.sql, account, mark);
  if (error !== null) return refuse(error);
  return {
    answer: { status: 200, json: { success: true } },
    outcome: 'accepted',
    code: null,
    wamid: mark.message_id,
  };
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON at all is refused in the same words as JSON that is no object.
    return null;
  }
}

/** Answers a request whose token and account are good. */
export async function postMessage(request: Request): Promise<Response> {
  const { simulation, account, text } = request;
  const { sql } = simulation;
  const posted = parsePosted(parseText(text));
  const kind = posted.kind === 'refused' ? 'other' : posted.kind;
  const act = (failure: GraphError | null): Handled => {
    if (posted.kind === 'refused') return refuse(posted.error);
    return posted.kind === 'read'
      ? acceptRead(request, posted.mark)
      : acceptSend(request, posted.send, failure);
  };
  const log = ({ outcome, code, wamid }: Omit<Handled, 'answer'>): void => {
    logSend(sql, { at: Date.now(), accountId: account.id, kind, body: text, outcome, code, wamid });
    simulation.changed();
  };
  const fault = kind === 'other' ? null : takeFault(sql, kind);
  return playFault(fault, { act, log, resetting: simulation.resetting });
}
