/** Pictures of people and businesses. */
import { h } from './dom.ts';
import { colourOf, initials } from './words.ts';

/** A round picture of two letters. */
export function avatar(name: string): HTMLElement {
  return h(
    'span',
    { class: 'avatar', style: `background:${colourOf(name)}`, 'aria-hidden': 'true' },
    initials(name),
  );
}
