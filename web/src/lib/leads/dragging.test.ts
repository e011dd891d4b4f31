/** How the board rolls along under a card that is carried to its edge. */
import { expect, it } from 'vitest';
import { rollAt } from './dragging.ts';

it.each([
  ['in the middle', 400, 0],
  ['just outside of the edge', 148, 0],
  ['a little inside', 147, -1],
  ['half way', 124, -7],
  ['at the edge', 100, -14],
  ['beyond it', 20, -14],
  ['half way to the other', 676, 7],
  ['beyond the other', 900, 14],
])('%s, at %i px, it rolls %i px a step', (_where, x, px) => {
  expect(rollAt(x, { left: 100, right: 700 })).toBe(px);
});
