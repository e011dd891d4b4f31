/** Follow-ups of the panel come after the page. */
import { Piece } from '../state/piece.svelte.ts';

export const followUpSection = new Piece(async () => (await import('./FollowUpSection.svelte')).default);
