/** Conversations by a few letters, for the palette (B-71): those that are loaded at once, the others from the edge. */
import type { Head } from '#domain/head.ts';
import type { Api } from '../api.ts';
import type { Timers } from '../live/socket.ts';

type LookupOptions = { readonly api: Pick<Api, 'search'>; readonly timers: Timers };

/** How long the fingers rest before the edge is asked. In ms. */
const debounce = 150;

export class Lookup {
  /** What the edge found for the text that was sought last. */
  heads = $state.raw<readonly Head[]>([]);
  busy = $state(false);
  readonly #options: LookupOptions;
  #timer: number | null = null;
  /** Goes up with every text: an answer to an earlier one is not looked at. */
  #turn = 0;

  constructor(options: LookupOptions) {
    this.#options = options;
  }

  /** Looks for another text; nothing for an empty one. */
  seek(text: string): void {
    const { timers } = this.#options;
    if (this.#timer !== null) timers.clear(this.#timer);
    this.#turn += 1;
    this.busy = text.trim() !== '';
    if (this.busy) this.#timer = timers.set(() => void this.#ask(text, this.#turn), debounce);
    else this.heads = [];
  }

  /** What cannot be had is not shown: the rest of the palette works without it. */
  async #ask(words: string, turn: number): Promise<void> {
    this.#timer = null;
    const outcome = await this.#options.api.search({ words, filter: {} });
    if (turn !== this.#turn) return;
    this.busy = false;
    if (!outcome.ok) return;
    const { contacts, conversations } = outcome.value;
    const all = [...contacts.hits, ...conversations.hits].map((head) => [head.id, head] as const);
    this.heads = [...new Map(all).values()];
  }
}
