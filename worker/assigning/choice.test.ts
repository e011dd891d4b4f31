import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, roomOf, type Candidate, type Turn } from './choice.ts';

const of = (active: Readonly<Record<string, number>>): Candidate[] =>
  Object.entries(active).map(([id, n]) => ({ id, name: id.toUpperCase(), active: n }));
const turn = (part: Partial<Turn>): Turn => ({ assigning: 'round-robin', most: null, last: null, ...part });

describe('whom a conversation goes to (product, section 6)', () => {
  it.each<[string, Partial<Turn>, Readonly<Record<string, number>>, string | null]>([
    ['in turn, the first where nobody had one', {}, { b: 0, a: 5 }, 'a'],
    ['in turn, the one after the last', { last: 'a' }, { a: 0, b: 9, c: 0 }, 'b'],
    ['in turn, the first after the end', { last: 'c' }, { a: 3, b: 0, c: 0 }, 'a'],
    ['in turn, after one who left the group', { last: 'bb' }, { a: 0, b: 0, c: 0 }, 'c'],
    ['in turn, over one at the cap', { last: 'a', most: 2 }, { a: 0, b: 2, c: 1 }, 'c'],
    ['in turn, back to the only one below the cap', { last: 'a', most: 2 }, { a: 1, b: 2, c: 3 }, 'a'],
    ['in turn, nobody at the cap', { most: 2 }, { a: 2, b: 7 }, null],
    ['the least busy', { assigning: 'least-busy' }, { a: 3, b: 1, c: 2 }, 'b'],
    [
      'of equally busy ones the next in turn',
      { assigning: 'least-busy', last: 'b' },
      { a: 1, b: 1, c: 1 },
      'c',
    ],
    ['the least busy, at the cap nobody', { assigning: 'least-busy', most: 1 }, { a: 1, b: 2 }, null],
    ['nobody of an empty group', { assigning: 'least-busy' }, {}, null],
    ['nobody where the group does not assign', { assigning: 'off' }, { a: 0 }, null],
  ])('is %s', (_title, part, active, expected) => {
    expect(choose(of(active), turn(part))?.id ?? null).toBe(expected);
  });

  const people = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(9), { minKeys: 1 });
  const mode = fc.constantFrom('round-robin' as const, 'least-busy' as const);

  it('is never above the cap, and nobody only when all are there', () => {
    fc.assert(
      fc.property(
        people,
        mode,
        fc.integer({ min: 1, max: 9 }),
        fc.string(),
        (active, assigning, most, last) => {
          const chosen = choose(of(active), turn({ assigning, most, last }));
          const free = of(active).filter((one) => one.active < most);
          expect(chosen === null).toBe(free.length === 0);
          if (chosen) expect(free.map(({ id }) => id)).toContain(chosen.id);
        },
      ),
    );
  });

  it('is everybody once before anybody twice, in turn', () => {
    fc.assert(
      fc.property(people, (active) => {
        const candidates = of(active);
        const given: string[] = [];
        for (const _one of candidates) {
          const last = given.at(-1) ?? null;
          given.push(choose(candidates, turn({ last }))?.id ?? '');
        }
        expect(new Set(given).size).toBe(candidates.length);
      }),
    );
  });
});

describe('how many more a group could give', () => {
  it.each<[string, Turn | null, Readonly<Record<string, number>>, number]>([
    ['what is left below the cap', turn({ most: 3 }), { a: 1, b: 5, c: 3 }, 2],
    ['none at the cap', turn({ most: 3 }), { a: 3 }, 0],
    ['any number without one', turn({}), { a: 300 }, Infinity],
    ['none without people', turn({}), {}, 0],
    ['all where the group does not assign any more', turn({ assigning: 'off' }), {}, Infinity],
    ['all where the group is gone', null, {}, Infinity],
  ])('is %s', (_title, group, active, expected) => {
    expect(roomOf(of(active), group)).toBe(expected);
  });
});
