/** How one state of the timeline becomes the next without moving what is on the screen (B-20). Pure. */
import type { Item } from './items.ts';

/** The first and the last row on the screen, by their place. */
export type Seen = { readonly first: number; readonly last: number };

export type Steps = {
  /** Whether everything that is new or gone stands above the screen. */
  readonly shift: boolean;
  /** Where both changed: with only what is above changed. That comes first, as a shift. */
  readonly between: readonly Item[] | null;
};

/** Where a row of `before` stands in `next`; -1 where it is gone. What is usual is tried first. */
function placeIn(next: readonly Item[], key: string, likely: readonly number[]): number {
  const found = likely.find((index) => next[index]?.key === key);
  return found ?? next.findIndex((item) => item.key === key);
}

/** Null where nothing of the screen is left: that is another stretch of the conversation. */
export function stepsOf(before: readonly Item[], next: readonly Item[], { first, last }: Seen): Steps | null {
  const grown = next.length - before.length;
  for (let from = Math.max(0, first); from <= Math.min(last + 1, before.length - 1); from += 1) {
    const item = before[from];
    // Dividers come and go with what stands around them.
    if (item?.kind !== 'message') continue;
    const to = placeIn(next, item.key, [from, from + grown]);
    if (to < 0) continue;
    if (to === from) return { shift: false, between: null };
    if (to - from === grown) return { shift: true, between: null };
    return { shift: true, between: [...next.slice(0, to), ...before.slice(from)] };
  }
  return null;
}
