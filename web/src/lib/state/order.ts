/** Where a row stands in each order: the same as in the index, to the second, or pages and news would not fit together. Pure. */
import type { Sort } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import { hashOf } from '#domain/shard.ts';

/**
 * A place in an order; lower is further up. The index walks by whole seconds and hashes, and pages end in that order;
 * what is shown is sorted finer. So there are two comparisons, which differ only within one step of `time`.
 */
export type Key = {
  /** Which part of the list: `waiting` and `closing` have a second one, by newest. */
  readonly rank: number;
  readonly time: number;
  /** How the index goes on within one step of `time`. */
  readonly within: number;
  readonly tie: number;
  /** How the screen does, in ms, and then by id. */
  readonly fine: number;
  readonly id: string;
};

type Keyed = Pick<Head, 'id' | 'lastAt' | 'waitingSince' | 'windowExpiresAt'>;

const second = 1000;
/** Ends of windows that the index takes as one. In ms. */
const windowStep = 4096;

function seconds(at: number): number {
  return Math.floor(at / second);
}

function newest({ id, lastAt }: Keyed, rank: number): Key {
  return { rank, time: -seconds(lastAt), within: 0, tie: -hashOf(id), fine: -lastAt, id };
}

function upwards(id: string, at: number): Key {
  return { rank: 0, time: seconds(at), within: 0, tie: hashOf(id), fine: at, id };
}

/** The place of a row under `sort`; `now` (ms) says which windows are still open. */
export function keyOf(head: Keyed, sort: Sort, now: number): Key {
  const { id, lastAt, waitingSince, windowExpiresAt } = head;
  switch (sort) {
    case 'newest':
      return newest(head, 0);
    case 'oldest':
      return upwards(id, lastAt);
    case 'waiting':
      return waitingSince === undefined ? newest(head, 1) : upwards(id, waitingSince);
    case 'closing': {
      if (windowExpiresAt === null || windowExpiresAt <= now) return newest(head, 1);
      const time = Math.floor(windowExpiresAt / windowStep);
      return { ...upwards(id, lastAt), time, within: seconds(lastAt), fine: windowExpiresAt };
    }
  }
}

/** In the order of the index. Below 0: `a` stands above `b`. */
export function comparePlaces(a: Key, b: Key): number {
  return a.rank - b.rank || a.time - b.time || a.within - b.within || a.tie - b.tie || compareIds(a, b);
}

/** In the order of the screen. Below 0: `a` stands above `b`. */
export function compareKeys(a: Key, b: Key): number {
  return a.rank - b.rank || a.time - b.time || a.fine - b.fine || compareIds(a, b);
}

function compareIds(a: Key, b: Key): number {
  if (a.id === b.id) return 0;
  // Newest first goes down in everything.
  return a.id < b.id === a.time >= 0 ? -1 : 1;
}

/** Whether the list can be entered at a time, not only page after page. */
export function isByTime(sort: Sort): sort is 'newest' | 'oldest' {
  return sort === 'newest' || sort === 'oldest';
}

/** The time (ms) that a place of an order by time stands for. */
export function timeOf(key: Key, sort: 'newest' | 'oldest'): number {
  return (sort === 'newest' ? -key.time : key.time) * second;
}

/** The place above all rows of the second of `at` (ms), in an order by time. */
export function keyAtTime(at: number, sort: 'newest' | 'oldest'): Key {
  const time = sort === 'newest' ? -seconds(at) : seconds(at);
  return { rank: 0, time, within: 0, tie: Number.NEGATIVE_INFINITY, fine: Number.NEGATIVE_INFINITY, id: '' };
}

/** The same order from its other end. */
export function reversed(sort: 'newest' | 'oldest'): 'newest' | 'oldest' {
  return sort === 'newest' ? 'oldest' : 'newest';
}
