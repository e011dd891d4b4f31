/** Pieces of a conversation that many conversations do not need. */
import { Piece } from '../state/piece.svelte.ts';
import type { Drawn } from './items.ts';

export const emojiChoice = new Piece(async () => (await import('./EmojiChoice.svelte')).default);
export const dateJump = new Piece(async () => (await import('./DateJump.svelte')).default);
export const overlaysLater = new Piece(async () => (await import('./Overlays.svelte')).default);
export const specialLater = new Piece(async () => (await import('./special.ts')).special);

/** Whether something stands under the bubble: it waits, failed, or nobody knows. */
export function hasAftermath({ message: { delivery }, pending }: Drawn): boolean {
  if (pending !== null) return true;
  return delivery?.state === 'failed' || delivery?.state === 'unknown' || delivery?.waiting !== undefined;
}

/** Whether a message is drawn whole only with what `special` has. */
export function isSpecial(drawn: Drawn): boolean {
  const { content, edited, referral } = drawn.message;
  const words = content.kind === 'text' || content.kind === 'line';
  return !words || edited !== undefined || referral !== undefined || hasAftermath(drawn);
}
