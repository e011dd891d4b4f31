/** Dice that fall the same way for the same seed, so that a habit that broke something can be played again. */

export type Dice = {
  /** A number from 0 up to but not including 1. */
  readonly roll: () => number;
  /** Where the dice stand; `dice(state())` goes on from here. */
  readonly state: () => number;
};

/** Mulberry32: small, fast, good enough to shuffle webhooks. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return {
    roll() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
    state: () => state,
  };
}

/** A whole number from `low` to `high`, both possible. */
export function between(low: number, high: number, { roll }: Dice): number {
  return low + Math.floor(roll() * (high - low + 1));
}

/** A new list in an order that the dice choose (Fisher–Yates from the front). */
export function shuffled<T>(items: readonly T[], { roll }: Dice): T[] {
  const rest = [...items];
  const order: T[] = [];
  while (rest.length > 0) order.push(...rest.splice(Math.floor(roll() * rest.length), 1));
  return order;
}
