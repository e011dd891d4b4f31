/**
 * What became of a message that we send.
 * `queued < accepted < sent < delivered < read < played`; `failed` and `unknown` stand beside the ladder.
 */

export const deliverySteps = ['queued', 'accepted', 'sent', 'delivered', 'read', 'played'] as const;
export type DeliveryStep = (typeof deliverySteps)[number];
export type DeliveryState = DeliveryStep | 'failed' | 'unknown';

/**
 * What a failure means for the agent. `later`: the same again in a while; `fix`: mend and send again; `window`: the window is
 * closed; `unreachable`: this customer cannot be reached here; `account`: an admin must act; `never`: Meta does not allow it.
 */
export type FailureKind = 'later' | 'fix' | 'window' | 'unreachable' | 'account' | 'never';

/** Why Meta (or we) gave up on a message; `sentence` is for the agent. */
export type Failure = {
  readonly kind: FailureKind;
  readonly code: string;
  readonly title: string;
  readonly details: string;
  readonly sentence: string;
};

/**
 * A message that waits to be tried again: how often it was tried, and when it goes next (ms). `why`: a limit of Meta's pace,
 * or the account, which an admin has to connect again; absent: anything that passes by itself.
 */
export type Waiting = {
  readonly attempt: number;
  readonly until: number;
  readonly sentence: string;
  readonly why?: 'limit' | 'account';
};

export type Delivery = {
  readonly state: DeliveryState;
  /** The earliest report of each step, in ms. */
  readonly times: Readonly<Partial<Record<DeliveryStep | 'failed', number>>>;
  readonly failure?: Failure;
  readonly waiting?: Waiting;
};

/** One report about a message: from the answer to a send, a status, a watermark or an echo. */
export type Report =
  | { readonly state: DeliveryStep; readonly at: number }
  | { readonly state: 'failed'; readonly at: number; readonly failure: Failure }
  | { readonly state: 'unknown'; readonly at: number };

const strength: Readonly<Record<DeliveryState, number>> = {
  queued: 0,
  unknown: 1,
  accepted: 2,
  sent: 3,
  failed: 4,
  delivered: 5,
  read: 6,
  played: 7,
};

/** A message that was just put into the outbox at `at` (ms). */
export function queuedAt(at: number): Delivery {
  return { state: 'queued', times: { queued: at } };
}

function earliest(times: Delivery['times'], step: DeliveryStep | 'failed', at: number): Delivery['times'] {
  const known = times[step];
  return known !== undefined && known <= at ? times : { ...times, [step]: at };
}

/**
 * Takes one report in. A report only raises; `failed` beats everything below `delivered` and loses to the rest,
 * whenever those come; `unknown` is settled by any later report. Returns the same object when nothing changed.
 */
export function advance(delivery: Delivery, report: Report): Delivery {
  const times =
    report.state === 'unknown' ? delivery.times : earliest(delivery.times, report.state, report.at);
  if (strength[report.state] <= strength[delivery.state]) {
    return times === delivery.times ? delivery : { ...delivery, times };
  }
  return report.state === 'failed'
    ? { state: 'failed', times, failure: report.failure }
    : { state: report.state, times };
}

/** Whether a report about a message can still change what an agent sees. */
export function isSettled(state: DeliveryState): boolean {
  return state !== 'queued' && state !== 'unknown';
}
