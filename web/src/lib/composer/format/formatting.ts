/** Marks while one writes, as one piece: brought when the field gets the focus for the first time. */
import type { Hand } from '../hand.ts';
import FormatBar from './FormatBar.svelte';
import { toggled, type MarkName } from './marks.ts';

/** Puts a mark around what is selected in the field, or takes it off. */
function applyMark(hand: Hand, name: MarkName): void {
  const { field, text } = hand;
  if (!field || field.readOnly) return;
  const selection = { from: field.selectionStart, to: field.selectionEnd };
  const { from, to, text: put, selected } = toggled(text, selection, name);
  hand.replace(from, to, put);
  field.setSelectionRange(selected.from, selected.to);
}

export const formatting = { FormatBar, applyMark };
