/** Pieces of the composer that most replies do not need. */
import { Piece } from '../state/piece.svelte.ts';

/** What the state of the composer says; there is nothing to say where a reply may be written without more ado. */
export const bannerLater = new Piece(async () => (await import('./Banner.svelte')).default);
export const unfilled = new Piece(async () => (await import('./quick/Unfilled.svelte')).default);
export const attached = new Piece(async () => (await import('./attach/Attached.svelte')).default);
export const attachMenu = new Piece(async () => (await import('./attach/AttachMenu.svelte')).default);
export const voice = new Piece(async () => (await import('./voice/voice.ts')).voice);
export const suggestions = new Piece(async () => (await import('./suggest/suggestions.ts')).suggestions);
export const formatting = new Piece(async () => (await import('./format/formatting.ts')).formatting);
export const emojiCatalogue = new Piece(() => import('./emoji/catalogue.ts'));
export const emojiPicker = new Piece(async () => (await import('./emoji/Picker.svelte')).default);
