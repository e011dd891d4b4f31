/** Pieces of the head that most looks at it do not need. */
import { Piece } from '../state/piece.svelte.ts';

export const leadHistory = new Piece(async () => (await import('./LeadHistory.svelte')).default);
