import { pushState, replaceState } from '$app/navigation';
import { page } from '$app/state';
import { MediaQuery } from 'svelte/reactivity';
import type { Tab } from '#domain/http.ts';
import type { Place } from '#lib/state/place.ts';

/** Where a person is, in the address and its history. Moves without loading anything: the lists and threads are here. */
export class BrowserPlace implements Place {
  readonly #startTab: Tab;
  readonly #wide = new MediaQuery('min-width: 1180px', true);
  readonly #narrow = new MediaQuery('max-width: 640px', false);

  constructor(startTab: Tab) {
    this.#startTab = startTab;
  }

  get selected(): string | null {
    const { selected } = page.state;
    return selected === undefined ? (page.params['id'] ?? null) : selected;
  }

  get tab(): Tab {
    return page.state.tab ?? this.#startTab;
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

  open(id: string): void {
    if (id === this.selected) return;
    const fromList = this.selected === null;
    pushState(this.#address(id, this.tab), { selected: id, tab: this.tab, fromList });
  }

  step(id: string): void {
    if (this.selected === null) this.open(id);
    else
      replaceState(this.#address(id, this.tab), { ...page.state, selected: id, tab: this.tab, sheet: false });
  }

  close(): void {
    if (page.state.fromList) history.back();
    else replaceState(this.#address(null, this.tab), { selected: null, tab: this.tab });
  }

  showTab(tab: Tab): void {
    if (tab === this.tab) return;
    pushState(this.#address(this.selected, tab), { selected: this.selected, tab });
  }

  openSheet(): void {
    if (!this.sheet) pushState('', { ...page.state, selected: this.selected, tab: this.tab, sheet: true });
  }

  closeSheet(): void {
    if (this.sheet) history.back();
  }

  #address(id: string | null, tab: Tab): string {
    const path = id === null ? '/inbox' : `/inbox/${encodeURIComponent(id)}`;
    return tab === 'archived' ? `${path}?tab=archived` : path;
  }
}
