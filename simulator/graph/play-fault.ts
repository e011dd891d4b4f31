/** Plays one fault, or answers as usual where there is none. */
import { errorAnswer, type GraphAnswer, type GraphError } from './errors.ts';
import type { Fault } from './fault.ts';
import type { Handled } from './messages.ts';

type Play = {
  /** Does what the request asks for; with a failure it is accepted and fails later. */
  readonly act: (failure: GraphError | null) => Handled;
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

function toResponse({ status, json, headers }: GraphAnswer): Response {
  return Response.json(json, {
    status,
    headers: { ...headers, 'Content-Type': 'application/json; charset=UTF-8' },
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
function usual({ act, log }: Play, failure: GraphError | null = null): Response {
  const handled = act(failure);
  log(handled);
  return toResponse(handled.answer);
}

/** Acts if Meta accepts it in spite of the fault, and gives the answer; none if it is lost. */
function usualOrLost(play: Play, accepted: boolean): Response | null {
  if (accepted) return usual(play);
  play.log(lost);
  return null;
}

/** The answer to a request that meets `fault`. */
export async function playFault(fault: Fault | null, play: Play): Promise<Response> {
  switch (fault?.kind) {
    case undefined:
      return usual(play);
    case 'error':
      play.log({ outcome: 'refused', code: fault.code, wamid: null });
      return toResponse(errorAnswer(fault));
    case 'http': {
      play.log({ outcome: 'refused', code: null, wamid: null });
      const after = fault.retryAfterSeconds;
      const headers = after === undefined ? undefined : { 'Retry-After': String(after) };
      return new Response(fault.body, { status: fault.status, headers });
    }
    case 'silence': {
      const answer = usualOrLost(play, fault.accepted);
      await sleep(fault.seconds === null ? foreverMs : fault.seconds * 1000, play.resetting());
      return answer ?? broken();
    }
    case 'reset':
      usualOrLost(play, fault.accepted);
      return broken();
    case 'slow':
      await sleep(fault.ms, play.resetting());
      return usual(play);
    case 'failed':
      return usual(play, fault);
  }
}
