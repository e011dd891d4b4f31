/** F6: from one part of the page to the next, as their order is on the screen. */

const focusable = 'a[href], button:not([disabled]), textarea, input, [tabindex="0"]';

function isShown(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true });
}

/** Puts the focus into the next region, at what is chosen there or at its first control. */
export function cycleRegion(step: number): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(isShown);
  // The innermost: the composer stands inside the conversation.
  const at = regions.findLastIndex((region) => region.contains(document.activeElement));
  const from = at < 0 && step < 0 ? 0 : at;
  const next = regions[(from + step + regions.length) % regions.length];
  if (!next) return;
  const inner = [
    ...next.querySelectorAll<HTMLElement>(
      '[role="article"][tabindex="0"], [role="option"][tabindex="0"], textarea',
    ),
  ];
  const target = inner.find(isShown) ?? [...next.querySelectorAll<HTMLElement>(focusable)].find(isShown);
  target?.focus();
}
