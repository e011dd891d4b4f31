/** What is told on only when it changed. */
import { untrack } from 'svelte';

/**
 * The value of `read`, as it was last told. While `same` says that nothing changed, whatever hangs on it is not even asked
 * whether it did: where much hangs on what is read often and changes seldom, that is most of the work.
 */
export function steady<T>(read: () => T, same: (one: T, other: T) => boolean): { readonly now: T } {
  let before = untrack(read);
  let told = $state.raw(before);
  $effect.pre(() => {
    const next = read();
    if (same(before, next)) return;
    before = next;
    told = next;
  });
  return {
    get now() {
      return told;
    },
  };
}
