/** Why a list shows no rows, so that it can say what to do. Pure. */
import type { Filter } from '#domain/filter.ts';
import type { ListCounts, Tab } from '#domain/http.ts';

export type Emptiness = 'offline' | 'filter' | 'archived' | 'first' | 'not-yours' | 'done';

type Facts = {
  readonly online: boolean;
  readonly tab: Tab;
  readonly filter: Filter;
  readonly counts: Pick<ListCounts, 'active' | 'archived'>;
  /** Whether anything could come in at all. */
  readonly connected: boolean;
};

export function hasFilter(filter: Filter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/** `first`: nothing is connected; `done`: all is archived; `not-yours`: what there is, others have. */
export function emptinessOf({ online, tab, filter, counts, connected }: Facts): Emptiness {
  if (!online) return 'offline';
  if (hasFilter(filter)) return 'filter';
  if (tab === 'archived') return 'archived';
  if (counts.archived > 0) return 'done';
  return connected ? 'not-yours' : 'first';
}
