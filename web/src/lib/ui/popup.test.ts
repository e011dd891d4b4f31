import { expect, test } from 'vitest';
import { anchorOf, below, beside } from './popup.ts';

const page = { width: 1000, height: 800 };
const size = { width: 200, height: 300 };
const anchor = { start: 100, end: 130, top: 100, bottom: 120 };

test('under its anchor, above it near the foot of the page', () => {
  expect(below(anchor, size, page)).toEqual({ start: 100, top: 120 });
  expect(below({ ...anchor, top: 700, bottom: 720 }, size, page)).toEqual({ start: 100, top: 400 });
});

test('never outside the page', () => {
  expect(below({ ...anchor, start: 950, end: 980 }, size, page).start).toBe(792);
  expect(below(anchor, size, { width: 190, height: 200 })).toEqual({ start: 8, top: 8 });
  expect(beside({ ...anchor, top: 700 }, size, page).top).toBe(492);
});

test('beside its anchor, on the other side at the edge', () => {
  expect(beside(anchor, size, page)).toEqual({ start: 130, top: 100 });
  expect(beside({ ...anchor, start: 700, end: 900 }, size, page).start).toBe(500);
});

test('text that runs the other way is measured from the other edge', () => {
  const box = { left: 100, right: 130, top: 1, bottom: 2 };
  expect(anchorOf(box, { width: 1000, rtl: true })).toEqual({ start: 870, end: 900, top: 1, bottom: 2 });
  expect(anchorOf(box, { width: 1000, rtl: false })).toEqual({ start: 100, end: 130, top: 1, bottom: 2 });
});
