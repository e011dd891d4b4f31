import { describe, expect, it } from 'vitest';
import { fileTypes } from '../control.ts';
import { sampleBytes } from './samples.ts';

const beginnings = {
  image: '\x89PNG\r\n',
  video: '\0\0\0 ftypisom',
  audio: 'RIFF',
  voice: 'OggS',
  document: '%PDF-1.4',
  sticker: 'RIFF',
};
const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 64));

describe('samples', () => {
  it.each(fileTypes)(
    'of a %s begin as their format does, and are the same for the same seed',
    async (type) => {
      const bytes = await sampleBytes({ type, seed: 3 });
      expect(latin(bytes).startsWith(beginnings[type])).toBe(true);
      expect(await sampleBytes({ type, seed: 3 })).toEqual(bytes);
      expect(await sampleBytes({ type, seed: 4 })).not.toEqual(bytes);
    },
  );

  it('hold what their heads promise', async () => {
    const sticker = await sampleBytes({ type: 'sticker', seed: 1 });
    expect(new DataView(sticker.buffer).getUint32(4, true)).toBe(sticker.length - 8);
    expect(latin(sticker).slice(8, 16)).toBe('WEBPVP8L');
    const film = await sampleBytes({ type: 'video', seed: 1 });
    const view = new DataView(film.buffer);
    const boxes: string[] = [];
    for (let at = 0; at < film.length; at += view.getUint32(at))
      boxes.push(latin(film.subarray(at + 4)).slice(0, 4));
    expect(boxes).toEqual(['ftyp', 'moov', 'mdat']);
    const voice = await sampleBytes({ type: 'voice', seed: 1 });
    expect(latin(voice)).toContain('OpusHead');
  });
});
