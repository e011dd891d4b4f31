/** From card to card by arrows, as they stand on the page. */

const cards = (column: Element | null | undefined): HTMLElement[] => [
  ...(column?.querySelectorAll<HTMLElement>('[data-card]') ?? []),
];

/** The card that has the focus. */
export function cardOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof HTMLElement && target.matches('[data-card]') ? target : null;
}

/** The card of a lead gets the focus, wherever it stands now. */
export function focusCard(root: HTMLElement | undefined, id: string): void {
  root?.querySelector<HTMLElement>(`[data-card][data-id="${CSS.escape(id)}"]`)?.focus();
}

/** The next column that has cards, `by` columns on. */
function beside(column: Element, by: 1 | -1): Element | null {
  let next = by === 1 ? column.nextElementSibling : column.previousElementSibling;
  while (next && cards(next).length === 0)
    next = by === 1 ? next.nextElementSibling : next.previousElementSibling;
  return next;
}

/** Where an arrow leads from a card: along its column, or to the same height of another; null for any other key. */
export function nextCard(card: HTMLElement, key: string): HTMLElement | null {
  const column = card.closest('[data-status]');
  if (!column) return null;
  const all = cards(column);
  const at = all.indexOf(card);
  const rtl = getComputedStyle(card).direction === 'rtl';
  const [forward, backward] = rtl ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  const across = (by: 1 | -1): HTMLElement => {
    const others = cards(beside(column, by));
    return others[Math.min(at, others.length - 1)] ?? card;
  };
  if (key === 'ArrowDown') return all[at + 1] ?? card;
  if (key === 'ArrowUp') return all[at - 1] ?? card;
  if (key === 'Home') return all[0] ?? card;
  if (key === 'End') return all.at(-1) ?? card;
  if (key === forward) return across(1);
  return key === backward ? across(-1) : null;
}
