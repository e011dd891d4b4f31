import { expect, test } from 'vitest';
import { bars, peaksOf } from './peaks.ts';

test('the loudest part is a whole bar, half as loud is half a bar (B-30)', () => {
  const samples = new Float32Array(bars * 100);
  samples.fill(0.25, 0, 100);
  samples.fill(-0.5, 100, 200);
  const peaks = peaksOf(samples);
  expect(peaks).toHaveLength(bars);
  expect(peaks.slice(0, 3)).toEqual([0.5, 1, 0]);
});

test.each([0, 1, bars - 1])('%i samples of silence are flat', (length) => {
  expect(peaksOf(new Float32Array(length))).toEqual(Array.from({ length: bars }, () => 0));
});
