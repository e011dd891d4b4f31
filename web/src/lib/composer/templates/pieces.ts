/** The template picker: most replies are words, so it comes at its first use. */
import { Piece } from '../../state/piece.svelte.ts';

export const templateDialog = new Piece(async () => (await import('./TemplateDialog.svelte')).default);
