/** Searching inside the open conversation (B-39): what is sought, what was found, and which of it one looks at. */
import type { WithinAnswer } from '#domain/http-within.ts';
import { isSignedOut, sentenceFor, type Api, type Failure } from '../api.ts';
import type { Timers } from '../live/socket.ts';
import type { Session } from './session.svelte.ts';

type Hit = WithinAnswer['hits'][number];

export type WithinOptions = {
  readonly api: Pick<Api, 'within'>;
  readonly session: Pick<Session, 'leave'>;
  readonly timers: Timers;
  /** Puts a message of the open conversation into the middle. */
  readonly show: (messageId: string) => void;
};

/** How long the fingers rest before it is searched. In ms. */
const debounce = 150;

export class Within {
  /** The conversation that is searched; null: none. */
  id = $state<string | null>(null);
  text = $state('');
  /** Newest first. */
  hits = $state.raw<readonly Hit[]>([]);
  /** What they were found by. */
  words = $state('');
  /** Whether there are more than were looked for. */
  more = $state(false);
  busy = $state(false);
  /** Why it could not be searched. */
  problem = $state<string | null>(null);
  #at = $state(0);
  readonly #options: WithinOptions;
  #timer: number | null = null;
  #stop = new AbortController();

  constructor(options: WithinOptions) {
    this.#options = options;
  }

  /** The hit that one looks at. */
  get current(): Hit | null {
    return this.hits[this.#at] ?? null;
  }

  /** Its place among the hits, from 1; 0 where there is none. */
  get place(): number {
    return this.hits.length === 0 ? 0 : this.#at + 1;
  }

  open(id: string): void {
    if (this.id === id) return;
    this.close();
    this.id = id;
  }

  close(): void {
    this.#cancel();
    this.id = null;
    this.text = '';
    this.#clear();
  }

  /** Searches for another text, as soon as the fingers rest. */
  set(text: string): void {
    if (text === this.text) return;
    this.#cancel();
    this.text = text;
    if (text.trim() === '') {
      this.#clear();
      return;
    }
    this.busy = true;
    this.#timer = this.#options.timers.set(() => void this.#ask(), debounce);
  }

  /** Goes to an older hit (1) or a newer one (-1), around the ends. */
  step(by: 1 | -1): void {
    const { length } = this.hits;
    if (length > 0) this.#at = (this.#at + by + length) % length;
    this.#show();
  }

  async #ask(): Promise<void> {
    const { id, text } = this;
    if (id === null) return;
    this.#timer = null;
    const { signal } = this.#stop;
    const outcome = await this.#options.api.within(id, text, signal);
    if (signal.aborted) return;
    this.busy = false;
    if (!outcome.ok) {
      this.#failed(outcome.failure);
      return;
    }
    this.#take(outcome.value, text);
    this.#show();
  }

  #show(): void {
    if (this.current) this.#options.show(this.current.id);
  }

  #failed(failure: Failure): void {
    this.#clear();
    if (isSignedOut(failure)) this.#options.session.leave();
    else this.problem = sentenceFor(failure);
  }

  #clear(): void {
    this.#take({ hits: [], more: false }, '');
  }

  #take({ hits, more }: WithinAnswer, words: string): void {
    this.hits = hits;
    this.more = more;
    this.words = words;
    this.problem = null;
    this.#at = 0;
  }

  #cancel(): void {
    if (this.#timer !== null) this.#options.timers.clear(this.#timer);
    this.#timer = null;
    this.#stop.abort();
    this.#stop = new AbortController();
    this.busy = false;
  }
}
