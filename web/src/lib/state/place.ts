/** Where a person is: which rows, which conversation, what is searched, what covers the page. The address says the same. */
import type { Filter, Sort } from '#domain/filter.ts';
import type { Tab } from '#domain/http.ts';

/** Which rows the list shows, and in which order. */
export type Query = { readonly tab: Tab; readonly sort: Sort; readonly filter: Filter };

export type QueryChange = {
  /** Without a step of its own in the history. */
  readonly replace?: boolean;
  /** The saved view that the query comes from; absent: none. */
  readonly view?: string | null;
};

export type Place = {
  readonly selected: string | null;
  /** The message on which the open conversation is centred (B-11). */
  readonly message: string | null;
  readonly query: Query;
  readonly tab: Tab;
  /** Id of the saved view that is shown. */
  readonly view: string | null;
  /** The text of the search box while search is open. */
  readonly search: string | null;
  /** Whether the contact panel lies over the page, where there is no room beside it. */
  readonly sheet: boolean;
  /** Whether there is room for the contact panel beside the conversation. */
  readonly wide: boolean;
  /** Whether only one panel fits. */
  readonly narrow: boolean;
  /** Opens a conversation, centred on a message of it if one is given. */
  open(id: string, messageId?: string): void;
  /** From one conversation to the next, without a step of its own in the history. */
  step(id: string): void;
  close(): void;
  showTab(tab: Tab): void;
  showQuery(query: Query, how?: QueryChange): void;
  /** Opens search, changes its text (no step of its own while typing) or closes it. */
  showSearch(text: string | null): void;
  openSheet(): void;
  closeSheet(): void;
};
