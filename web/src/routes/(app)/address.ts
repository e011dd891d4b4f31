/** Everything of a place that stands in the address, and back again: what a link leads to, and what Back restores (B-08). */
import { readAddress, writeAddress } from '#domain/filter-address.ts';
import type { Query } from '#lib/state/place.ts';

/** The part of a place that the address carries. */
export type Whereabouts = {
  readonly selected: string | null;
  readonly message: string | null;
  readonly query: Query;
  readonly view: string | null;
  readonly search: string | null;
};

/** The query of an address; it always has a tab. */
export function queryOf(params: URLSearchParams): Query {
  const { tab, sort, filter } = readAddress(params);
  return { tab: tab ?? 'active', sort, filter };
}

/** What an address says; `selected` is the conversation in its path. */
export function whereabouts(
  { searchParams }: Pick<URL, 'searchParams'>,
  selected: string | null,
): Whereabouts {
  return {
    selected,
    message: searchParams.get('message'),
    query: queryOf(searchParams),
    view: searchParams.get('view'),
    search: searchParams.get('search'),
  };
}

/** The address of a place, from the root. */
export function addressOf({ selected, message, query, view, search }: Whereabouts): string {
  const path = selected === null ? '/inbox' : `/inbox/${encodeURIComponent(selected)}`;
  const params = new URLSearchParams(writeAddress(query));
  for (const [name, value] of Object.entries({ view, search, message })) {
    if (value !== null) params.set(name, value);
  }
  return params.size === 0 ? path : `${path}?${params}`;
}
