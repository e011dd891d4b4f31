/**
 * Where the reader is in the timeline. At the bottom it follows what comes; elsewhere the message under the eye stays
 * where it is, to the pixel, whatever is put above or below. Native anchoring is off: not every browser has it.
 */

const follow = 80;
const nearTop = 400;

type Anchor = { readonly element: HTMLElement; readonly top: number };

export class Scroll {
  /** Whether the reader is at the newest message. */
  atBottom = $state(true);
  /** Called when the oldest loaded message comes near. */
  onNearTop: () => void = () => {};
  #box: HTMLElement | null = null;
  #anchor: Anchor | null = null;

  /** For `{@attach}` on the scrolling element; `start` is the element to begin at, if not the bottom. */
  attach = (box: HTMLElement): (() => void) => {
    this.#box = box;
    const start = box.querySelector<HTMLElement>('[data-start]');
    if (start) this.#show(start);
    else this.toBottom();
    this.#look();
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
    this.atBottom = true;
  }

  /** Brings a message that is loaded into view, and the focus to it. */
  showMessage(id: string): void {
    const entry = this.#box?.querySelector<HTMLElement>(`[data-key="${CSS.escape(id)}"]`);
    if (!entry) return;
    entry.scrollIntoView({ block: 'center' });
    entry.focus({ preventScroll: true });
    entry.dataset['shown'] = '';
    entry.addEventListener('animationend', () => delete entry.dataset['shown'], { once: true });
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
    this.atBottom = box.scrollHeight - box.scrollTop - box.clientHeight <= follow;
    if (box.scrollTop < nearTop) this.onNearTop();
  }

  #resized(): void {
    if (this.atBottom) this.toBottom();
    else this.#look();
  }
}
