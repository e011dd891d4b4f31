import { describe, expect, it, test } from 'vitest';
import type { Channel } from '#domain/channel.ts';
import { take, takePair, takeTurn, type Buckets, type PairState, type TurnKind } from './bucket.ts';

const second = 1000;
const empty: Buckets = { all: null, media: null };

/** Times (ms) at which `askers` got their turns, each coming back when told to. */
function turns(channel: Channel, kinds: readonly TurnKind[]): number[] {
  let state = empty;
  const waiting = kinds.map((kind) => ({ kind, at: 0 }));
  const gone: number[] = [];
  while (waiting.length > 0) {
    waiting.sort((one, other) => one.at - other.at);
    const [next] = waiting;
    if (!next) break;
    const taken = takeTurn(state, { channel, kind: next.kind }, next.at);
    state = taken.state;
    if (taken.waitMs > 0) next.at += taken.waitMs;
    else gone.push(waiting.splice(0, 1)[0]?.at ?? 0);
  }
  return gone;
}

/** The most that fell into any second. */
function busiest(times: readonly number[]): number {
  return Math.max(
    ...times.map((from) => times.filter((time) => time >= from && time < from + second).length),
  );
}

describe('an account stays below what Meta states, and near it (R-22)', () => {
  test.each<[Channel, TurnKind, number, number]>([
    ['whatsapp', 'text', 80, 60],
    ['whatsapp', 'media', 80, 60],
    ['messenger', 'text', 40, 25],
    ['messenger', 'media', 10, 6],
    ['instagram', 'text', 100, 70],
    ['instagram', 'media', 10, 6],
  ])('%s, %s: at most %i in any second', (channel, kind, most, least) => {
    const times = turns(channel, Array<TurnKind>(300).fill(kind));
    expect(busiest(times)).toBeLessThanOrEqual(most);
    const lasted = (times.at(-1) ?? 0) / second;
    expect(300 / lasted).toBeGreaterThan(least);
  });

  it('files on a page do not hold its texts back', () => {
    let state = empty;
    for (let file = 0; file < 5; file += 1) {
      state = takeTurn(state, { channel: 'messenger', kind: 'media' }, 0).state;
    }
    expect(takeTurn(state, { channel: 'messenger', kind: 'media' }, 0).waitMs).toBeGreaterThan(0);
    expect(takeTurn(state, { channel: 'messenger', kind: 'text' }, 0).waitMs).toBe(0);
  });

  it('a file that has to wait takes no text’s turn', () => {
    let state = empty;
    for (let file = 0; file < 40; file += 1) {
      state = takeTurn(state, { channel: 'messenger', kind: 'media' }, 0).state;
    }
    const texts = Array.from({ length: 8 }, () => {
      const taken = takeTurn(state, { channel: 'messenger', kind: 'text' }, 0);
      state = taken.state;
      return taken.waitMs;
    });
    expect(texts).toEqual(Array(8).fill(0));
  });
});

describe('a bucket', () => {
  const pace = { burst: 2, perSecond: 10 };

  it('tells those who wait to come back one after the other', () => {
    let state = take(take(null, pace, 0).state, pace, 0).state;
    const waits = Array.from({ length: 4 }, () => {
      const taken = take(state, pace, 0);
      state = taken.state;
      return taken.waitMs;
    });
    expect(waits).toEqual([100, 200, 300, 400]);
  });

  it('never sends anybody away for longer than ten seconds', () => {
    let state = take(take(null, pace, 0).state, pace, 0).state;
    for (let asker = 0; asker < 500; asker += 1) {
      const taken = take(state, pace, 0);
      state = taken.state;
      expect(taken.waitMs).toBeLessThanOrEqual(10 * second);
    }
  });

  it('survives a clock that goes back', () => {
    const { state } = take(null, pace, 5_000);
    expect(take(state, pace, 1_000)).toMatchObject({ waitMs: 0, state: { tokens: 0 } });
  });
});

describe('the pair rate of WhatsApp (R-22)', () => {
  it('lets 45 go at once, then one every six seconds', () => {
    let state: PairState | null = null;
    for (let message = 0; message < 45; message += 1) {
      const taken = takePair(state, 0);
      expect(taken.waitMs).toBe(0);
      state = taken.state;
    }
    expect(takePair(state, 0).waitMs).toBe(6 * second);
    // Rounded up: a millisecond too late costs nothing, one too early a turn.
    expect(takePair(state, 4 * second).waitMs - 2 * second).toBeOneOf([0, 1]);
    expect(takePair(state, 6 * second).waitMs).toBe(0);
  });

  it('asking early costs nothing', () => {
    let state: PairState = { tokens: 0, at: 0 };
    for (let at = 0; at < 6 * second; at += 100) state = takePair(state, at).state;
    expect(takePair(state, 6 * second + 1).waitMs).toBe(0);
  });
});
