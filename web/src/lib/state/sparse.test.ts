import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sorts, type Sort } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import { headOf } from './fixtures.ts';
import { compareKeys, comparePlaces, keyOf, reversed } from './order.ts';
import { firstLoad, nextLoad, requestOf, stretchOf, type Load } from './plan.ts';
import * as sparse from './sparse.ts';
import type { Row, Sparse } from './sparse.ts';

const now = 1_790_000_000_000;

function rowOf(head: Head, sort: Sort): Row {
  return { head, key: keyOf(head, sort, now) };
}

/** All rows in the order in which the index walks: pages are parts of this. */
function walked(heads: readonly Head[], sort: Sort): Row[] {
  return heads.map((head) => rowOf(head, sort)).sort((a, b) => comparePlaces(a.key, b.key));
}

/** The edge's answer to a load: a page of the walk, shown in finer order. */
function answer(heads: readonly Head[], sort: Sort, load: Load): { rows: Head[]; next: string | null } {
  const { sort: asked, cursor, from, limit } = requestOf(load, sort);
  const all = walked(heads, asked);
  let start = 0;
  if (cursor !== undefined) start = all.findIndex((row) => row.head.id === cursor) + 1;
  else if (from !== undefined) {
    const second = Math.floor(from / 1000);
    const reached = ({ head }: Row): boolean =>
      asked === 'newest'
        ? Math.floor(head.lastAt / 1000) <= second
        : Math.floor(head.lastAt / 1000) >= second;
    const found = all.findIndex(reached);
    start = found === -1 ? all.length : found;
  }
  const page = all.slice(start, start + limit);
  const next = start + limit < all.length ? (page.at(-1)?.head.id ?? null) : null;
  return { rows: page.sort((a, b) => compareKeys(a.key, b.key)).map((row) => row.head), next };
}

/** Does a load, as the list does. */
function load(list: Sparse, heads: readonly Head[], one: Load): Sparse {
  const page = answer(heads, list.sort, one);
  const stretch = stretchOf(one, page, { sort: list.sort, asOf: now });
  if (!stretch) return sparse.restart(list, one.gap, { cursor: page.next ?? '' });
  return sparse.put(
    sparse.fill(list, stretch),
    page.rows.map((head) => rowOf(head, list.sort)),
  );
}

function many(count: number, step = 1000): Head[] {
  return Array.from({ length: count }, (_, index) =>
    headOf({ id: `c${index}`, lastAt: now - index * step - ((index * 7919) % 900) }),
  );
}

/** Loads until these places have their rows. */
function see(list: Sparse, heads: readonly Head[], [from, to]: readonly [number, number]): Sparse {
  let seen = list;
  for (let step = 0; step < 40; step += 1) {
    const next = nextLoad(seen, { from, to }, []);
    if (!next) return seen;
    seen = load(seen, heads, next);
  }
  throw new Error('these places never have their rows');
}

function ids(list: Sparse): string[] {
  return list.rows.map((row) => row.key.id);
}

const anyHead = fc
  .record({
    id: fc.integer({ min: 0, max: 120 }).map((n) => `c${n}`),
    lastAt: fc.integer({ min: now - 60_000, max: now }),
    waiting: fc.option(fc.integer({ min: now - 60_000, max: now }), { nil: undefined }),
    window: fc.option(fc.integer({ min: now - 30_000, max: now + 30_000 })),
  })
  .map(({ id, lastAt, waiting, window }) =>
    headOf({ id, lastAt, windowExpiresAt: window, ...(waiting !== undefined && { waitingSince: waiting }) }),
  );
const anyHeads = fc.uniqueArray(anyHead, { selector: (head) => head.id, maxLength: 120 });

describe('stretches and gaps', () => {
  test('the first page and then step by step: every row once, in order, whatever the sort', () => {
    fc.assert(
      fc.property(anyHeads, fc.constantFrom(...sorts), (heads, sort) => {
        let list = load(sparse.blank(sort), heads, { ...firstLoad(), limit: 7 });
        list = see(sparse.openEnded(list), heads, [0, 500]);
        const expected = heads.map((head) => rowOf(head, sort)).sort((a, b) => compareKeys(a.key, b.key));
        expect(ids(list)).toEqual(expected.map((row) => row.key.id));
        expect(sparse.isWhole(list)).toBe(true);
        expect(list.length).toBe(heads.length);
      }),
      { numRuns: 200 },
    );
  });

  test('a jump into the middle shows real rows there, and the length stays what the edge counted (B-16)', () => {
    const heads = many(5_000);
    let list = sparse.fit(load(sparse.blank('newest'), heads, firstLoad()), heads.length);
    list = sparse.fit(see(list, heads, [3_000, 3_020]), heads.length);
    expect(list.length).toBe(5_000);
    for (let index = 3_000; index <= 3_020; index += 1) {
      expect(sparse.at(list, index)?.key.id).toMatch(/^c(2[89]|30)\d\d$/);
    }
    list = sparse.fit(see(list, heads, [4_990, 4_999]), heads.length);
    expect(sparse.at(list, 4_999)?.key.id).toBe('c4999');
    expect(list.rows.length).toBeLessThan(300);
  });

  test('many rows of one second are walked through, not jumped over', () => {
    const heads = Array.from({ length: 400 }, (_, index) => headOf({ id: `c${index}`, lastAt: now }));
    let list = sparse.fit(load(sparse.blank('oldest'), heads, firstLoad()), heads.length);
    list = see(list, heads, [0, 399]);
    expect(new Set(ids(list)).size).toBe(400);
  });

  test('places, rows and ids agree in any state', () => {
    const jumps = fc.array(fc.nat({ max: 900 }), { maxLength: 6 });
    fc.assert(
      fc.property(jumps, fc.constantFrom('newest' as const, 'oldest' as const), (places, sort) => {
        const heads = many(900, 777);
        let list = sparse.fit(load(sparse.blank(sort), heads, firstLoad()), heads.length);
        for (const place of places) list = sparse.fit(see(list, heads, [place, place + 12]), heads.length);
        const found = Array.from({ length: list.length }, (_, index) => sparse.at(list, index));
        expect(found.filter((row) => row !== null)).toEqual(list.rows);
        for (const [index, row] of found.entries()) {
          if (row) expect(sparse.placeOf(list, row.key)).toBe(index);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('rows far away are let go and come back where they were; the top stays', () => {
    const heads = many(3_000);
    let list = sparse.fit(load(sparse.blank('newest'), heads, firstLoad()), heads.length);
    for (let place = 0; place < 2_900; place += 40) list = see(list, heads, [place, place + 60]);
    const anchor = sparse.at(list, 2_800);
    list = sparse.letGo(list, { from: 2_790, to: 2_810, most: 500 });
    expect(list.rows.length).toBeLessThanOrEqual(500);
    expect([list.length, sparse.at(list, 2_800), sparse.at(list, 0)?.key.id]).toEqual([3_000, anchor, 'c0']);
    expect(sparse.at(list, 1_000)).toBeNull();
    list = see(list, heads, [1_000, 1_020]);
    expect(sparse.at(list, 1_000)?.key.id).toBe('c1000');
    expect(sparse.at(list, 2_800)).toEqual(anchor);
  });
});

describe('rows that change', () => {
  test('the end is the same in any order, as far as the places are loaded', () => {
    fc.assert(
      fc.property(anyHeads, anyHeads, fc.constantFrom(...sorts), (before, after, sort) => {
        let list = load(sparse.blank(sort), before, { ...firstLoad(), limit: 9 });
        list = sparse.put(
          list,
          after.map((head) => rowOf(head, sort)),
        );
        const truth = new Map([...before, ...after].map((head) => [head.id, rowOf(head, sort)]));
        const first = answer(before, sort, { ...firstLoad(), limit: 9 });
        const known = [...truth.values()].filter(
          ({ key }) => first.rows.some((row) => row.id === key.id) || after.some((row) => row.id === key.id),
        );
        const expected = known.filter(({ key }) => sparse.isLoaded(list, key));
        expect(ids(list)).toEqual(
          expected.sort((a, b) => compareKeys(a.key, b.key)).map((row) => row.key.id),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('a row that falls into a gap leaves the rows above it where they are, and the length as it was', () => {
    const heads = many(500);
    const list = sparse.fit(load(sparse.blank('oldest'), heads, firstLoad()), 500);
    const row = sparse.at(list, 10);
    const moved = sparse.put(list, row ? [rowOf({ ...row.head, lastAt: now }, 'oldest')] : []);
    expect(moved.length).toBe(500);
    expect(sparse.at(moved, 9)).toEqual(sparse.at(list, 9));
    expect(sparse.at(moved, 10)).toEqual(sparse.at(list, 11));
  });

  test('a list on which news come for hours does not grow: what is far below is let go (B-16)', () => {
    const heads = many(200);
    let list = sparse.fit(load(sparse.blank('newest'), heads, firstLoad()), 200);
    for (let index = 0; index < 3_000; index += 1) {
      list = sparse.put(list, [rowOf(headOf({ id: `n${index}`, lastAt: now + index * 500 }), 'newest')]);
      list = sparse.letGo(list, { from: 0, to: 12, most: 400 });
    }
    expect(list.rows.length).toBeLessThanOrEqual(400);
    expect(sparse.at(list, 0)?.key.id).toBe('n2999');
    expect(sparse.at(list, 200)?.key.id).toBe('n2799');
  });
});

test('the other end of an order by time is the same order', () => {
  const heads = many(200, 300);
  const down = walked(heads, 'newest').map((row) => row.head.id);
  expect(walked(heads, reversed('newest')).map((row) => row.head.id)).toEqual(down.reverse());
});
