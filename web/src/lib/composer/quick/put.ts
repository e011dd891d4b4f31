/** Writes a quick reply into the field. */
import { fill, holesIn } from '#domain/variables.ts';
import type { Hand } from '../hand.ts';
import { factsOf } from './facts.ts';

/**
 * Puts the text with its variables filled in place of what stands from `from` to `to`; without them in place of what is
 * selected. The first variable that nothing fills is selected then, ready to be written over.
 */
export function putReply(
  hand: Hand,
  text: string,
  place?: { readonly from: number; readonly to: number },
): void {
  const filled = fill(text, factsOf(hand)).text;
  const { field } = hand;
  const from = place?.from ?? field?.selectionStart ?? hand.text.length;
  hand.replace(from, place?.to ?? field?.selectionEnd ?? from, filled);
  const [hole] = holesIn(filled);
  if (hole) field?.setSelectionRange(from + hole.from, from + hole.to);
}
