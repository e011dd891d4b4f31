/** Timers by name: of each there is one at most. */
import type { Timers } from '../live/socket.ts';

export class Later<Name extends string> {
  readonly #timers: Timers;
  readonly #set = new Map<Name, number>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Runs after `delay` (ms), unless it is waiting already. */
  set(name: Name, delay: number, run: () => void): void {
    if (this.#set.has(name)) return;
    const timer = this.#timers.set(() => {
      this.#set.delete(name);
      run();
    }, delay);
    this.#set.set(name, timer);
  }

  cancel(name: Name): void {
    const timer = this.#set.get(name);
    if (timer !== undefined) this.#timers.clear(timer);
    this.#set.delete(name);
  }

  cancelAll(): void {
    for (const name of [...this.#set.keys()]) this.cancel(name);
  }
}
