/** How loud a recording is, as bars. Pure. */

/** So quiet counts as silence, in decibels below the loudest. */
const silence = -50;

/** Loudness from 0 to 1 of samples from -1 to 1, as the ear hears it. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  if (sum === 0) return 0;
  const decibels = 10 * Math.log10(sum / samples.length);
  return Math.max(0, Math.min(1, 1 - decibels / silence));
}

/** The newest `count` levels, with silence before them while there are fewer. */
export function newest(levels: readonly number[], count: number): readonly number[] {
  const last = levels.slice(-count);
  return [...Array.from({ length: count - last.length }, () => 0), ...last];
}

/** All levels as `count` bars: the loudest of each stretch. */
export function bars(levels: readonly number[], count: number): readonly number[] {
  if (levels.length === 0) return Array.from({ length: count }, () => 0);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * levels.length) / count));
    return Math.max(...levels.slice(from, to));
  });
}
