/** The text of the search box: searched at once, written into the address when the fingers rest. */
import type { Place } from '../../state/place.ts';
import type { Search } from '../../state/search.svelte.ts';

/** Browsers take only so many changes of the address in a while. In ms. */
const addressFollows = 400;

type Options = {
  readonly place: Pick<Place, 'search' | 'showSearch'>;
  readonly search: Pick<Search, 'text' | 'set' | 'clear'>;
};

export class Typing {
  text: string;
  /** What the address says because of us; what else it says came from elsewhere. */
  #written: string | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #options: Options;

  constructor(options: Options) {
    const { search } = options.place;
    this.text = $state(search ?? '');
    this.#written = search;
    this.#options = options;
  }

  /** The first letter opens the search, an emptied box shows the list again: both at once. */
  type(text: string): void {
    const { place, search } = this.#options;
    this.text = text;
    search.set(text);
    this.stop();
    if (!place.search || text === '') this.#write(text);
    else this.#timer = setTimeout(() => this.#write(text), addressFollows);
  }

  leave(): void {
    this.text = '';
    this.#options.search.clear();
    this.#write(null);
  }

  /** The address says now what is typed: one goes elsewhere, and may come back. */
  settle(): void {
    if (this.#options.place.search !== this.text) this.#write(this.text);
  }

  /** The address says `there`, perhaps by itself: Back, a link, a filter that was chosen. */
  follow(there: string | null): void {
    const { search } = this.#options;
    if (there !== this.#written) {
      this.stop();
      this.#written = there;
      this.text = there ?? '';
    }
    if (search.text !== this.text) search.set(this.text);
  }

  /** Forgets what was not written yet. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #write(text: string | null): void {
    this.stop();
    this.#written = text;
    this.#options.place.showSearch(text);
  }
}
