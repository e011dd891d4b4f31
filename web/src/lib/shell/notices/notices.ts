/** What the bell opens, and what speaks up when something comes: one piece of the page. */
import Noticing from './Noticing.svelte';
import Panel from './Panel.svelte';

export const notices = { Noticing, Panel };
