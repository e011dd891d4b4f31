/** Who was chosen from the suggestions: tells people of the same name apart, as long as the page is open. */
import type { Thread } from '../../state/thread.svelte.ts';

const chosen = new WeakMap<Thread, Set<string>>();

/** Ids of those who were chosen in a conversation. */
export function chosenIn(thread: Thread): Set<string> {
  const ids = chosen.get(thread) ?? new Set();
  chosen.set(thread, ids);
  return ids;
}
