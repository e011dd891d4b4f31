/** Cards carried by a mouse or a pen. Fingers scroll: they move cards by the menu. */
import type { Carry } from '../state/carry.svelte.ts';

/** A press that moves less than this is a click. In px. */
const slack = 6;
/** So near to an edge the board rolls along, so far at each step. In px. */
const edge = 48;
const roll = 14;

type Pressed = { readonly id: string; readonly x: number; readonly y: number };

/** The column under a point of the page. */
function statusAt(x: number, y: number): string | null {
  const column = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-status]');
  return column?.dataset['status'] ?? null;
}

function pressedCard({ target }: Event): HTMLElement | null {
  if (!(target instanceof Element) || target.closest('button')) return null;
  return target.closest('[data-lead-card]')?.querySelector<HTMLElement>('[data-card]') ?? null;
}

/** An attachment of the board. `statusOf`: where the card of an id is. */
export function dragging(carry: Carry, statusOf: (id: string) => string | null) {
  return (board: HTMLElement): (() => void) => {
    let pressed: Pressed | null = null;
    let rolling = 0;

    const rollAlong = (): void => {
      const { left, right } = board.getBoundingClientRect();
      const { x, y } = carry.at;
      if (x < left + edge) board.scrollLeft -= roll;
      if (x > right - edge) board.scrollLeft += roll;
      carry.over = statusAt(x, y);
      rolling = requestAnimationFrame(rollAlong);
    };
    const end = (): void => {
      pressed = null;
      cancelAnimationFrame(rolling);
      removeEventListener('pointermove', moved);
      removeEventListener('pointerup', released);
      removeEventListener('pointercancel', cancelled);
      removeEventListener('keydown', escaped, true);
    };
    const moved = (event: PointerEvent): void => {
      if (!pressed) return;
      const { clientX: x, clientY: y } = event;
      carry.at = { x, y };
      if (carry.card) return void (carry.over = statusAt(x, y));
      if (Math.hypot(x - pressed.x, y - pressed.y) < slack) return;
      const from = statusOf(pressed.id);
      if (from === null) return;
      carry.pick({ id: pressed.id, from, by: 'pointer' });
      rolling = requestAnimationFrame(rollAlong);
    };
    const released = (): void => {
      const carrying = carry.card !== null;
      end();
      if (!carrying) return;
      carry.drop();
      // The click that follows opens nothing.
      addEventListener('click', (event) => event.preventDefault(), { capture: true, once: true });
    };
    const cancelled = (): void => {
      end();
      carry.cancel();
    };
    const escaped = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !carry.card) return;
      event.preventDefault();
      event.stopPropagation();
      cancelled();
    };
    const down = (event: PointerEvent): void => {
      if (event.button !== 0 || event.pointerType === 'touch') return;
      const card = pressedCard(event);
      const id = card?.dataset['id'];
      if (id === undefined) return;
      pressed = { id, x: event.clientX, y: event.clientY };
      addEventListener('pointermove', moved);
      addEventListener('pointerup', released);
      addEventListener('pointercancel', cancelled);
      addEventListener('keydown', escaped, true);
    };
    /** The browser's own dragging of links would take the pointer away. */
    const noDrag = (event: DragEvent): void => event.preventDefault();

    board.addEventListener('pointerdown', down);
    board.addEventListener('dragstart', noDrag);
    return () => {
      end();
      board.removeEventListener('pointerdown', down);
      board.removeEventListener('dragstart', noDrag);
    };
  };
}
