/** A finger that stays: the menu of what it stays on (B-15). */
import type { Attachment } from 'svelte/attachments';

const holds = 500;
const slack = 10;

/** Runs `held` when one finger stays where it is; the click that follows is swallowed. */
export function holding(
  held: (element: HTMLElement, target: EventTarget | null) => void,
): Attachment<HTMLElement> {
  return (element) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let start = { x: 0, y: 0 };
    let swallow = false;

    const stop = (): void => clearTimeout(timer);
    const down = (event: PointerEvent): void => {
      swallow = false;
      stop();
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      const { target } = event;
      start = { x: event.clientX, y: event.clientY };
      timer = setTimeout(() => {
        swallow = true;
        held(element, target);
      }, holds);
    };
    const move = (event: PointerEvent): void => {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > slack) stop();
    };
    const click = (event: MouseEvent): void => {
      if (!swallow) return;
      swallow = false;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const listeners = new AbortController();
    const { signal } = listeners;
    element.addEventListener('pointerdown', down, { signal });
    element.addEventListener('pointermove', move, { signal });
    for (const name of ['pointerup', 'pointercancel', 'contextmenu'] as const)
      element.addEventListener(name, stop, { signal });
    element.addEventListener('click', click, { signal, capture: true });
    return () => {
      stop();
      listeners.abort();
    };
  };
}
