/** Chance that can be had again, for tests: the same seed gives the same numbers. */
export type Dice = {
  /** From 0 to below `limit`. */
  below(limit: number): number;
  /** One of them. */
  of<T>(values: readonly T[]): T;
};

export function dice(seed: number): Dice {
  let state = seed;
  const below = (limit: number): number => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return {
    below,
    of: (values) => {
      const [first] = values;
      if (first === undefined) throw new Error('Nothing to choose from.');
      return values[below(values.length)] ?? first;
    },
  };
}
