/** Pieces of the list that most looks at it do not need. */
import { Piece } from '../state/piece.svelte.ts';

export const rowMenu = new Piece(async () => (await import('./RowMenu.svelte')).default);
export const bulkBar = new Piece(async () => (await import('./BulkBar.svelte')).default);
export const filterPanel = new Piece(async () => (await import('./filter/FilterPanel.svelte')).default);
export const viewDialog = new Piece(async () => (await import('./views/ViewDialog.svelte')).default);
export const found = new Piece(async () => (await import('./search/Found.svelte')).default);
