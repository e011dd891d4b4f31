/** Pieces of the page that the first look at the list does not need. */
import { bannerLater } from '../composer/pieces.ts';
import { Piece } from '../state/piece.svelte.ts';

export const keys = new Piece(async () => (await import('./Keys.svelte')).default);
export const help = new Piece(async () => (await import('./Help.svelte')).default);
export const notices = new Piece(async () => (await import('./notices/notices.ts')).notices);
export const palette = new Piece(async () => (await import('./palette/Palette.svelte')).default);
export const within = new Piece(async () => (await import('../timeline/within/Within.svelte')).default);
/** A deep link brings it with its page instead. */
export const openedLater = new Piece(async () => {
  // One without the other would jump when that comes.
  const [{ opened }] = await Promise.all([import('./opened.ts'), bannerLater.load()]);
  return opened;
});
