/** How many rows there are, as the edge keeps count of them: the newest word counts. */
import type { BoundedCount, ListCounts, ListPage } from '#domain/http.ts';
import { isByTime } from './order.ts';
import type { Query } from './place.ts';
import { isWholeTab } from './query.ts';

export class Counts {
  all = $state.raw<ListCounts>({ active: 0, archived: 0, unread: 0, views: {} });
  /** How many match the filter of the list that was begun last. */
  matching = $state.raw<BoundedCount | null>(null);
  #at = 0;

  /** What was counted at `at`, in the edge's time. Views that look at the clock are only told with a page. */
  take(counts: ListCounts, at: number): void {
    if (at < this.#at) return;
    this.#at = at;
    this.all = { ...counts, views: { ...this.all.views, ...counts.views } };
  }

  /** A list was begun. */
  begin(page: ListPage): void {
    this.matching = page.matching;
    this.take(page.counts, page.now);
  }

  /** How many rows a list has; null where nobody knows. Only one that can be entered anywhere is laid out to its end. */
  of({ tab, sort, filter }: Query): number | null {
    if (isWholeTab({ filter })) return isByTime(sort) ? this.all[tab] : null;
    return this.matching && !this.matching.more ? this.matching.n : null;
  }
}
