/** What benches do with numbers. */

const ascending = (values: readonly number[]): readonly number[] => values.toSorted((a, b) => a - b);

/** The value that `share` (0 to 1) of `values` do not exceed; NaN when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const rank = Math.max(0, Math.ceil(values.length * share) - 1);
  return ascending(values)[rank] ?? NaN;
}

/** The middle value, or the mean of the two in the middle; NaN when there are none. */
export function median(values: readonly number[]): number {
  const ordered = ascending(values);
  const last = ordered.length - 1;
  return mean([ordered[Math.floor(last / 2)] ?? NaN, ordered[Math.ceil(last / 2)] ?? NaN]);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A repeatable source of chance, 0 ≤ value < 1 (mulberry32): the same seed gives the same run. */
export function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
