/** The list of conversations: stretches over HTTP, news over its lines, one order for what is shown. */
import type { Head } from '#domain/head.ts';
import type { BoundedCount, ListCounts, ListPage } from '#domain/http.ts';
import { shardOf } from '#domain/shard.ts';
import { isSignedOut, sentenceFor, type Failure, type Outcome } from '../api.ts';
import { backoff } from '../live/backoff.ts';
import { Counts } from './counts.svelte.ts';
import type { Assumption } from './known.ts';
import type { InboxOptions, InboxStart } from './inbox-options.ts';
import { Later } from './later.ts';
import { ListLines, type RowsFrame } from './lines.ts';
import type { Query } from './place.ts';
import { firstLoad, nextLoad, requestOf, resumeLoad, stretchOf, type Load } from './plan.ts';
import { Presence, type Looking } from './presence.svelte.ts';
import { changesByItself, isWholeTab, nextEdge, sameQuery } from './query.ts';
import type { Edge, Stretch } from './sparse.ts';
import { Stage } from './stage.svelte.ts';

/** Requests for rows at once. */
const mostAtOnce = 2;
/** The screen has to rest so long before its gaps are asked for. In ms. */
const restFor = 40;
/** Lines that come back together are answered together. In ms. */
const gatherFor = 30;
/** How long a list that changes by itself is believed. In ms. */
const freshFor = 60_000;

export class Inbox {
  /** Why the list could not be loaded. */
  problem = $state<string | null>(null);
  #loads = $state.raw<readonly Load[]>([]);
  #refreshing = $state(false);
  readonly #options: InboxOptions;
  readonly #stage: Stage;
  readonly #lines: ListLines;
  readonly #presence: Presence;
  readonly #counts = new Counts();
  #wanted = { from: 0, to: 0 };
  /** Answers of an earlier turn are of another list, or may be older than what the lines told since. */
  #turn = 0;
  /** When the list was begun, in the edge's time: by that its pages are ordered. */
  #asOf = 0;
  #failures = 0;
  #started = false;
  readonly #later: Later<'load' | 'refresh' | 'clock'>;

  constructor(start: InboxStart, options: InboxOptions) {
    this.#options = options;
    this.#later = new Later(options.timers);
    this.#presence = new Presence(options.timers);
    this.#stage = new Stage(start.query, start.pins, options);
    this.#lines = new ListLines(start.query, options, (frame, shard) => this.#hear(frame, shard));
    this.#stage.heads.take(start.pinned, null);
    this.#settle(start.page);
    const stretch = this.#stretch(firstLoad(), start.page);
    if (stretch) this.#stage.accept(stretch, this.#take(start.page));
    this.#recount();
  }

  get counts(): ListCounts {
    return this.#counts.all;
  }

  get query(): Query {
    return this.#stage.query;
  }

  /** Rows to be laid out: the pinned ones first, then all others, unloaded ones included. */
  get length(): number {
    return this.#stage.length;
  }

  /** Pinned rows of this list: places 0 to `pinned.length`. They stand nowhere else. */
  get pinned(): readonly Head[] {
    return this.#stage.pinned;
  }

  /** Ids of the loaded rows, in order. */
  get ids(): readonly string[] {
    return this.#stage.ids;
  }

  /** The loaded rows, in order. */
  get rows(): readonly Head[] {
    return this.ids.map((id) => this.row(id)).filter((head) => head !== null);
  }

  /** Rows that will move once the order is let go. */
  get waiting(): number {
    return this.#stage.waiting;
  }

  get loading(): boolean {
    return this.#refreshing || this.#loads.length > 0;
  }

  /** How many match the filter, as far as they were counted; null without a filter. */
  get matching(): BoundedCount | null {
    if (isWholeTab(this.query)) return null;
    return this.#stage.whole ? { n: this.length, more: false } : this.#counts.matching;
  }

  /** The row at a place; null for one that is not loaded: a skeleton. */
  at(index: number): Head | null {
    return this.#stage.at(index);
  }

  /** The place of a loaded row; -1 for any other. */
  indexOf(id: string): number {
    return this.#stage.indexOf(id);
  }

  /** What is known of a conversation, on the list or not. */
  row(id: string): Head | null {
    return this.#stage.row(id);
  }

  /** An open conversation as its own line tells it, with what is newer or assumed here (B-13). */
  over(head: Head): Head {
    return this.#stage.over(head);
  }

  /** Whether a row is only still shown: it left the list while it was selected or under the hand (B-17). */
  moved(id: string): boolean {
    return this.#stage.moved(id);
  }

  /** Who looks at a conversation, and who of them writes. */
  present(id: string): readonly Looking[] {
    return this.#presence.of(id);
  }

  /** This page looks at a conversation, and its person writes there. */
  watchAt(id: string | null, typing: boolean): void {
    this.#lines.lookAt({ id, typing });
  }

  start(): void {
    this.#started = true;
    this.#lines.start();
    this.#watchClock();
  }

  stop(): void {
    this.#started = false;
    this.#lines.stop();
    this.#later.cancelAll();
  }

  wake(): void {
    this.#lines.wake();
    if (this.#started) this.#lookAtClock();
  }

  /** Shows the rows of another query. */
  show(query: Query): void {
    if (sameQuery(query, this.query)) return;
    this.#stage.show(query);
    this.#lines.watch(query);
    this.#counts.matching = null;
    this.problem = null;
    void this.refresh();
  }

  select(id: string | null): void {
    this.#stage.select(id);
  }

  /** These are pinned from now on. */
  pin(ids: ReadonlySet<string>): void {
    this.#stage.pin(ids);
    this.#recount();
    const unknown = [...ids].filter((id) => this.row(id) === null);
    if (this.#started) void this.#fetchPinned(unknown);
  }

  freeze(): void {
    this.#stage.freeze();
  }

  thaw(): void {
    this.#stage.thaw();
  }

  applyWaiting(): void {
    this.#stage.applyWaiting();
  }

  /** Which places are on the screen now: they are kept, and fetched again after an absence. */
  seen(first: number, last: number): void {
    this.#stage.see(first, last);
  }

  /** Loads these places, as soon as the screen rests. */
  ensure(from: number, to: number): void {
    const above = this.pinned.length;
    this.#wanted = { from: from - above, to: to - above };
    if (nextLoad(this.#stage.shown, this.#wanted, [])) this.#later.set('load', restFor, () => this.#load());
  }

  /** Shows a change before it is done (B-13). */
  assume(id: string, apply: (head: Head) => Head): Assumption {
    const assumption = this.#stage.heads.assume(id, apply);
    const settle = (): void => this.#stage.settle([id], true);
    settle();
    return {
      settle: (rev) => {
        assumption.settle(rev);
        settle();
      },
      drop: () => {
        assumption.drop();
        settle();
      },
    };
  }

  /** Fetches again what is on top and what is on the screen; all else is fetched when it is looked at. */
  async refresh(): Promise<void> {
    const turn = ++this.#turn;
    this.#loads = [];
    this.#refreshing = true;
    this.#later.cancel('refresh');
    const done = await this.#renew(turn);
    if (turn !== this.#turn) return;
    this.#refreshing = false;
    if (!done) return;
    this.#failures = 0;
    this.#options.onCatchingUp(false, 0);
    this.#load();
    const told = new Set(this.#stage.heads.told());
    void this.#fetchPinned([...this.#stage.pins].filter((id) => !told.has(id)));
  }

  /** Whether it could be fetched. */
  async #renew(turn: number): Promise<boolean> {
    const { shown, range } = this.#stage;
    const fetched: { stretch: Stretch; ids: string[] }[] = [];
    const resume = resumeLoad(shown, range);
    for (const load of resume ? [firstLoad(), resume] : [firstLoad()]) {
      const outcome = await this.#fetch(load);
      if (turn !== this.#turn) return false;
      if (!outcome.ok) {
        this.#failed(outcome.failure, () => void this.refresh());
        return false;
      }
      if (fetched.length === 0) this.#settle(outcome.value);
      const stretch = this.#stretch(load, outcome.value);
      if (stretch) fetched.push({ stretch, ids: this.#take(outcome.value) });
    }
    const ids = fetched.flatMap((one) => one.ids);
    this.#stage.renew(
      fetched.map((one) => one.stretch),
      ids,
    );
    this.#recount();
    return true;
  }

  /** Pinned conversations may stand on no page: each is asked itself. */
  async #fetchPinned(ids: readonly string[]): Promise<void> {
    const turn = this.#turn;
    for (const id of ids) {
      const outcome = await this.#options.api.conversation(id);
      if (turn !== this.#turn) return;
      if (outcome.ok) this.#stage.heads.take([outcome.value.head], null);
      else if (outcome.failure.kind === 'refused') this.#stage.heads.lose([id]);
      this.#stage.settle([id]);
    }
  }

  #fetch(load: Load): Promise<Outcome<ListPage>> {
    return this.#options.api.list({ ...this.query, ...requestOf(load, this.query.sort) });
  }

  #stretch(load: Load, page: ListPage): Stretch | null {
    return stretchOf(load, page, { sort: this.query.sort, asOf: this.#asOf });
  }

  #load(): void {
    if (this.#refreshing || this.problem !== null) return;
    while (this.#loads.length < mostAtOnce) {
      const busy: readonly Edge[] = this.#loads.map((load) => load.gap);
      const load = nextLoad(this.#stage.shown, this.#wanted, busy);
      if (!load) return;
      this.#loads = [...this.#loads, load];
      void this.#run(load);
    }
  }

  async #run(load: Load): Promise<void> {
    const turn = this.#turn;
    const outcome = await this.#fetch(load);
    if (turn !== this.#turn) return;
    this.#loads = this.#loads.filter((one) => one !== load);
    if (!outcome.ok)
      return this.#failed(outcome.failure, () => {
        this.problem = null;
        this.#load();
      });
    this.#failures = 0;
    this.#accept(load, outcome.value);
    this.#load();
  }

  #accept(load: Load, page: ListPage): void {
    this.#options.sync(page.now);
    this.#counts.take(page.counts, page.now);
    const ids = this.#take(page);
    const stretch = this.#stretch(load, page);
    if (stretch) this.#stage.accept(stretch, ids);
    else if (page.next !== null) this.#stage.restart(load.gap, { cursor: page.next });
    this.#watchClock();
  }

  /** Takes the heads of a page in. Answers their ids. */
  #take(page: ListPage): string[] {
    this.#stage.heads.take(page.rows, null);
    return page.rows.map((row) => row.id);
  }

  /** What the first page of a list says of all of it. */
  #settle(page: ListPage): void {
    this.#asOf = page.now;
    this.problem = null;
    this.#options.sync(page.now);
    this.#counts.begin(page);
  }

  #recount(): void {
    this.#stage.count(this.#counts.of(this.query));
    this.#watchClock();
  }

  #failed(failure: Failure, again: () => void): void {
    if (isSignedOut(failure)) {
      this.#options.onSignedOut();
      return;
    }
    this.problem = sentenceFor(failure);
    this.#later.cancel('refresh');
    // Asked again, a refusal is the same; that is for a person to do.
    if (failure.kind === 'refused') return;
    this.#later.set('refresh', 500 + backoff(this.#failures, this.#options.timers.random()), again);
    this.#failures += 1;
  }

  #hear(frame: RowsFrame, shard: number): void {
    this.#options.sync(frame.now);
    if (frame.t === 'welcome') this.#welcome(frame, shard);
    else if (frame.t === 'rows') this.#news(frame.rows, frame.gone);
    else if (frame.t === 'present') this.#presence.note([frame]);
    else if (frame.t === 'templates') this.#options.onTemplates(frame.owner);
    else {
      this.#counts.take(frame.counts, frame.now);
      this.#recount();
    }
  }

  #welcome(frame: Extract<RowsFrame, { t: 'welcome' }>, shard: number): void {
    const here = (id: string): boolean => shardOf(id, this.#options.shards) === shard;
    this.#stage.heads.doubt(here);
    this.#presence.forget(here);
    this.#presence.note(frame.present);
    this.#options.onCatchingUp(true, this.#news(frame.rows, []));
    // What is on its way was asked for before.
    this.#turn += 1;
    this.#loads = [];
    this.#refreshing = true;
    this.#later.cancel('refresh');
    this.#later.set('refresh', gatherFor, () => void this.refresh());
  }

  #news(rows: readonly Head[], gone: readonly string[]): number {
    const changed = this.#stage.heads.take(rows, this.#options.now());
    this.#stage.heads.lose(gone);
    this.#stage.settle([...changed, ...gone]);
    this.#watchClock();
    return changed.length;
  }

  /** Rows come and go by the clock alone, as soon as it passes the next edge of one of them. */
  #watchClock(): void {
    if (!this.#started || !changesByItself(this.query)) return;
    const now = this.#options.now();
    const edge = nextEdge(this.rows, now) ?? Number.POSITIVE_INFINITY;
    this.#later.cancel('clock');
    this.#later.set('clock', Math.min(freshFor, edge - now), () => this.#lookAtClock());
  }

  #lookAtClock(): void {
    if (!changesByItself(this.query)) return;
    this.#stage.settle(this.ids);
    // Who has come by the clock alone is not told by anybody.
    if (this.#options.now() - this.#asOf >= freshFor && !this.#refreshing) void this.refresh();
    this.#watchClock();
  }
}
