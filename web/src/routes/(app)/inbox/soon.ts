/** What the list does without at first and is likely to need: it comes while the browser rests, likeliest first. */
import { bulkBar, filterPanel, found, rowMenu, viewDialog } from '#lib/list/pieces.ts';
import { help, openedLater, palette, within } from '#lib/shell/pieces.ts';
import { operators } from '#lib/state/operators.ts';
import { attached, bannerLater } from '#lib/composer/pieces.ts';
import { emojiChoice, specialLater } from '#lib/timeline/pieces.ts';

export const soon = [
  ...[openedLater, bannerLater, rowMenu, specialLater, operators, found],
  ...[bulkBar, filterPanel, viewDialog, help, emojiChoice, attached, palette, within],
];
