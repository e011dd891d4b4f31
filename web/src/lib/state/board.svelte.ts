/** The leads of a board or a table: pages of its columns, what the lines tell, and moves that show before they are done. */
import type { ListFrame } from '#domain/frame.ts';
import { isEmpty, matches, type Filter } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import type { LeadStatus } from '#domain/http.ts';
import type { LeadCount, LeadCounts } from '#domain/http-leads.ts';
import { isSignedOut, leadsFilePath, sentenceFor, type Api } from '../api.ts';
import type { LineState } from '../live/socket.ts';
import { keysOf, loadBoard, pageOf, wholeTable, type BoardQuery, type BoardStart } from './board-load.ts';
import { KnownHeads, type Assumption } from './known.ts';
import { Later } from './later.ts';
import { ListLines, type LinesOptions } from './lines.ts';
import { compareKeys, comparePlaces, keyOf, type Key } from './order.ts';

export type BoardOptions = Omit<LinesOptions, 'onLine' | 'onBell'> & {
  readonly api: Pick<Api, 'leads' | 'leadCounts'>;
  readonly statuses: () => readonly LeadStatus[];
  readonly me: () => string;
  readonly now: () => number;
  readonly sync: (now: number) => void;
  readonly onSignedOut: () => void;
};

type Column = {
  /** Where its next page begins; null: it is here to its end. */
  readonly next: string | null;
  /** The place of the last row that came with a page; null: there is none. */
  readonly last: Key | null;
  readonly loading: boolean;
  readonly problem: string | null;
};

const none: Column = { next: null, last: null, loading: false, problem: null };
const noCount: LeadCount = { n: 0, more: false };
/** Counts of a filter are taken anew so long after something changed. In ms. */
const recountAfter = 800;

/** Everything but which statuses are shown: those are the columns. */
function withoutLeads({ leads: _leads, ...filter }: Filter): Filter {
  return filter;
}

export class Board {
  /** Why the whole could not be loaded. */
  problem = $state<string | null>(null);
  #query = $state.raw<BoardQuery>({ look: 'board', sort: 'newest', filter: {} });
  #columns = $state.raw<ReadonlyMap<string, Column>>(new Map());
  #counts = $state.raw<LeadCounts>({});
  /** Raised whenever what is known changes. */
  #version = $state(0);
  #known = new KnownHeads();
  readonly #ids = new Set<string>();
  /** Cards that were moved here, and when: they stand on top of their column, where they were put. */
  readonly #moved = new Map<string, number>();
  #countedAt = 0;
  #turn = 0;
  #wasUp = false;
  readonly #options: BoardOptions;
  readonly #lines: ListLines;
  readonly #later: Later<'recount'>;
  readonly #byColumn: ReadonlyMap<string, readonly Head[]> = $derived.by(() => this.#sorted(this.#version));

  constructor(start: BoardStart, options: BoardOptions) {
    this.#options = options;
    this.#later = new Later(options.timers);
    const watched = this.#watched(start.query);
    // The bell is heard by the list, which is live on every page.
    this.#lines = new ListLines(
      watched,
      { ...options, onBell: () => {}, onLine: (state) => this.#line(state) },
      (frame) => this.#hear(frame),
    );
    this.#begin(start);
  }

  get query(): BoardQuery {
    return this.#query;
  }

  /** How many leads of a status there are, and what they are worth where that is kept. */
  count(status: string): LeadCount {
    return this.#counts[status] ?? noCount;
  }

  /** All of them together. */
  get total(): { readonly n: number; readonly more: boolean } {
    const all = Object.values(this.#counts);
    return { n: all.reduce((sum, { n }) => sum + n, 0), more: all.some(({ more }) => more) };
  }

  /** The rows of a column that are here, in order. */
  rows(key: string): readonly Head[] {
    return this.#byColumn.get(key) ?? [];
  }

  /** How a column stands. */
  column(key: string): Column {
    return this.#columns.get(key) ?? none;
  }

  row(id: string): Head | null {
    void this.#version;
    return this.#known.get(id);
  }

  /** Where the leads that are shown are had as a file. */
  get file(): string {
    return leadsFilePath(this.#query.filter);
  }

  start(): void {
    this.#lines.start();
  }

  stop(): void {
    this.#lines.stop();
    this.#later.cancelAll();
  }

  /** Shows what was loaded for another query. */
  show(start: BoardStart): void {
    this.#begin(start);
    this.#lines.watch(this.#watched(start.query));
  }

  /** Loads the next page of a column. */
  async more(key: string): Promise<void> {
    const column = this.column(key);
    if (column.next === null || column.loading) return;
    const turn = this.#turn;
    this.#set(key, { ...column, loading: true, problem: null });
    const asked = { ...pageOf(this.#query, key, this.#options.statuses()), cursor: column.next };
    const outcome = await this.#options.api.leads(asked);
    if (turn !== this.#turn) return;
    if (!outcome.ok) {
      if (isSignedOut(outcome.failure)) this.#options.onSignedOut();
      this.#set(key, { ...column, loading: false, problem: sentenceFor(outcome.failure) });
      return;
    }
    const { rows, next } = outcome.value;
    this.#take(rows, null);
    this.#set(key, { next, last: this.#lastOf(rows) ?? column.last, loading: false, problem: null });
  }

  /** Loads all of it again: something may have been missed. */
  async reload(): Promise<void> {
    const turn = this.#turn;
    const loaded = await loadBoard(this.#options.api, this.#query, this.#options.statuses());
    if (turn !== this.#turn) return;
    if (loaded.ok) this.#begin(loaded.start);
    else this.problem = sentenceFor(loaded.failure);
  }

  /** Shows a change before it is done (B-13); counts move along. */
  assume(id: string, apply: (head: Head) => Head): Assumption {
    const before = this.#known.get(id);
    const assumption = this.#known.assume(id, apply);
    const after = this.#known.get(id);
    const isMove = before?.lead !== after?.lead;
    if (isMove) this.#moved.set(id, this.#version);
    this.#shift(before, after);
    this.#version += 1;
    return {
      settle: (rev) => {
        assumption.settle(rev);
        this.#version += 1;
      },
      drop: () => {
        assumption.drop();
        this.#moved.delete(id);
        this.#shift(after, before);
        this.#version += 1;
      },
    };
  }

  #begin({ query, columns, counts, countedAt }: BoardStart): void {
    this.#turn += 1;
    this.#query = query;
    this.#known = new KnownHeads();
    this.#ids.clear();
    this.#moved.clear();
    this.problem = null;
    for (const { page } of columns) this.#take(page.rows, null);
    this.#columns = new Map(
      columns.map(({ key, page: { rows, next } }) => [key, { ...none, next, last: this.#lastOf(rows) }]),
    );
    this.#counts = counts;
    this.#countedAt = countedAt;
  }

  #watched({ filter }: BoardQuery) {
    const leads = filter.leads ?? this.#options.statuses().map(({ id }) => id);
    return { tab: null, filter: { ...filter, leads } };
  }

  #line(state: LineState): void {
    if (state === 'open' && this.#wasUp) void this.reload();
    // The first time, what came before it is on the page.
    if (state === 'open') this.#wasUp = true;
  }

  #hear(frame: ListFrame): void {
    this.#options.sync(frame.now);
    if (frame.t === 'counts') return this.#countsCame(frame.counts.leads ?? {}, frame.now);
    if (frame.t !== 'rows' && frame.t !== 'welcome') return;
    this.#take(frame.rows, frame.now);
    if (frame.t === 'rows' && frame.gone.length > 0) {
      this.#known.lose(frame.gone);
      for (const id of frame.gone) this.#ids.delete(id);
      this.#version += 1;
    }
    if (!this.#isKept && frame.rows.length > 0)
      this.#later.set('recount', recountAfter, () => void this.#recount());
  }

  /** Whether the counts that the lines tell are those of what is shown. */
  get #isKept(): boolean {
    return isEmpty(withoutLeads(this.#query.filter));
  }

  #countsCame(counts: LeadCounts, at: number): void {
    if (!this.#isKept || at < this.#countedAt) return;
    this.#counts = counts;
    this.#countedAt = at;
  }

  async #recount(): Promise<void> {
    const turn = this.#turn;
    const outcome = await this.#options.api.leadCounts(this.#query.filter);
    if (turn !== this.#turn || !outcome.ok) return;
    this.#counts = outcome.value.counts;
    this.#countedAt = outcome.value.now;
  }

  #take(heads: readonly Head[], toldAt: number | null): void {
    this.#known.take(heads, toldAt);
    for (const { id } of heads) this.#ids.add(id);
    this.#version += 1;
  }

  /** One lead less of a status, and one more of another. */
  #shift(before: Head | null, after: Head | null): void {
    if (!before || !after) return;
    this.#counts = added(added(this.#counts, before, -1), after, 1);
  }

  #set(key: string, column: Column): void {
    this.#columns = new Map(this.#columns).set(key, column);
  }

  get #sort() {
    return this.#query.look === 'board' ? 'newest' : this.#query.sort;
  }

  #key(head: Head): Key {
    return keyOf(head, this.#sort, this.#options.now());
  }

  #lastOf(rows: readonly Head[]): Key | null {
    const keys = rows.map((head) => this.#key(head)).sort(comparePlaces);
    return keys.at(-1) ?? null;
  }

  /** Below what is loaded others may stand that are not here: what would stand there waits for its page. */
  #isReached(head: Head, { next, last }: Column): boolean {
    if (next === null || last === null || this.#moved.has(head.id)) return true;
    return comparePlaces(this.#key(head), last) <= 0;
  }

  #sorted(_version: number): ReadonlyMap<string, readonly Head[]> {
    const filter = withoutLeads(this.#query.filter);
    const asked = { me: this.#options.me(), now: this.#options.now() };
    const keys = keysOf(this.#query, this.#options.statuses());
    const shown = new Set(keysOf({ ...this.#query, look: 'board' }, this.#options.statuses()));
    const columns = new Map<string, Head[]>(keys.map((key) => [key, []]));
    for (const id of this.#ids) {
      const head = this.#known.get(id);
      if (head?.lead === undefined || !shown.has(head.lead) || !matches(head, filter, asked)) continue;
      const key = this.#query.look === 'table' ? wholeTable : head.lead;
      if (this.#isReached(head, this.column(key))) columns.get(key)?.push(head);
    }
    const placed = (head: Head): number =>
      this.#query.look === 'board' ? (this.#moved.get(head.id) ?? -1) : -1;
    for (const heads of columns.values()) {
      heads.sort((a, b) => placed(b) - placed(a) || compareKeys(this.#key(a), this.#key(b)));
    }
    return columns;
  }
}

/** Counts with one lead more (or less) of the status of `head`, and what it is worth. */
function added(counts: LeadCounts, { lead, leadFacts }: Head, by: 1 | -1): LeadCounts {
  if (lead === undefined) return counts;
  const known = counts[lead] ?? noCount;
  const { value, currency } = leadFacts ?? {};
  const values =
    value === undefined || currency === undefined
      ? known.values
      : { ...known.values, [currency]: Math.max(0, (known.values?.[currency] ?? 0) + by * value) };
  const n = Math.max(0, known.n + by);
  return { ...counts, [lead]: { ...known, n, ...(values && { values }) } };
}
