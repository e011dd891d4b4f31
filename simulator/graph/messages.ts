/** POST /:version/:id/messages of any channel: faults, limits and the log around what the channel makes of it. */
import type { Account, Send } from '../control.ts';
import { readSettings } from '../kept.ts';
import { planMessaging } from '../messaging/post.ts';
import type { Simulation } from '../simulation.ts';
import { planWhatsapp } from '../whatsapp/post.ts';
import { errorAnswer, type GraphError } from './errors.ts';
import { takeFault } from './faults.ts';
import { perSecond, type Buckets } from './limits.ts';
import { playFault, type Handled } from './play-fault.ts';
import { logSend } from './sends.ts';

export type Request = {
  readonly simulation: Simulation;
  readonly account: Account;
  readonly buckets: Buckets;
  /** The body as it came. */
  readonly text: string;
};

/** What a request asks for, and how it is done. */
export type Plan = {
  readonly kind: Send['kind'];
  readonly act: (failure: GraphError | null) => Promise<Handled> | Handled;
};

/** A request that Meta refuses. */
export function refuse({ account }: Pick<Request, 'account'>, error: GraphError): Handled {
  const asker = { channel: account.channel, accountId: account.id };
  return { answer: errorAnswer(error, asker), outcome: 'refused', code: error.code, wamid: null };
}

const tooFast = {
  whatsapp: {
    code: 130429,
    details: 'Message failed to send because this number sends too many messages in a short time.',
    retryAfterSeconds: 1,
  },
  messenger: { code: 613, details: 'Calls to this API have exceeded the rate limit.', regainMinutes: 1 / 60 },
  instagram: { code: 613, details: 'Calls to this API have exceeded the rate limit.', regainMinutes: 1 / 60 },
} as const satisfies Record<Account['channel'], GraphError>;

/** A limit that a send to `to` runs into, or null. */
export function overLimit({ simulation, account, buckets }: Request, to: string): GraphError | null {
  const { throughput, pairRate } = readSettings(simulation.sql);
  const now = Date.now();
  if (throughput !== null && !buckets.takes(account.id, perSecond(throughput), now))
    return tooFast[account.channel];
  if (account.channel === 'whatsapp' && pairRate !== null) {
    const details =
      'Message failed to send because too many messages went from this number to the same phone.';
    if (!buckets.takes(`${account.id} ${to}`, pairRate, now)) return { code: 131056, details };
  }
  return null;
}

/** JSON; null for what is none: it is refused in the same words as JSON that is no object. */
function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Answers a request whose token and account are good. */
export async function postMessage(request: Request): Promise<Response> {
  const { simulation, account, text } = request;
  const { sql } = simulation;
  const body = parseText(text);
  const { kind, act } =
    account.channel === 'whatsapp' ? planWhatsapp(request, body) : planMessaging(request, body);
  const log = ({ outcome, code, wamid }: Omit<Handled, 'answer'>): void => {
    logSend(sql, { at: Date.now(), accountId: account.id, kind, body: text, outcome, code, wamid });
    simulation.changed();
  };
  const fault = kind === 'other' ? null : takeFault(sql, kind, account.id);
  const asker = { channel: account.channel, accountId: account.id };
  return playFault(fault, { asker, act, log, resetting: simulation.resetting });
}
