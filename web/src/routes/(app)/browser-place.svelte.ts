import { pushState, replaceState } from '$app/navigation';
import { page } from '$app/state';
import { MediaQuery } from 'svelte/reactivity';
import type { Tab } from '#domain/http.ts';
import type { Place, Query, QueryChange } from '#lib/state/place.ts';
import { addressOf, whereabouts, type Whereabouts } from './address.ts';

/** Where a person is, in the address and its history. Moves without loading anything: the lists and threads are here. */
export class BrowserPlace implements Place {
  readonly #wide = new MediaQuery('min-width: 1280px', true);
  readonly #narrow = new MediaQuery('max-width: 640px', false);
  /** What the address said when the page was loaded; what was done since is in the state of the history. */
  readonly #loaded: Whereabouts = $derived(whereabouts(page.url, page.params['id'] ?? null));
  readonly #at: Whereabouts = $derived(page.state.at ?? this.#loaded);

  get selected(): string | null {
    return this.#at.selected;
  }

  get message(): string | null {
    return this.#at.message;
  }

  get query(): Query {
    return this.#at.query;
  }

  get tab(): Tab {
    return this.query.tab;
  }

  get view(): string | null {
    return this.#at.view;
  }

  get search(): string | null {
    return this.#at.search;
  }

  get sheet(): boolean {
    return page.state.sheet === true && !this.wide;
  }

  get wide(): boolean {
    return this.#wide.current;
  }

  get narrow(): boolean {
    return this.#narrow.current;
  }

  open(id: string, messageId: string | null = null): void {
    if (id === this.selected && (messageId === null || messageId === this.message)) return;
    this.#push({ selected: id, message: messageId }, this.selected === null);
  }

  step(id: string): void {
    if (this.selected === null) this.open(id);
    else if (id !== this.selected) this.#replace({ selected: id, message: null });
  }

  close(): void {
    if (page.state.fromList) history.back();
    else this.#replace({ selected: null, message: null });
  }

  showTab(tab: Tab): void {
    if (tab !== this.tab) this.showQuery({ ...this.query, tab });
  }

  showQuery(query: Query, { replace = false, view = null }: QueryChange = {}): void {
    // What a component made may be a proxy, which the history cannot keep.
    const some = { query: $state.snapshot<Query>(query), view, search: null };
    if (replace) this.#replace(some);
    else this.#push(some);
  }

  showSearch(text: string | null): void {
    if (text === this.search) return;
    if (this.search === null) this.#push({ search: text });
    else this.#replace({ search: text });
  }

  openSheet(): void {
    if (!this.sheet) pushState('', { ...page.state, at: this.#at, sheet: true });
  }

  closeSheet(): void {
    if (this.sheet) history.back();
  }

  #push(some: Partial<Whereabouts>, fromList = false): void {
    const at = { ...this.#at, ...some };
    pushState(addressOf(at), { at, fromList });
  }

  #replace(some: Partial<Whereabouts>): void {
    const at = { ...this.#at, ...some };
    replaceState(addressOf(at), { ...page.state, at, sheet: false });
  }
}
