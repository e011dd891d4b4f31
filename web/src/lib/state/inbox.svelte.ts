/** The list of conversations: pages over HTTP, news over its socket, one order for both tabs. */
import { protocolVersion, type ListFrame } from '#domain/frame.ts';
import type { Head } from '#domain/head.ts';
import type { ListCounts, ListPage, Tab } from '#domain/http.ts';
import { listSocketPath, sentenceFor, isSignedOut, type Api, type Failure } from '../api.ts';
import { backoff } from '../live/backoff.ts';
import { readListFrame } from '../live/frames.ts';
import { LiveSocket, type End, type LineState, type Timers, type Wire } from '../live/socket.ts';
import {
  applyRows,
  countChange,
  emptyList,
  isOnTab,
  keepRows,
  rowsOf,
  type ListData,
  type RowPosition,
} from './apply.ts';
import { freeze, inFrozenOrder, moved, type Frozen } from './frozen.ts';

export type InboxOptions = {
  readonly api: Pick<Api, 'list'>;
  readonly openWire: (path: string) => Wire;
  readonly timers: Timers;
  readonly sync: (now: number) => void;
  readonly onLine: (state: LineState, tries: number) => void;
  readonly onEnd: (why: End) => void;
  readonly onSignedOut: () => void;
  /** The list is, or is no longer, being fetched again after the line was gone. */
  readonly onCatchingUp: (busy: boolean) => void;
};

/** How far one tab is loaded. */
type Loaded = {
  readonly pages: number;
  readonly next: string | null;
  readonly horizon: RowPosition | null;
};

const unloaded: Loaded = { pages: 0, next: null, horizon: null };
/** Pages that are fetched again after the line was gone; further down loads again on scroll. */
const refreshPages = 4;
const recountAfter = 1_000;

function after(before: Loaded, page: ListPage): Loaded {
  const last = page.rows.at(-1);
  const edge = last ? { lastAt: last.lastAt, id: last.id } : before.horizon;
  return { pages: before.pages + 1, next: page.next, horizon: page.next === null ? null : edge };
}

export class Inbox {
  tab = $state<Tab>('active');
  counts = $state.raw<ListCounts>({ active: 0, archived: 0, unread: 0 });
  loading = $state(false);
  /** Why the list could not be loaded. */
  problem = $state<string | null>(null);
  #list = $state.raw<ListData>(emptyList);
  #loaded = $state.raw<Readonly<Record<Tab, Loaded>>>({ active: unloaded, archived: unloaded });
  #frozen = $state.raw<Frozen | null>(null);
  readonly #sorted: readonly Head[] = $derived(rowsOf(this.#list, this.tab, this.#loaded[this.tab].horizon));
  /** The rows as they stand on the screen. */
  readonly rows: readonly Head[] = $derived(
    this.#frozen ? inFrozenOrder(this.#sorted, this.#frozen) : this.#sorted,
  );
  /** Rows that will move once the pointer leaves. */
  readonly waiting = $derived(this.#frozen ? moved(this.#sorted, this.#frozen) : 0);
  readonly #options: InboxOptions;
  readonly #socket: LiveSocket;
  /** Rows that came over the line since it opened: newer than any page. */
  #touched = new Set<string>();
  #refreshing = 0;
  #failures = 0;
  #recount: number | null = null;

  constructor(first: ListPage, tab: Tab, options: InboxOptions) {
    this.#options = options;
    this.tab = tab;
    this.#take(first, tab);
    this.#socket = new LiveSocket({
      open: () => options.openWire(listSocketPath),
      timers: options.timers,
      hello: () => ({ t: 'hello', v: protocolVersion, since: null }),
      onText: (text) => this.#hear(readListFrame(text)),
      onState: options.onLine,
      onEnd: options.onEnd,
    });
  }

  /** Whether rows below are not loaded yet. */
  get more(): boolean {
    return this.#loaded[this.tab].next !== null;
  }

  /** How many rows the tab really has, loaded or not. */
  get total(): number {
    return Math.max(this.counts[this.tab], this.rows.length);
  }

  row(id: string): Head | null {
    return this.#list.rows.get(id) ?? null;
  }

  start(): void {
    this.#socket.start();
  }

  stop(): void {
    this.#socket.stop();
  }

  wake(): void {
    this.#socket.wake();
  }

  freeze(): void {
    this.#frozen = freeze(this.rows);
  }

  /** Lets the rows move, and keeps the new order while the pointer stays. */
  applyWaiting(): void {
    this.#frozen = freeze(this.#sorted);
  }

  thaw(): void {
    this.#frozen = null;
  }

  showTab(tab: Tab): void {
    if (tab === this.tab) return;
    this.tab = tab;
    this.#frozen = null;
    this.problem = null;
    if (this.#loaded[tab].pages === 0) void this.loadMore();
  }

  /** The next page below; the first one when nothing is loaded. */
  async loadMore(): Promise<void> {
    const { tab } = this;
    const { next, pages } = this.#loaded[tab];
    if (this.loading || (pages > 0 && next === null)) return;
    this.loading = true;
    const outcome = await this.#options.api.list(tab, next);
    this.loading = false;
    if (outcome.ok) this.#take(outcome.value, tab);
    else this.#failed(outcome.failure);
  }

  /** Fetches again what is loaded, so that rows which went while the line was gone go here too. */
  async refresh(): Promise<void> {
    const turn = ++this.#refreshing;
    const { tab } = this;
    const wanted = Math.min(refreshPages, Math.max(1, this.#loaded[tab].pages));
    const fetched = new Map<string, Head>();
    let loaded = unloaded;
    for (let page = 0; page < wanted && (page === 0 || loaded.next !== null); page += 1) {
      const outcome = await this.#options.api.list(tab, loaded.next);
      if (turn !== this.#refreshing) return;
      if (!outcome.ok) {
        this.#failed(outcome.failure, () => void this.refresh());
        return;
      }
      loaded = after(loaded, outcome.value);
      for (const row of outcome.value.rows) fetched.set(row.id, row);
      this.#settle(outcome.value);
    }
    const current = (row: Head): boolean => fetched.has(row.id) || this.#touched.has(row.id);
    this.#list = applyRows(keepRows(this.#list, current), [...fetched.values()]);
    const other: Tab = tab === 'active' ? 'archived' : 'active';
    this.#loaded = { active: unloaded, archived: unloaded, [tab]: loaded, [other]: unloaded };
    this.#failures = 0;
    this.#options.onCatchingUp(false);
    if (this.tab !== tab) void this.loadMore();
  }

  #settle(page: ListPage): void {
    this.counts = page.counts;
    this.problem = null;
    this.#options.sync(page.now);
  }

  #take(page: ListPage, tab: Tab): void {
    this.#settle(page);
    this.#list = applyRows(this.#list, page.rows);
    this.#loaded = { ...this.#loaded, [tab]: after(this.#loaded[tab], page) };
  }

  #failed(failure: Failure, again?: () => void): void {
    if (isSignedOut(failure)) {
      this.#options.onSignedOut();
      return;
    }
    this.problem = sentenceFor(failure);
    if (!again) return;
    const { timers } = this.#options;
    timers.set(again, 500 + backoff(this.#failures, timers.random()));
    this.#failures += 1;
  }

  #hear(frame: ListFrame | null): void {
    if (!frame) return;
    this.#options.sync(frame.now);
    if (frame.t === 'welcome') {
      this.#touched = new Set(frame.rows.map((row) => row.id));
      this.#list = applyRows(this.#list, frame.rows);
      this.#options.onCatchingUp(true);
      void this.refresh();
      return;
    }
    this.#count(frame.rows, frame.gone);
    for (const row of frame.rows) this.#touched.add(row.id);
    for (const id of frame.gone) this.#touched.delete(id);
    this.#list = applyRows(this.#list, frame.rows, frame.gone);
  }

  /** Counts follow rows that are known; news about others has to be asked for. */
  #count(rows: readonly Head[], gone: readonly string[]): void {
    const known = this.#list.rows;
    const changes = [
      ...rows
        .filter((row) => row.rev > (known.get(row.id)?.rev ?? -1))
        .map((row) => [known.get(row.id), row] as const),
      ...gone.map((id) => [known.get(id), null] as const),
    ];
    for (const [before, now] of changes) {
      if (before) this.#add(countChange(before, now));
      else this.#recountSoon();
    }
  }

  #add(change: ListCounts): void {
    const { active, archived, unread } = this.counts;
    this.counts = {
      active: Math.max(0, active + change.active),
      archived: Math.max(0, archived + change.archived),
      unread: Math.max(0, unread + change.unread),
    };
  }

  #recountSoon(): void {
    this.#recount ??= this.#options.timers.set(() => {
      this.#recount = null;
      void this.#fetchCounts();
    }, recountAfter);
  }

  async #fetchCounts(): Promise<void> {
    const { tab } = this;
    const outcome = await this.#options.api.list(tab, null);
    if (!outcome.ok) return;
    this.#settle(outcome.value);
    this.#list = applyRows(
      this.#list,
      outcome.value.rows.filter((row) => isOnTab(row, tab)),
    );
  }
}
