/** What may be done to an attached file. */
import type { FileType } from '#domain/content.ts';
import type { Attachment } from '../../state/attachment.ts';
import type { MenuItem } from '../../ui/menu.ts';
import { t } from '../../words/en-files.ts';

/** What making another picture of it is called: of one that moves, the first is left. */
export function shrinkLabel({ about, sentence, kinds }: Attachment): string {
  if (about.type === 'image/gif') return t('attach.first');
  const isJpeg = about.type === 'image/jpeg' || about.type === 'image/png';
  return isJpeg && sentence !== null && !kinds.includes('image') ? t('attach.smaller') : t('attach.convert');
}

export type CardDoings = {
  readonly onmove: (by: number) => void;
  readonly onsmaller: () => void;
  readonly onas: (kind: FileType) => void;
};

/** The menu of one of several files; `place` from 1. */
export function cardEntries(
  item: Attachment,
  { place, all }: { readonly place: number; readonly all: number },
  { onmove, onsmaller, onas }: CardDoings,
): readonly MenuItem[] {
  const entries: MenuItem[] = [];
  const add = (id: string, label: string, run: () => void): void => {
    entries.push({ kind: 'item', id, label, run });
  };
  if (place > 1) add('earlier', t('attach.earlier'), () => onmove(-1));
  if (place < all) add('later', t('attach.later'), () => onmove(1));
  if (item.mayShrink && !item.shrinking) add('smaller', shrinkLabel(item), onsmaller);
  for (const kind of item.kinds) {
    if (kind !== item.type) add(`as-${kind}`, t(`attach.as-${kind}`), () => onas(kind));
  }
  return entries;
}
