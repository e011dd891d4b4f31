/** All of the voice notes, as one piece. */
import { recordings } from './recordings.svelte.ts';
import Voice from './Voice.svelte';

export const voice = { Voice, recordings };
