/** All of the voice notes, as one piece. */
import Recorder from './Recorder.svelte';
import { recordings } from './recordings.svelte.ts';

export const voice = { Recorder, recordings };
