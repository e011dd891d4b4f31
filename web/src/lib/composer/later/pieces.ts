import { Piece } from '../../state/piece.svelte.ts';

export const laterMenu = new Piece(async () => (await import('./LaterMenu.svelte')).default);
export const laterRows = new Piece(async () => (await import('./LaterRows.svelte')).default);
