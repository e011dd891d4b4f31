import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareMessages, type Position } from './message.ts';

describe('the order of messages', () => {
  it('is time first (R-1)', () => {
    expect(compareMessages({ at: 1, seq: 9 }, { at: 2, seq: 1 })).toBeLessThan(0);
  });

  it('is arrival within one instant (R-1)', () => {
    expect(compareMessages({ at: 1, seq: 2 }, { at: 1, seq: 1 })).toBeGreaterThan(0);
  });

  it('is the same whichever way they came to be sorted (R-1)', () => {
    const at = fc.integer({ min: 0, max: 5 });
    const seq = fc.integer({ min: 1, max: 100 });
    const positions = fc.uniqueArray(fc.record({ at, seq }), { selector: (position) => position.seq });
    const sorted = (list: readonly Position[]) => [...list].sort(compareMessages);
    fc.assert(
      fc.property(positions, (list) => {
        const forth = sorted(list);
        expect(sorted([...list].reverse())).toEqual(forth);
        forth.slice(1).forEach((later, index) => {
          const earlier = forth[index];
          if (earlier)
            expect(earlier.at < later.at || (earlier.at === later.at && earlier.seq < later.seq)).toBe(true);
        });
      }),
      { seed: 1 },
    );
  });
});
