/** The page of leads in the address: the filters of the list under their names there, and how leads are shown. */
import { readAddress, writeAddress } from '#domain/filter-address.ts';
import type { BoardQuery } from '#lib/state/board-load.ts';

/** What an address asks for. */
export function boardQueryOf(params: URLSearchParams): BoardQuery {
  const { sort, filter } = readAddress(params);
  return { look: params.get('look') === 'table' ? 'table' : 'board', sort, filter };
}

/** The address of a query, from the root. */
export function boardAddressOf({ look, sort, filter }: BoardQuery): string {
  // Which tab a conversation is in says nothing of its lead: both are shown, and none is named.
  const params = new URLSearchParams(writeAddress({ tab: 'active', sort, filter }));
  if (look === 'table') params.set('look', look);
  return params.size === 0 ? '/leads' : `/leads?${params}`;
}
