/** Enter is often quicker than the answer to what was typed. */
import { untrack } from 'svelte';

/**
 * Does `run` as soon as nothing is on its way for what is typed; not any more once something else is typed, or it is forgotten.
 * For the script of a component.
 */
export function onceAnswered(typed: () => string, busy: () => boolean, run: () => void) {
  let wanted = $state<string | null>(null);
  $effect(() => {
    if (wanted === null || busy()) return;
    const still = wanted === typed();
    wanted = null;
    if (still) untrack(run);
  });
  return {
    wait: (): void => void (wanted = typed()),
    forget: (): void => void (wanted = null),
  };
}
