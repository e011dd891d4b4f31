/** Sound as a WAV file: what channels take that know neither WebM nor Ogg. Pure. */

/** Enough for speech, in samples a second. */
export const wavRate = 16_000;
const headBytes = 44;
const sampleBytes = 2;

/** One channel of sound, from -1 to 1, as 16-bit PCM at `wavRate`. */
export function wavOf(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = samples.length * sampleBytes;
  const wav = new Uint8Array(headBytes + bytes);
  const view = new DataView(wav.buffer);
  const mark = (at: number, word: string): void => wav.set(new TextEncoder().encode(word), at);
  mark(0, 'RIFF');
  view.setUint32(4, headBytes - 8 + bytes, true);
  mark(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, wavRate, true);
  view.setUint32(28, wavRate * sampleBytes, true);
  view.setUint16(32, sampleBytes, true);
  view.setUint16(34, 8 * sampleBytes, true);
  mark(36, 'data');
  view.setUint32(40, bytes, true);
  samples.forEach((sample, index) => {
    const clipped = Math.max(-1, Math.min(1, sample));
    view.setInt16(headBytes + index * sampleBytes, Math.round(clipped * 0x7fff), true);
  });
  return wav;
}
