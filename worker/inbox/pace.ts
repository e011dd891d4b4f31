/** Gathering: the first thing goes at once, what comes in the time after it goes together. */
import { logFailure } from '../log.ts';

/** What a run answers: `more` when so much is left that nothing needs to be gathered. */
export type Ran = 'more' | 'done';

export class Pace {
  readonly #work: () => Ran | Promise<Ran>;
  readonly #rest: number;
  #asked = false;
  #running = false;

  /** Between two runs of `work` lie at least `rest` ms. */
  constructor(work: () => Ran | Promise<Ran>, rest: number) {
    this.#work = work;
    this.#rest = rest;
  }

  /** There is something to do. */
  ask(): void {
    this.#asked = true;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    // Whoever asks finishes first what they are at.
    await Promise.resolve();
    while (this.#asked) {
      this.#asked = false;
      if ((await this.#ran()) === 'done') await scheduler.wait(this.#rest);
      else this.#asked = true;
    }
    this.#running = false;
  }

  async #ran(): Promise<Ran> {
    try {
      return await this.#work();
    } catch (failure) {
      logFailure('inbox.run-failed', failure);
      return 'done';
    }
  }
}
