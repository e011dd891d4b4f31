/** The round picture with two letters, and the channel's mark on it. */
import type { Channel } from '../control.ts';
import { h } from './dom.ts';
import { colourOf, initials } from './words.ts';

const marks: Readonly<Record<Channel, string>> = { whatsapp: 'W', messenger: 'M', instagram: 'I' };

/** Says nothing to screen readers: the name stands beside it. */
export function avatar(name: string, channel?: Channel): HTMLElement {
  return h(
    'span',
    { class: 'avatar', style: `background:${colourOf(name)}`, 'aria-hidden': 'true' },
    initials(name),
    channel !== undefined && h('span', { class: `mark ${channel}` }, marks[channel]),
  );
}
