/** Which saved view the list shows, and what may be done with it. Pure. */
import { isEmpty, sameFilter } from '#domain/filter.ts';
import type { BoundedCount, View } from '#domain/http.ts';
import { canManage, type Actor } from '#domain/permission.ts';
import type { Query } from '../../state/place.ts';
import { count, t } from '../../words/t.ts';

const mostShown = 99;

/** Whether a view asks what the list asks now. */
export function asks(view: Pick<View, 'tab' | 'sort' | 'filter'>, query: Query): boolean {
  return view.tab === query.tab && view.sort === query.sort && sameFilter(view.filter, query.filter);
}

/** The view that is shown: the one that was chosen, whatever was changed since, or one that asks the same. */
export function shownOf(all: readonly View[], id: string | null, query: Query): View | null {
  return all.find((view) => view.id === id) ?? all.find((view) => asks(view, query)) ?? null;
}

/** Whether what the list asks is worth a name that it has not yet. */
export function isNew(all: readonly View[], query: Query): boolean {
  return !isEmpty(query.filter) && !all.some((view) => asks(view, query));
}

/** One's own, and everybody's for those who may share. The edge asks the same. */
export function mayChange(actor: Actor, view: Pick<View, 'owner' | 'shared'>): boolean {
  return canManage(actor, 'views.share') ? view.shared || view.owner === actor.id : isOwn(actor, view);
}

function isOwn(actor: Actor, view: Pick<View, 'owner' | 'shared'>): boolean {
  return view.owner === actor.id && !view.shared;
}

/** A count as it stands on a view; '' while it is not known. */
export function countShort(counted: BoundedCount | undefined): string {
  if (!counted) return '';
  return counted.more || counted.n > mostShown ? t('views.count-many') : count(counted.n);
}

/** The same for a screen reader, true as far as it was counted. */
export function countLong(counted: BoundedCount | undefined): string {
  if (!counted) return '';
  return t(counted.more ? 'views.count-more' : 'views.count-label', { n: counted.n });
}
