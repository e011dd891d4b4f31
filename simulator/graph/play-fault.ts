/** Plays one fault, or answers as usual where there is none. */
import type { Channel, Send } from '../control.ts';
import { errorAnswer, type Asker, type GraphAnswer, type GraphError } from './errors.ts';
import type { Fault } from './fault.ts';

/** What a request comes to. */
export type Handled = { readonly answer: GraphAnswer | Response } & Pick<Send, 'outcome' | 'code' | 'wamid'>;

export type Play = {
  readonly asker: Asker;
  /** Does what the request asks for; with a failure it is accepted and fails later. */
  readonly act: (failure: GraphError | null) => Promise<Handled> | Handled;
  /** Writes down what the request came to; called once. */
  readonly log: (handled: Omit<Handled, 'answer'>) => void;
  readonly resetting: () => AbortSignal;
};

/** Longer than anybody waits; a promise without a timer would be taken for a hung Worker. */
const foreverMs = 30 * 60 * 1000;

/** Waits; a reset of everything cuts it short. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** An answer of the Graph API as HTTP. */
export function toResponse(answer: GraphAnswer | Response): Response {
  if (answer instanceof Response) return answer;
  return Response.json(answer.json, {
    status: answer.status,
    headers: { ...answer.headers, 'Content-Type': 'application/json; charset=UTF-8' },
  });
}

/** An answer that promises more than it brings and breaks off: the nearest to a reset that a Worker has. */
function broken(): Response {
  const { readable, writable } = new FixedLengthStream(1000);
  const writer = writable.getWriter();
  const breaking = writer
    .write(new TextEncoder().encode('{'))
    .then(() => writer.abort(new Error('reset on purpose')));
  // Whoever reads the other end may be gone already; then it is broken anyway.
  breaking.catch(() => undefined);
  return new Response(readable, { headers: { 'Content-Type': 'application/json; charset=UTF-8' } });
}

const lost = { outcome: 'lost', code: null, wamid: null } as const;

/** Acts as usual, writes it down and gives the answer. */
async function usual({ act, log }: Play, failure: GraphError | null = null): Promise<Response> {
  const handled = await act(failure);
  log(handled);
  return toResponse(handled.answer);
}

/** Acts if Meta accepts it in spite of the fault, and gives the answer; none if it is lost. */
async function usualOrLost(play: Play, accepted: boolean): Promise<Response | null> {
  if (accepted) return usual(play);
  play.log(lost);
  return null;
}

const expired: GraphError = {
  code: 190,
  subcode: 463,
  details: 'Error validating access token: Session has expired. Generate a new token.',
};

function restricted(channel: Channel): GraphError {
  return channel === 'whatsapp'
    ? { code: 131031, details: 'Business account has been locked.' }
    : { code: 10, subcode: 1893063, details: 'The Page is temporarily restricted from sending messages.' };
}

function limited(channel: Channel, seconds: number): GraphError {
  if (channel === 'whatsapp')
    return { code: 130429, details: 'Too many messages in a short time.', retryAfterSeconds: seconds };
  const details = 'Calls to this API have exceeded the rate limit.';
  return { code: 613, details, regainMinutes: seconds / 60 };
}

/** The error that a fault names, or null where it is no plain refusal. */
function errorOf(fault: Fault, { channel }: Asker): GraphError | null {
  switch (fault.kind) {
    case 'error':
      return fault;
    case 'expired':
      return expired;
    case 'restricted':
      return restricted(channel);
    case 'limited':
      return limited(channel, fault.retryAfterSeconds);
    case 'failed':
      // Only WhatsApp tells failures later.
      return channel === 'whatsapp' ? null : fault;
    case 'http':
    case 'silence':
    case 'reset':
    case 'slow':
      return null;
  }
}

/** The answer to a request that meets `fault`. */
export async function playFault(fault: Fault | null, play: Play): Promise<Response> {
  const error = fault === null ? null : errorOf(fault, play.asker);
  if (error !== null) {
    play.log({ outcome: 'refused', code: error.code, wamid: null });
    return toResponse(errorAnswer(error, play.asker));
  }
  switch (fault?.kind) {
    case 'http': {
      play.log({ outcome: 'refused', code: null, wamid: null });
      const after = fault.retryAfterSeconds;
      const headers = after === undefined ? undefined : { 'Retry-After': String(after) };
      return new Response(fault.body, { status: fault.status, headers });
    }
    case 'silence': {
      const answer = await usualOrLost(play, fault.accepted);
      await sleep(fault.seconds === null ? foreverMs : fault.seconds * 1000, play.resetting());
      return answer ?? broken();
    }
    case 'reset':
      await usualOrLost(play, fault.accepted);
      return broken();
    case 'slow':
      await sleep(fault.ms, play.resetting());
      return usual(play);
    case 'failed':
      return usual(play, fault);
    default:
      return usual(play);
  }
}
