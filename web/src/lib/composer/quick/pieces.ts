import { Piece } from '../../state/piece.svelte.ts';

export const quickList = new Piece(async () => (await import('./QuickDialog.svelte')).default);
