/** What the page knows of the bell from the first: how many notices are unread. Everything else comes later (`notices`). */
import type { BellFrame } from '#domain/frame.ts';

export class Bell {
  unread = $state(0);
  /** What was told before anybody listened. */
  #waiting = $state.raw<readonly BellFrame[]>([]);
  #listener: ((frame: BellFrame) => void) | null = null;

  constructor(unread: number) {
    this.unread = unread;
  }

  hear(frame: BellFrame): void {
    if (this.#listener) this.#listener(frame);
    else this.#waiting = [...this.#waiting, frame];
  }

  /** How much waits for a listener. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** From now on `listener` hears everything, and first what came before. */
  heardBy(listener: (frame: BellFrame) => void): void {
    this.#listener = listener;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const frame of waiting) listener(frame);
  }
}
