/** Which rows are chosen for a bulk action (B-12). */
import { mostInBulk } from '#domain/bulk.ts';
import type { Matching } from '#domain/http.ts';
import type { Api } from '../api.ts';
import type { Inbox } from './inbox.svelte.ts';
import type { Session } from './session.svelte.ts';

type SelectionOptions = {
  readonly api: Pick<Api, 'matching'>;
  readonly inbox: Pick<Inbox, 'ids' | 'query'>;
  readonly session: Pick<Session, 'tell'>;
};

const nobody: ReadonlySet<string> = new Set();

export class Selection {
  #ids = $state.raw<ReadonlySet<string>>(nobody);
  /** Whether more match than one bulk action takes; then the first ones are chosen. */
  more = $state(false);
  readonly #options: SelectionOptions;
  /** From where a range goes. */
  #from: string | null = null;

  constructor(options: SelectionOptions) {
    this.#options = options;
  }

  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  get active(): boolean {
    return this.#ids.size > 0;
  }

  get count(): number {
    return this.#ids.size;
  }

  toggle(id: string): void {
    const ids = new Set(this.#ids);
    if (!ids.delete(id)) ids.add(id);
    this.#from = id;
    this.#set(ids);
  }

  /** Chooses every loaded row from the last one that was toggled to `id`. */
  rangeTo(id: string): void {
    const { ids } = this.#options.inbox;
    const to = ids.indexOf(id);
    if (to === -1) return;
    const from = this.#from === null ? -1 : ids.indexOf(this.#from);
    if (from === -1) this.#from = id;
    const start = from === -1 ? to : from;
    const range = ids.slice(Math.min(start, to), Math.max(start, to) + 1);
    this.#set(new Set([...this.#ids, ...range]));
  }

  /** Chooses every row that is loaded. */
  allLoaded(): void {
    this.#set(new Set(this.#options.inbox.ids));
  }

  /** Chooses all that match the query, loaded or not; null when that could not be asked. */
  async allMatching(): Promise<Matching | null> {
    const { api, inbox, session } = this.#options;
    const { query } = inbox;
    const outcome = await api.matching(query);
    if (!outcome.ok) {
      session.tell(outcome.failure);
      return null;
    }
    // The list may show something else by now.
    if (inbox.query !== query) return null;
    this.#set(new Set(outcome.value.ids.slice(0, mostInBulk)), outcome.value.more);
    return outcome.value;
  }

  clear(): void {
    this.#from = null;
    this.#set(nobody);
  }

  #set(ids: ReadonlySet<string>, more = false): void {
    this.#ids = ids;
    this.more = more;
  }
}
