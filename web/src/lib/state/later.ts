/** Timers by name: of each there is one at most. */
import type { Timers } from '../live/socket.ts';

/** `delay`: what it was set with, in ms. */
type Waiting = { readonly timer: number; readonly delay: number };

export class Later<Name extends string> {
  readonly #timers: Timers;
  readonly #set = new Map<Name, Waiting>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Runs after `delay` (ms), unless it waits already and not for longer: what is urgent does not wait for a retry. */
  set(name: Name, delay: number, run: () => void): void {
    const waiting = this.#set.get(name);
    if (waiting && waiting.delay <= delay) return;
    this.cancel(name);
    const timer = this.#timers.set(() => {
      this.#set.delete(name);
      run();
    }, delay);
    this.#set.set(name, { timer, delay });
  }

  cancel(name: Name): void {
    const waiting = this.#set.get(name);
    if (waiting) this.#timers.clear(waiting.timer);
    this.#set.delete(name);
  }

  cancelAll(): void {
    for (const name of [...this.#set.keys()]) this.cancel(name);
  }
}
