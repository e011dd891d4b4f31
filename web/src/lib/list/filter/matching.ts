/** How many conversations match, in words. Pure. */
import type { BoundedCount } from '#domain/http.ts';
import { t } from '../../words/t.ts';

/** Null: not counted yet. */
export function matchingWords(matching: BoundedCount | null): string {
  if (matching === null) return t('filter.counting');
  if (matching.more) return t('filter.matching-many', { n: matching.n });
  return matching.n === 0 ? t('filter.none') : t('filter.matching', { n: matching.n });
}

/** What the button says that leads to them. */
export function showWords(matching: BoundedCount | null): string {
  if (matching === null || matching.n === 0) return t('filter.show');
  return matching.more ? t('filter.show-many', { n: matching.n }) : t('filter.show-n', { n: matching.n });
}
