import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitting, held, largest, zoomed } from './zoom.ts';

const stage = { width: 1000, height: 600 };
const picture = { width: 800, height: 600 };

describe('the lightbox’s glass (B-29)', () => {
  test('zooms from one to five times and no further', () => {
    let view = fitting;
    for (let step = 0; step < 20; step += 1) view = zoomed(view, 1.5, { x: 0, y: 0 });
    expect(view.scale).toBe(largest);
    for (let step = 0; step < 20; step += 1) view = zoomed(view, 0.5, { x: 0, y: 0 });
    expect(view.scale).toBe(1);
  });

  test('what lies under the pointer stays there', () => {
    const point = { x: 120, y: -40 };
    const view = zoomed({ scale: 1.5, x: 10, y: 5 }, 2, point);
    const under = (from: typeof view): number[] => [
      (point.x - from.x) / from.scale,
      (point.y - from.y) / from.scale,
    ];
    const before = under({ scale: 1.5, x: 10, y: 5 });
    expect(under(view)[0]).toBeCloseTo(before[0] ?? NaN);
    expect(under(view)[1]).toBeCloseTo(before[1] ?? NaN);
  });

  test('never leaves the stage, and lies in the middle while it fits', () => {
    const number = fc.float({ min: -5000, max: 5000, noNaN: true });
    fc.assert(
      fc.property(fc.float({ min: 0.5, max: 9, noNaN: true }), number, number, (scale, x, y) => {
        const view = held({ scale, x, y }, picture, stage);
        expect(Math.abs(view.x)).toBeLessThanOrEqual(
          Math.max(0, (picture.width * view.scale - stage.width) / 2),
        );
        expect(Math.abs(view.y)).toBeLessThanOrEqual(
          Math.max(0, (picture.height * view.scale - stage.height) / 2),
        );
      }),
    );
    expect(held({ scale: 1, x: 300, y: -90 }, picture, stage)).toEqual(fitting);
  });
});
