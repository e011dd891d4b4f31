/** Pieces of the contact panel: its head is there at once, the rest comes after the page. */
import { Piece } from '../state/piece.svelte.ts';

export const sections = new Piece(async () => (await import('./Sections.svelte')).default);
/** Countries, zones and groups of digits of phone numbers: heavy, and nothing waits for it. */
export const phoneBook = new Piece(async () => import('./phone-book.ts'));
