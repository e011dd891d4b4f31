/** Files on their way to the server: a few at a time, and again by themselves when the network failed. */
import { isSignedOut, sentenceFor, type Failure, type Outcome, type Uploaded } from '../api.ts';
import { backoff } from '../live/backoff.ts';
import type { Timers } from '../live/socket.ts';
import type { UploadTask } from '../live/upload.ts';

export type UploadJob = Omit<UploadTask, 'signal'> & {
  /** It arrived, or the server will not have it. */
  readonly onEnd: (outcome: Outcome<Uploaded>) => void;
  /** It could not go now and is tried again later; `sentence` says why. */
  readonly onWaits: (sentence: string) => void;
  /** It goes now. */
  readonly onGoes: () => void;
};

export type UploadsOptions = {
  readonly upload: (task: UploadTask) => Promise<Outcome<Uploaded>>;
  readonly timers: Timers;
};

/** More at a time only share the same line. */
const mostAtOnce = 3;
/** The shortest pause before another try, in ms. */
const pause = 1_000;

function mayComeAgain(failure: Failure): boolean {
  return failure.kind === 'unreachable' || failure.status === 429;
}

export class Uploads {
  readonly #options: UploadsOptions;
  /** By upload id, in the order in which they came. */
  readonly #jobs = new Map<string, UploadJob>();
  readonly #going = new Map<string, AbortController>();
  /** Those that failed and wait for their next try. */
  readonly #resting = new Map<string, number>();
  readonly #tries = new Map<string, number>();

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  start(job: UploadJob): void {
    this.#jobs.set(job.id, job);
    this.#next();
  }

  /** It is not wanted any more. */
  cancel(id: string): void {
    this.#rest(id, null);
    this.#jobs.delete(id);
    this.#tries.delete(id);
    this.#going.get(id)?.abort();
    this.#next();
  }

  /** The network may be back: tries those that wait, now. */
  wake(): void {
    for (const id of [...this.#resting.keys()]) this.again(id);
  }

  /** Tries one that waits now. */
  again(id: string): void {
    this.#tries.delete(id);
    this.#rest(id, null);
    this.#next();
  }

  #rest(id: string, delay: number | null): void {
    const { timers } = this.#options;
    const timer = this.#resting.get(id);
    if (timer !== undefined) timers.clear(timer);
    this.#resting.delete(id);
    if (delay === null) return;
    const wake = (): void => {
      this.#resting.delete(id);
      this.#next();
    };
    this.#resting.set(id, timers.set(wake, delay));
  }

  #next(): void {
    for (const job of this.#jobs.values()) {
      if (this.#going.size >= mostAtOnce) return;
      if (!this.#going.has(job.id) && !this.#resting.has(job.id)) void this.#go(job);
    }
  }

  async #go(job: UploadJob): Promise<void> {
    const { id } = job;
    const cancel = new AbortController();
    this.#going.set(id, cancel);
    job.onGoes();
    const outcome = await this.#options.upload({ ...job, signal: cancel.signal });
    if (this.#going.get(id) === cancel) this.#going.delete(id);
    if (!cancel.signal.aborted) this.#settle(job, outcome);
    this.#next();
  }

  #settle(job: UploadJob, outcome: Outcome<Uploaded>): void {
    const { id } = job;
    if (outcome.ok || !mayComeAgain(outcome.failure) || isSignedOut(outcome.failure)) {
      this.#jobs.delete(id);
      this.#tries.delete(id);
      job.onEnd(outcome);
      return;
    }
    const tries = this.#tries.get(id) ?? 0;
    this.#tries.set(id, tries + 1);
    this.#rest(id, pause + backoff(tries, this.#options.timers.random()));
    job.onWaits(sentenceFor(outcome.failure));
  }
}
