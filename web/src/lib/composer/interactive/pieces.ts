import { Piece } from '../../state/piece.svelte.ts';

export const interactiveMenu = new Piece(async () => (await import('./InteractiveMenu.svelte')).default);
