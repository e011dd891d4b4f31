/** Whose filter the bar and its panel change: the list's, or that of another page with the same filters. */
import type { Filter } from '#domain/filter.ts';
import type { BoundedCount } from '#domain/http.ts';
import type { Desk } from '../../state/desk.ts';
import { hasFilter } from '../empty.ts';

export type Asked = {
  readonly filter: Filter;
  /** How many fit; null while nobody has counted. */
  readonly matching: BoundedCount | null;
  /** Whether it may be saved as a view of the list. */
  readonly saves: boolean;
  /** `replace`: without a step of its own in the history. */
  change(filter: Filter, replace: boolean): void;
  clear(): void;
};

/** The filter of the list of conversations. */
export function askedOfList({ inbox, place }: Pick<Desk, 'inbox' | 'place'>): Asked {
  return {
    get filter() {
      return place.query.filter;
    },
    get matching() {
      // Without a filter all of the tab match, and those are counted.
      return hasFilter(place.query.filter)
        ? inbox.matching
        : { n: inbox.counts[place.query.tab], more: false };
    },
    saves: true,
    change: (filter, replace) => place.showQuery({ ...place.query, filter }, { replace, view: place.view }),
    clear: () => place.showQuery({ ...place.query, filter: {} }, { view: null }),
  };
}
