/** All that suggesting needs, as one piece: brought when the field gets the focus for the first time. */
import type { Hand } from '../hand.ts';
import { sources } from './sources.ts';
import Suggestions from './Suggestions.svelte';
import { Suggesting } from './suggesting.svelte.ts';

const suggesting = new WeakMap<Hand, Suggesting>();

/** What is suggested in one composer. */
function suggestingFor(hand: Hand): Suggesting {
  const one = suggesting.get(hand) ?? new Suggesting(hand, sources);
  suggesting.set(hand, one);
  return one;
}

export const suggestions = { Suggestions, suggestingFor };
