/** How often a tag or an attribute is used, in words: as a note, and before it goes (B-74). */
import type { BoundedCount } from '#domain/http.ts';
import { t } from '../words/en-settings.ts';

/** '' where it is not known. */
export function usedWords(count: BoundedCount | undefined): string {
  if (!count) return '';
  if (count.n === 0) return t('used.none');
  return count.more ? t('used.more', { n: count.n }) : t('used.on', { n: count.n });
}

/** What goes with it. */
export function effectOf(each: 'tag' | 'attribute', count: BoundedCount | undefined): string {
  if (!count) return t(`${each}s.delete-unknown`);
  if (count.more) return t(`${each}s.delete-more`, { n: count.n });
  return count.n === 0 ? t(`${each}s.delete-none`) : t(`${each}s.delete-text`, { n: count.n });
}
