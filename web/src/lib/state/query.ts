/** Queries of the list: whether two are the same, and whether a row belongs to one. Pure. */
import {
  isEmpty,
  matches,
  sameFilter,
  closingWithin,
  looksAtClock,
  soonWithin,
  type Asked,
} from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import type { Query } from './place.ts';

export function sameQuery(a: Query, b: Query): boolean {
  return a.tab === b.tab && a.sort === b.sort && sameFilter(a.filter, b.filter);
}

/** Whether the rows or their order change by themselves as time goes on. */
export function changesByItself({ sort, filter }: Query): boolean {
  return sort === 'closing' || looksAtClock(filter);
}

/** Whether the whole tab is shown, so that its kept count is the number of rows. */
export function isWholeTab({ filter }: Pick<Query, 'filter'>): boolean {
  return isEmpty(filter);
}

/** Whether `row` stands on the tab and fits the filter. */
export function belongs(row: Head, { tab, filter }: Query, asked: Asked): boolean {
  return row.archived === (tab === 'archived') && matches(row, filter, asked);
}

/** When the clock next changes what one of the rows is, in ms; null: never. */
export function nextEdge(rows: Iterable<Head>, now: number): number | null {
  let nearest = Number.POSITIVE_INFINITY;
  for (const { windowExpiresAt, freeEntryUntil, followUpAt } of rows) {
    const edges = [
      ...(windowExpiresAt === null
        ? []
        : [0, ...Object.values(closingWithin)].map((left) => windowExpiresAt - left)),
      ...(freeEntryUntil === null ? [] : [freeEntryUntil]),
      ...(followUpAt === undefined ? [] : [followUpAt, followUpAt - soonWithin]),
    ];
    for (const at of edges) if (at > now && at < nearest) nearest = at;
  }
  return Number.isFinite(nearest) ? nearest : null;
}
