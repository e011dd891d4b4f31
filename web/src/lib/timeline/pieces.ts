/** Pieces of a conversation that many conversations do not need. */
import type { Message } from '#domain/message.ts';
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

/** Whether something is told above the words: where they come from, what they go on from. */
export function isMarked({ elsewhere, forwarded, origin, product, story }: Message): boolean {
  return [elsewhere, forwarded, origin, product, story].some((mark) => mark !== undefined);
}

/** Whether a message is drawn whole only with what `special` has. */
export function isSpecial(drawn: Drawn): boolean {
  const { content, edited, reactions, referral } = drawn.message;
  const words = content.kind === 'text' || content.kind === 'line';
  const more = edited !== undefined || referral !== undefined || (reactions?.length ?? 0) > 0;
  return !words || more || isMarked(drawn.message) || hasAftermath(drawn);
}
