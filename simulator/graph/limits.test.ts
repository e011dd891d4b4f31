import { describe, expect, it } from 'vitest';
import { Buckets, perSecond, take } from './limits.ts';

describe('take', () => {
  it('lets a burst through, then one for every refill', () => {
    const rate = { burst: 2, refillMs: 100 };
    const first = take(undefined, rate, 0);
    const second = take(first ?? undefined, rate, 0);
    expect(second).not.toBeNull();
    expect(take(second ?? undefined, rate, 99)).toBeNull();
    expect(take(second ?? undefined, rate, 100)).toEqual({ tokens: 0, at: 100 });
  });

  it('never holds more than the burst', () => {
    expect(take({ tokens: 0, at: 0 }, { burst: 2, refillMs: 100 }, 1_000_000)).toEqual({
      tokens: 1,
      at: 1_000_000,
    });
  });
});

describe('Buckets', () => {
  it('keeps names apart and recovers within the second', () => {
    const buckets = new Buckets();
    const rate = perSecond(3);
    const tries = (name: string, now: number) =>
      [1, 2, 3, 4].filter(() => buckets.takes(name, rate, now)).length;
    expect([tries('a', 0), tries('b', 0), tries('a', 0), tries('a', 1000)]).toEqual([3, 3, 0, 3]);
  });
});
