/** Cards carried by a pointer: a mouse or a pen that moves, a finger that stayed first. Fingers that move at once scroll. */
import type { Carry } from '../state/carry.svelte.ts';

/** A press that moves less than this is a click, or a finger that stays. In px. */
const slack = 6;
/** So long a finger stays before it carries, in ms. Shorter than it takes a browser to offer its own menu. */
const holds = 350;
/** How it says that it carries now, where a device can. In ms. */
const tap = 15;
/** So soon after it is let go a browser makes a click of it, in ms. */
const clickWithin = 500;
/** So near to an edge the board rolls along, the faster the nearer: at most so far at each step. In px. */
const edge = 48;
const roll = 14;

type Point = { readonly x: number; readonly y: number };
type Pressed = Point & { readonly id: string; readonly pointer: number; readonly byTouch: boolean };

/** The column under a point of the page. */
function statusAt({ x, y }: Point): string | null {
  const column = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-status]');
  return column?.dataset['status'] ?? null;
}

function pressedCard({ target }: Event): HTMLElement | null {
  if (!(target instanceof Element) || target.closest('button')) return null;
  return target.closest('[data-lead-card]')?.querySelector<HTMLElement>('[data-card]') ?? null;
}

/** How far the board rolls at one step while the pointer is at `x`: less than nothing to the left. In px. */
export function rollAt(x: number, { left, right }: Pick<DOMRect, 'left' | 'right'>): number {
  const beyond = Math.max(x - (right - edge), 0) - Math.max(left + edge - x, 0);
  return Math.sign(beyond) * Math.min(roll, Math.ceil((Math.abs(beyond) / edge) * roll));
}

/** The click that follows opens nothing. Where none follows, the next one is meant: it begins with a press. */
function swallowClick(): void {
  const following = new AbortController();
  const { signal } = following;
  addEventListener('click', (event) => event.preventDefault(), { capture: true, once: true, signal });
  addEventListener('pointerdown', () => following.abort(), { capture: true, signal });
  setTimeout(() => following.abort(), clickWithin);
}

/** One press of a pointer, from going down until it is let go. */
class Drag {
  #pressed: Pressed | null = null;
  #rolling = 0;
  #staying: ReturnType<typeof setTimeout> | undefined;
  #while = new AbortController();
  readonly #board: HTMLElement;
  readonly #carry: Carry;
  readonly #statusOf: (id: string) => string | null;

  constructor(board: HTMLElement, carry: Carry, statusOf: (id: string) => string | null) {
    this.#board = board;
    this.#carry = carry;
    this.#statusOf = statusOf;
  }

  /** Whether the pointer is a finger that carries: nothing scrolls then, and no menu opens. */
  get isFinger(): boolean {
    return this.#pressed?.byTouch === true && this.#carry.card !== null;
  }

  down(event: PointerEvent): void {
    // A second finger is no drag any more.
    if (this.#pressed) return this.cancel();
    const id = pressedCard(event)?.dataset['id'];
    if (id === undefined || event.button !== 0 || !event.isPrimary) return;
    const { clientX: x, clientY: y, pointerId: pointer } = event;
    this.#pressed = { id, x, y, pointer, byTouch: event.pointerType === 'touch' };
    this.#while = new AbortController();
    const { signal } = this.#while;
    addEventListener('pointermove', (moved) => this.#move(moved), { signal });
    addEventListener('pointerup', () => this.#release(), { signal });
    addEventListener('pointercancel', () => this.cancel(), { signal });
    addEventListener('keydown', (pressed) => this.#escape(pressed), { signal, capture: true });
    if (this.#pressed.byTouch) this.#staying = setTimeout(() => this.#pick(), holds);
  }

  cancel(): void {
    this.end();
    this.#carry.cancel();
  }

  end(): void {
    this.#pressed = null;
    clearTimeout(this.#staying);
    cancelAnimationFrame(this.#rolling);
    this.#while.abort();
  }

  #pick(): void {
    if (!this.#pressed) return;
    const { id, x, y, byTouch } = this.#pressed;
    const from = this.#statusOf(id);
    if (from === null) return;
    this.#carry.at = { x, y };
    this.#carry.pick({ id, from, by: 'pointer' });
    if (byTouch && 'vibrate' in navigator) navigator.vibrate(tap);
    this.#rollAlong();
  }

  #move({ clientX: x, clientY: y, pointerId }: PointerEvent): void {
    if (!this.#pressed || pointerId !== this.#pressed.pointer) return;
    if (this.#carry.card) {
      this.#carry.at = { x, y };
      this.#carry.over = statusAt({ x, y });
      return;
    }
    if (Math.hypot(x - this.#pressed.x, y - this.#pressed.y) < slack) return;
    // A finger that goes before it stayed scrolls.
    if (this.#pressed.byTouch) return this.cancel();
    this.#pick();
    this.#carry.at = { x, y };
  }

  #rollAlong(): void {
    const { at } = this.#carry;
    this.#board.scrollLeft += rollAt(at.x, this.#board.getBoundingClientRect());
    this.#carry.over = statusAt(at);
    this.#rolling = requestAnimationFrame(() => this.#rollAlong());
  }

  #release(): void {
    const carried = this.#carry.card !== null;
    this.end();
    if (!carried) return;
    this.#carry.drop();
    swallowClick();
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#carry.card) return;
    event.preventDefault();
    event.stopPropagation();
    this.cancel();
  }
}

/** An attachment of the board. `statusOf`: where the card of an id is. */
export function dragging(carry: Carry, statusOf: (id: string) => string | null) {
  return (board: HTMLElement): (() => void) => {
    const drag = new Drag(board, carry, statusOf);
    const listeners = new AbortController();
    const { signal } = listeners;
    /** What the browser would do with a finger that carries: scroll, and offer what can be done with a link. */
    const ours = (event: Event): void => {
      if (drag.isFinger && event.cancelable) event.preventDefault();
    };
    board.addEventListener('pointerdown', (event) => drag.down(event), { signal });
    // It has to be here before the finger is.
    board.addEventListener('touchmove', ours, { signal, passive: false });
    board.addEventListener('contextmenu', ours, { signal });
    // The browser's own dragging of links would take the pointer away.
    board.addEventListener('dragstart', (event) => event.preventDefault(), { signal });
    return () => {
      drag.end();
      listeners.abort();
    };
  };
}
