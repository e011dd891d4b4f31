/** Meta's rate limits as token buckets: pure, times in ms. */

export type Bucket = { readonly tokens: number; readonly at: number };
export type Rate = { readonly burst: number; readonly refillMs: number };

/** Takes one token at `now`; null when there is none. A bucket that was never used is full. */
export function take(bucket: Bucket | undefined, rate: Rate, now: number): Bucket | null {
  const before = bucket ?? { tokens: rate.burst, at: now };
  const tokens = Math.min(rate.burst, before.tokens + (now - before.at) / rate.refillMs);
  return tokens < 1 ? null : { tokens: tokens - 1, at: now };
}

/** The rate of `perSecond` sends a second. */
export function perSecond(sends: number): Rate {
  return { burst: sends, refillMs: 1000 / sends };
}

/** Buckets by name. They live in memory: a restart fills them, which harms nobody. */
export class Buckets {
  readonly #buckets = new Map<string, Bucket>();

  /** Whether `name` may go on at `now`; if so, one token is gone. */
  takes(name: string, rate: Rate, now: number): boolean {
    const taken = take(this.#buckets.get(name), rate, now);
    if (taken !== null) this.#buckets.set(name, taken);
    return taken !== null;
  }
}
