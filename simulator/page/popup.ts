/** A small menu beside the pointer or a button; Escape and a click elsewhere close it. */
import { h, type Child } from './dom.ts';

export type Entry = { readonly words: string; readonly run: () => void };
type Place = { readonly x: number; readonly y: number };

const margin = 8;

/** Opens a menu with an optional row above its entries. */
export function openPopup(place: Place, entries: readonly Entry[], ...above: readonly Child[]): void {
  const close = (): void => popup.hidePopover();
  const items = entries.map(({ words, run }) =>
    h(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        onclick: () => {
          close();
          run();
        },
      },
      words,
    ),
  );
  const popup = h(
    'div',
    { class: 'popup', popover: 'auto', role: 'menu', onkeydown: (event) => move(event, popup) },
    ...above,
    ...items,
  );
  popup.addEventListener('toggle', (event) => {
    if (event.newState === 'closed') popup.remove();
  });
  document.body.append(popup);
  popup.showPopover();
  const { width, height } = popup.getBoundingClientRect();
  popup.style.left = `${Math.max(margin, Math.min(place.x, innerWidth - width - margin))}px`;
  popup.style.top = `${Math.max(margin, Math.min(place.y, innerHeight - height - margin))}px`;
  popup.querySelector('button')?.focus();
}

/** Arrow keys go from one entry to the next. */
function move(event: KeyboardEvent, popup: HTMLElement): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const all = [...popup.querySelectorAll('button')];
  const at = all.findIndex((button) => button === document.activeElement);
  all[(at + step + all.length) % all.length]?.focus();
}

/** Below an element. */
export function below(element: Element): Place {
  const { left, bottom } = element.getBoundingClientRect();
  return { x: left, y: bottom + 4 };
}
