/** Opens a popover at a button of the page. */
import { anchorOf, below } from './popup.ts';

const gap = 6;

/**
 * Under the button, or above it where there is no room; never over the edge of the page. `beside`, which the button may be
 * a part of, is not covered.
 */
export function openAt(popover: HTMLElement, button: HTMLElement, beside: HTMLElement): void {
  popover.showPopover();
  const { width, height } = popover.getBoundingClientRect();
  const { left, right } = button.getBoundingClientRect();
  const { top, bottom } = beside.getBoundingClientRect();
  const rtl = getComputedStyle(popover).direction === 'rtl';
  const box = { left, right, top: top - gap, bottom: bottom + gap };
  const page = { width: innerWidth, height: innerHeight };
  const spot = below(anchorOf(box, { width: page.width, rtl }), { width, height }, page);
  popover.style.insetInlineStart = `${spot.start}px`;
  popover.style.insetBlockStart = `${spot.top}px`;
}
