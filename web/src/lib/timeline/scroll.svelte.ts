/**
 * Where the reader is in the timeline. At the bottom it follows what comes; elsewhere the message under the eye stays
 * where it is, to the pixel, whatever is put above or below. Native anchoring is off: not every browser has it.
 */
import { untrack } from 'svelte';

const follow = 80;
const nearEdge = 400;
/** How long a message that was looked for is marked (B-11), in ms. */
const markedFor = 1_500;

type Anchor = { readonly element: HTMLElement; readonly top: number };

export class Scroll {
  /** Whether the reader is at the newest message. */
  atBottom = $state(true);
  /** Called when the oldest loaded message comes near. */
  onNearTop: () => void = () => {};
  /** Called when the newest loaded message comes near, and newer ones are not loaded. */
  onNearEnd: () => void = () => {};
  /** Whether the newest message is loaded; without it the end of what is loaded is not the bottom. */
  isWhole: () => boolean = () => true;
  #box: HTMLElement | null = null;
  #anchor: Anchor | null = null;

  /** For `{@attach}` on the scrolling element; `start` is the element to begin at, if not the bottom. */
  attach = (box: HTMLElement): (() => void) => {
    this.#box = box;
    // One begins once, whatever changes later of what was looked at here.
    untrack(() => this.#begin(box));
    const look = (): void => this.#look();
    const sizes = new ResizeObserver(() => this.#resized());
    sizes.observe(box);
    for (const child of box.children) sizes.observe(child);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      box.removeEventListener('scroll', look);
      this.#box = null;
    };
  };

  /** Remembers what is under the eye; call before the page changes. */
  hold(): void {
    const box = this.#box;
    if (!box || this.atBottom) {
      this.#anchor = null;
      return;
    }
    const edge = box.getBoundingClientRect().top;
    const articles = box.querySelectorAll<HTMLElement>('[role="article"]');
    const element = [...articles].find((article) => article.getBoundingClientRect().bottom > edge);
    this.#anchor = element ? { element, top: element.getBoundingClientRect().top } : null;
  }

  /** Puts it back under the eye; call after the page changed. */
  settle(): void {
    const box = this.#box;
    if (!box) return;
    if (this.#anchor?.element.isConnected) {
      box.scrollTop += this.#anchor.element.getBoundingClientRect().top - this.#anchor.top;
    } else if (this.atBottom) {
      this.toBottom();
    }
    this.#anchor = null;
  }

  toBottom(): void {
    if (!this.#box) return;
    this.#anchor = null;
    this.#box.scrollTop = this.#box.scrollHeight;
    this.atBottom = this.isWhole();
  }

  /** What is under the eye stays there, also at the bottom: something below it is about to grow. */
  stay(): void {
    this.atBottom = false;
  }

  /** Puts a message into the middle and marks it for a while (B-11). Answers whether it is loaded. */
  centre(id: string): boolean {
    const box = this.#box;
    const entry = box?.querySelector<HTMLElement>(`[data-key="${CSS.escape(id)}"]`);
    if (!box || !entry) return false;
    const from = box.getBoundingClientRect();
    const { top, height } = entry.getBoundingClientRect();
    // Of one that is higher than the box, the beginning.
    const above = Math.max(0, (box.clientHeight - height) / 2);
    box.scrollTop += top - from.top - above;
    this.#look();
    entry.dataset['shown'] = '';
    setTimeout(() => delete entry.dataset['shown'], markedFor);
    return true;
  }

  /** Brings the focus to a message that is loaded. */
  focus(id: string): void {
    const entry = this.#box?.querySelector<HTMLElement>(`[data-key="${CSS.escape(id)}"]`);
    entry?.focus({ preventScroll: true });
  }

  #begin(box: HTMLElement): void {
    const start = box.querySelector<HTMLElement>('[data-start]');
    if (start) this.#show(start);
    else this.toBottom();
    this.#look();
  }

  /** A quarter of the height down, so that what came before can be seen. */
  #show(element: HTMLElement): void {
    const box = this.#box;
    if (!box) return;
    const offset = element.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += offset - box.clientHeight / 4;
  }

  #look(): void {
    const box = this.#box;
    if (!box) return;
    const whole = this.isWhole();
    const left = box.scrollHeight - box.scrollTop - box.clientHeight;
    this.atBottom = whole && left <= follow;
    if (box.scrollTop < nearEdge) this.onNearTop();
    if (!whole && left < nearEdge) this.onNearEnd();
  }

  #resized(): void {
    if (this.atBottom) this.toBottom();
    else this.#look();
  }
}
