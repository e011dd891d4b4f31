/**
 * What lies over the timeline or outlives a bubble that is scrolled away: the picture that is looked at, the menu of a message,
 * its details, how much of a long text is shown. One for each timeline, handed down by context.
 */
import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Anchor } from '../ui/popup.ts';
import type { Drawn } from './items.ts';
import { firstPart, nextPart } from './long.ts';
import type { OfferSlot } from './media.ts';

/** One picture or film of the conversation. */
export type Shot = { readonly messageId: string; readonly slot: number | OfferSlot };

/** Names a thumbnail on the page, so that the focus finds it again. */
export function shotName({ messageId, slot }: Shot): string {
  return `${messageId}/${slot}`;
}

export class Overlay {
  /** What the lightbox shows. */
  shot = $state.raw<Shot | null>(null);
  menu = $state.raw<{ readonly drawn: Drawn; readonly anchor: Anchor } | null>(null);
  /** Id of the message whose details are shown. */
  about = $state<string | null>(null);
  /** The timeline fills it in: what is under the eye stays there, also at the end. */
  stay: () => void = () => {};
  readonly #shown = new SvelteMap<string, number>();

  /** How much of a message's text is shown, in code units. */
  allowed(messageId: string): number {
    return this.#shown.get(messageId) ?? firstPart;
  }

  /** Shows more of it, and moves nothing that is above (B-35). */
  readMore(messageId: string): void {
    this.stay();
    this.#shown.set(messageId, this.allowed(messageId) + nextPart);
  }
}

export const [useOverlay, provideOverlay] = createContext<Overlay>();
