import { describe, expect, it } from 'vitest';
import { nextTryAt, pauseAfter } from './backoff.ts';

const day = 24 * 60 * 60 * 1000;

describe('pauseAfter', () => {
  it('doubles from the base and stops at a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((attempts) => pauseAfter(attempts, 2000))).toEqual([
      2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000,
    ]);
    expect(pauseAfter(100_000, 1)).toBe(60_000);
  });
});

describe('nextTryAt', () => {
  it('gives up after seven days', () => {
    const tried = { attempts: 50, madeAt: 1000, baseMs: 2000 };
    expect(nextTryAt(tried, 1000 + 7 * day - 60_000)).toBe(1000 + 7 * day);
    expect(nextTryAt(tried, 1000 + 7 * day - 59_999)).toBeNull();
  });
});
