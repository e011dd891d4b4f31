import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  deliverySteps,
  isSettled,
  queuedAt,
  type Delivery,
  type DeliveryState,
  type Failure,
  type Report,
} from './delivery.ts';

const failure: Failure = {
  kind: 'unreachable',
  code: '131026',
  title: 'Undeliverable',
  details: 'why',
  sentence: 'Call them.',
};

function report(state: DeliveryState, at: number): Report {
  return state === 'failed' ? { state, at, failure } : { state, at };
}

function after(states: readonly DeliveryState[]): Delivery {
  return states.reduce(
    (delivery, state, index) => advance(delivery, report(state, 100 + index)),
    queuedAt(1),
  );
}

/**
 * What stands when a message in the state of the row gets the report of the column; written by hand from.
 * `=` for no change.
 */
const columns = ['accepted', 'sent', 'delivered', 'read', 'played', 'failed', 'unknown'] as const;
const becomes: Readonly<Record<DeliveryState, string>> = {
  queued: 'accepted sent delivered read played failed unknown',
  unknown: 'accepted sent delivered read played failed =',
  accepted: '= sent delivered read played failed =',
  sent: '= = delivered read played failed =',
  delivered: '= = = read played = =',
  read: '= = = = played = =',
  played: '= = = = = = =',
  failed: '= = delivered read played = =',
};
const pairs = Object.entries(becomes).flatMap(([state, cells]) =>
  cells.split(' ').map((cell, index) => {
    const from = state as DeliveryState;
    return { from, to: columns[index] ?? 'accepted', expected: cell === '=' ? from : cell };
  }),
);

describe('one report', () => {
  it.each(pairs)('$to after $from leaves $expected (R-6, R-7, R-8)', ({ from, to, expected }) => {
    const before = from === 'queued' ? queuedAt(1) : after([from]);
    expect(before.state).toBe(from);
    expect(advance(before, report(to, 500)).state).toBe(expected);
  });

  it('that says nothing new gives the very same object (R-3, R-6)', () => {
    const delivered = after(['sent', 'delivered']);
    expect(advance(delivered, report('delivered', 900))).toBe(delivered);
    expect(advance(delivered, report('sent', 900))).toBe(delivered);
    expect(advance(delivered, report('unknown', 900))).toBe(delivered);
  });

  it('of a skipped step invents no time for it (R-6)', () => {
    expect(after(['read']).times).toEqual({ queued: 1, read: 100 });
  });

  it('that comes late still tells its time (R-6)', () => {
    const read = after(['read']);
    expect(advance(read, report('delivered', 40))).toEqual({
      ...read,
      times: { ...read.times, delivered: 40 },
    });
  });

  it('of a failure keeps kind, code, title, details and sentence (R-7)', () => {
    expect(after(['accepted', 'failed']).failure).toEqual(failure);
  });

  it('of a failure that lost shows no failure any more (R-7)', () => {
    expect(after(['failed', 'delivered']).failure).toBeUndefined();
    expect(after(['delivered', 'failed']).failure).toBeUndefined();
  });

  it('that settles a waiting message ends its waiting', () => {
    const waiting: Delivery = { ...queuedAt(1), waiting: { attempt: 1, until: 9, sentence: 'Soon.' } };
    expect(columns.map((state) => advance(waiting, report(state, 5)).waiting)).toEqual(
      columns.map(() => undefined),
    );
  });
});

describe('many reports', () => {
  const anyReport = fc
    .record({ state: fc.constantFrom(...columns), at: fc.integer({ min: 0, max: 50 }) })
    .map(({ state, at }) => report(state, at));
  const reports = fc.array(anyReport, { maxLength: 12 });
  const shuffled = reports.chain((list) =>
    fc.record({
      list: fc.constant(list),
      other: fc.shuffledSubarray(list, { minLength: list.length }),
      again: fc.subarray(list),
    }),
  );
  const run = (list: readonly Report[]): Delivery => list.reduce(advance, queuedAt(10));

  it('end in the same state in any order, and repeated (R-3, R-6, R-7, R-8)', () => {
    fc.assert(
      fc.property(shuffled, ({ list, other, again }) => {
        expect(run([...other, ...again])).toEqual(run(list));
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  it('never go back on the ladder (R-6)', () => {
    const rank = (state: DeliveryState): number => deliverySteps.findIndex((step) => step === state);
    fc.assert(
      fc.property(reports, (list) => {
        let delivery = queuedAt(10);
        let highest = 0;
        for (const one of list) {
          delivery = advance(delivery, one);
          const here = rank(delivery.state);
          if (here >= 0) expect(here).toBeGreaterThanOrEqual(highest);
          highest = Math.max(highest, here);
        }
      }),
      { seed: 3, numRuns: 2000 },
    );
  });

  it('keep the earliest time of each step (R-6)', () => {
    fc.assert(
      fc.property(reports, (list) => {
        const { times } = run(list);
        for (const step of [...deliverySteps, 'failed'] as const) {
          const told = list.filter(({ state }) => state === step).map(({ at }) => at);
          const own = step === 'queued' ? [10, ...told] : told;
          expect(times[step]).toBe(own.length === 0 ? undefined : Math.min(...own));
        }
      }),
      { seed: 4, numRuns: 2000 },
    );
  });

  it('never leave unknown once anything at all was told (R-8)', () => {
    fc.assert(
      fc.property(reports, (list) => {
        const told = list.some(({ state }) => state !== 'unknown');
        expect(run(list).state === 'unknown').toBe(!told && list.length > 0);
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
});

describe('settled', () => {
  it('is everything but queued and unknown (R-8, R-19)', () => {
    const states: readonly DeliveryState[] = [...deliverySteps, 'failed', 'unknown'];
    expect(states.filter((state) => !isSettled(state))).toEqual(['queued', 'unknown']);
  });
});
