import { expect, test } from 'vitest';
import { hindranceOf } from './capture.ts';
import { formatFor, longest } from './format.ts';
import { bars, levelOf, newest } from './levels.ts';
import { wavOf } from './wav.ts';

const chromium = (mime: string): boolean => mime.startsWith('audio/webm') || mime === 'audio/mp4';
const firefox = (mime: string): boolean => mime.startsWith('audio/ogg');
const oldSafari = (mime: string): boolean => mime === 'audio/mp4';

test.each([
  ['whatsapp', 'Chromium', chromium, { make: 'ogg', type: 'voice', mime: 'audio/ogg' }],
  ['whatsapp', 'Firefox', firefox, { make: 'same', type: 'voice', mime: 'audio/ogg' }],
  ['whatsapp', 'an old Safari', oldSafari, { make: 'same', type: 'audio', mime: 'audio/mp4' }],
  ['messenger', 'Chromium', chromium, { make: 'wav', type: 'voice', mime: 'audio/wav' }],
  ['instagram', 'Chromium', chromium, { make: 'wav', type: 'voice', mime: 'audio/wav' }],
  ['instagram', 'an old Safari', oldSafari, { make: 'same', type: 'voice', mime: 'audio/mp4' }],
] as const)('a voice note for %s from %s is what the channel takes (B-54)', (channel, _, records, format) => {
  expect(formatFor(channel, records)).toMatchObject(format);
});

test('a browser that records nothing has no format', () => {
  expect(formatFor('whatsapp', () => false)).toBeNull();
});

test('it may be as long as the channel takes bytes', () => {
  expect(longest('whatsapp', { type: 'voice', make: 'ogg' })).toBe(3354);
  expect(longest('instagram', { type: 'voice', make: 'wav' })).toBe(818);
});

test('a WAV file says what is in it', () => {
  const wav = wavOf(Float32Array.from([0, 1, -1, 2]));
  const view = new DataView(wav.buffer);
  const word = (at: number): string => new TextDecoder().decode(wav.subarray(at, at + 4));
  expect([word(0), word(8), word(36)]).toEqual(['RIFF', 'WAVE', 'data']);
  expect([view.getUint32(4, true), view.getUint32(40, true)]).toEqual([44, 8]);
  expect([view.getUint16(22, true), view.getUint32(24, true), view.getUint32(28, true)]).toEqual([
    1, 16_000, 32_000,
  ]);
  expect([44, 46, 48, 50].map((at) => view.getInt16(at, true))).toEqual([0, 32_767, -32_767, 32_767]);
});

test('levels are as the ear hears them', () => {
  expect(levelOf(new Float32Array(8))).toBe(0);
  expect(levelOf(new Float32Array(8).fill(1))).toBe(1);
  expect(levelOf(new Float32Array(8).fill(0.1))).toBeCloseTo(0.6);
});

test('bars are the newest, or the loudest of each stretch', () => {
  expect(newest([1, 2], 4)).toEqual([0, 0, 1, 2]);
  expect(newest([1, 2, 3], 2)).toEqual([2, 3]);
  expect(bars([1, 5, 2, 3], 2)).toEqual([5, 3]);
  expect(bars([1, 2], 4)).toEqual([1, 1, 2, 2]);
  expect(bars([], 2)).toEqual([0, 0]);
});

test.each([
  ['NotAllowedError', 'refused'],
  ['NotFoundError', 'none'],
  ['NotReadableError', 'busy'],
  ['TypeError', 'unable'],
])('%s of the microphone is told as “%s”', (name, hindrance) => {
  expect(hindranceOf(Object.assign(new Error(), { name }))).toBe(hindrance);
});
