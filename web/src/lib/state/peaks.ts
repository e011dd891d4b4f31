/** The loudness of a recording as so many bars. Pure. */

export const bars = 48;

/** The loudest point of each part, from 0 to 1 of the loudest of all; silence is flat. `samples` of one channel. */
export function peaksOf(samples: Float32Array): readonly number[] {
  const size = samples.length / bars;
  const peaks = Array.from({ length: bars }, (_, bar) => {
    let peak = 0;
    const end = Math.floor((bar + 1) * size);
    for (let at = Math.floor(bar * size); at < end; at += 1)
      peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    return peak;
  });
  const loudest = Math.max(...peaks);
  return peaks.map((peak) => (loudest > 0.001 ? peak / loudest : 0));
}
