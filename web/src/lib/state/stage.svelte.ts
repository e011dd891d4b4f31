/** The rows as they stand on the screen: the loaded stretches, pinned rows on top, the order held still under the hand. */
import type { Head } from '#domain/head.ts';
import { KnownHeads } from './known.ts';
import { compareKeys, keyOf } from './order.ts';
import type { Query } from './place.ts';
import { belongs, sameQuery } from './query.ts';
import * as sparse from './sparse.ts';
import type { Row, Sparse, Stretch } from './sparse.ts';

export type StageOptions = {
  /** Id of who is signed in. */
  readonly me: () => string;
  /** The edge's time in ms. */
  readonly now: () => number;
};

type Range = { readonly from: number; readonly to: number };
type Shelved = { readonly query: Query; readonly list: Sparse; readonly range: Range };

/** Heads that are kept around what is on the screen, and when many that are not shown are forgotten. */
const mostRows = 2_000;
const mostKnown = 3 * mostRows;
/** Lists that are remembered for coming back, and rows of each. */
const mostShelved = 8;
const mostRowsShelved = 200;

const top: Range = { from: 0, to: 0 };

export class Stage {
  readonly heads = new KnownHeads();
  #query: Query;
  #list: Sparse;
  #frozen = $state.raw<Sparse | null>(null);
  /** Goes up with every change of a head. */
  #version = $state(0);
  #pins: ReadonlySet<string>;
  #selected = $state<string | null>(null);
  /** A row that left the list while it was selected, and stays until the selection leaves it (B-17). */
  #ghost = $state<string | null>(null);
  /** How many rows the edge counts; null where nobody knows. */
  #total: number | null = null;
  /** What is on the screen, in places of `shown`. */
  #range = top;
  #shelf: readonly Shelved[] = [];
  /** Whether nothing of this list was fetched yet: then there is no order that anybody could have seen. */
  #unseen = false;
  /** Pinned rows that were shown before the last change. */
  #pinnedBefore: ReadonlySet<string> = new Set();
  readonly #options: StageOptions;
  readonly #shown: Sparse = $derived.by(() => this.#frozen ?? this.#list);
  readonly pinned: readonly Head[] = $derived.by(() => this.#pinnedRows());
  readonly ids: readonly string[] = $derived.by(() => [
    ...this.pinned.map((head) => head.id),
    ...this.#shown.rows.map((row) => row.key.id),
  ]);
  /** Rows that will move, come or go once the order is let go. */
  readonly waiting: number = $derived.by(() => this.#countWaiting());
  readonly #places = $derived.by(() => new Map(this.#shown.rows.map((row) => [row.key.id, row.key])));

  constructor(query: Query, pins: ReadonlySet<string>, options: StageOptions) {
    this.#query = $state.raw(query);
    this.#list = $state.raw(sparse.blank(query.sort));
    this.#pins = $state.raw(pins);
    this.#options = options;
  }

  get query(): Query {
    return this.#query;
  }

  get length(): number {
    return this.pinned.length + this.#shown.length;
  }

  /** Whether every row is loaded. */
  get whole(): boolean {
    return sparse.isWhole(this.#list);
  }

  /** Without the pinned rows. */
  get shown(): Sparse {
    return this.#shown;
  }

  get pins(): ReadonlySet<string> {
    return this.#pins;
  }

  /** What is on the screen, in places of `shown`. */
  get range(): Range {
    return this.#range;
  }

  row(id: string): Head | null {
    void this.#version;
    return this.heads.get(id);
  }

  over(head: Head): Head {
    void this.#version;
    return this.heads.over(head);
  }

  at(index: number): Head | null {
    const pinned = this.pinned[index];
    if (pinned) return pinned;
    const row = sparse.at(this.#shown, index - this.pinned.length);
    return row && (this.row(row.key.id) ?? row.head);
  }

  indexOf(id: string): number {
    const pinned = this.pinned.findIndex((head) => head.id === id);
    if (pinned !== -1) return pinned;
    const key = this.#places.get(id);
    return key ? this.pinned.length + sparse.placeOf(this.#shown, key) : -1;
  }

  /** Whether a row is only still shown: it left the list while it was selected or under the hand (B-17). */
  moved(id: string): boolean {
    const head = this.row(id);
    return head !== null && this.indexOf(id) !== -1 && !this.#belongs(head);
  }

  /** What is on the screen now. */
  see(first: number, last: number): void {
    const above = this.pinned.length;
    this.#range = { from: Math.max(0, first - above), to: Math.max(0, last - above) };
  }

  /** Shows another list; what was loaded of it before shows at once, until it is fetched again. */
  show(query: Query): void {
    const range = this.#range;
    const list = sparse.letGo(this.#list, { ...range, most: mostRowsShelved });
    const left: Shelved = { query: this.#query, list, range };
    const others = this.#shelf.filter((one) => !sameQuery(one.query, left.query));
    this.#shelf = this.#unseen ? others : [...others, left].slice(-mostShelved);
    const shelved = this.#shelf.find((one) => sameQuery(one.query, query));
    this.#query = query;
    this.#frozen = null;
    this.#ghost = null;
    this.#total = null;
    this.#unseen = shelved === undefined;
    this.#range = shelved?.range ?? top;
    this.#list = shelved?.list ?? sparse.blank(query.sort);
    // The lines tell of other rows from now on; what the index lacks they tell again.
    this.heads.doubt(() => true);
    const rows = this.#list.rows;
    this.heads.take(
      rows.map((row) => row.head),
      null,
    );
    this.settle(rows.map((row) => row.key.id));
  }

  select(id: string | null): void {
    if (id === this.#selected) return;
    const before = this.#selected;
    this.#selected = id;
    this.#ghost = null;
    if (before !== null) this.settle([before]);
  }

  pin(pins: ReadonlySet<string>): void {
    const changed = [...new Set([...pins, ...this.#pins])].filter(
      (id) => pins.has(id) !== this.#pins.has(id),
    );
    if (changed.length === 0) return;
    this.#pins = pins;
    this.settle(changed);
    if (!this.#frozen) return;
    // Whoever takes a pin out wants to see where its row goes.
    const back = this.#list.rows.filter((row) => changed.includes(row.key.id));
    const away = changed.filter((id) => !back.some((row) => row.key.id === id));
    this.#frozen = sparse.put(this.#frozen, back, away);
  }

  /** Holds the order still. */
  freeze(): void {
    this.#frozen ??= this.#list;
  }

  thaw(): void {
    this.#frozen = null;
  }

  /** Lets the rows move, and keeps the new order as long as it was to be kept. */
  applyWaiting(): void {
    if (this.#frozen) this.#frozen = this.#list;
  }

  /** What is known of these changed: each takes its place or goes. `own`: by this person, who wants to see it at once. */
  settle(ids: readonly string[], own = false): void {
    if (ids.length === 0) return;
    this.#version += 1;
    const { rows, gone } = this.#sorted(ids);
    this.#list = this.#fitted(sparse.put(this.#list, rows, gone));
    if (this.#frozen) {
      const left = gone.filter((id) => own || this.heads.get(id) === null);
      this.#frozen = sparse.put(this.#frozen, [], left);
    }
    if (this.heads.size > mostKnown) this.#forget();
  }

  /** Takes a stretch in that was fetched: the ids of its rows, of which the heads are known by now. */
  accept(stretch: Stretch, ids: readonly string[]): void {
    this.#version += 1;
    const { rows } = this.#sorted([...new Set([...ids, ...this.heads.told()])]);
    const around = { ...this.#range, most: mostRows };
    const filled = this.#fitted(sparse.put(sparse.fill(this.#list, stretch), rows));
    this.#list = this.#fitted(sparse.letGo(filled, around));
    if (this.#frozen) this.#frozen = this.#extended(this.#frozen, stretch, rows);
    this.#forget();
  }

  /** The gap after this edge is asked for otherwise. */
  restart(edge: sparse.Edge, start: sparse.Start): void {
    this.#list = sparse.restart(this.#list, edge, start);
    if (this.#frozen) this.#frozen = sparse.restart(this.#frozen, edge, start);
  }

  /** The list was fetched again: `stretches` and the ids of their rows; all else is a gap again. */
  renew(stretches: readonly Stretch[], ids: readonly string[]): void {
    this.#version += 1;
    const { rows } = this.#sorted([...new Set([...ids, ...this.heads.told()])]);
    const length = this.#list.length;
    const ghost = this.#list.rows.filter((row) => row.key.id === this.#ghost);
    const begun = sparse.blank(this.#query.sort, Math.max(length, sparse.pageRows));
    // What stood so far from the top stands as far from it again.
    const filled = stretches.reduce((list, stretch) => {
      const above = Math.max(0, stretch.above - (list === begun ? 0 : (stretches[0]?.count ?? 0)));
      return sparse.fill(list, { ...stretch, above });
    }, begun);
    this.#list = this.#fitted(sparse.put(filled, [...rows, ...ghost]));
    if (this.#frozen) this.#frozen = this.#unseen ? this.#list : this.#withoutLeft(this.#frozen);
    this.#unseen = false;
    this.#forget();
  }

  /** How many rows there are, pinned ones included, as the edge counts them; null: nobody knows. */
  count(total: number | null): void {
    this.#total = total;
    const still = this.#frozen === this.#list;
    this.#list = this.#fitted(this.#list);
    if (still) this.#frozen = this.#list;
  }

  #belongs(head: Head): boolean {
    const { me, now } = this.#options;
    return belongs(head, this.#query, { me: me(), now: now() });
  }

  /** Which of them stand in the list, and which do not. */
  #sorted(ids: readonly string[]): { rows: Row[]; gone: string[] } {
    const [rows, gone]: [Row[], string[]] = [[], []];
    for (const id of ids) {
      const head = this.heads.get(id);
      const here = head !== null && this.#belongs(head);
      if (here && !this.#pins.has(id)) {
        rows.push({ head, key: keyOf(head, this.#query.sort, this.#options.now()) });
      } else if (head !== null && !here && this.#stays(id)) {
        this.#ghost = id;
      } else {
        gone.push(id);
      }
    }
    return { rows, gone };
  }

  #stays(id: string): boolean {
    if (id !== this.#selected) return false;
    return this.#pinnedBefore.has(id) || this.#shown.rows.some((row) => row.key.id === id);
  }

  #pinnedRows(): readonly Head[] {
    void this.#version;
    const heads = [...this.#pins].map((id) => this.heads.get(id)).filter((head) => head !== null);
    return heads.filter((head) => head.id === this.#ghost || this.#belongs(head));
  }

  #fitted(list: Sparse): Sparse {
    this.#pinnedBefore = new Set(this.pinned.map((head) => head.id));
    if (this.#total === null) return sparse.openEnded(list);
    return sparse.fit(list, this.#total - this.pinned.length);
  }

  /** A frozen order with a stretch that was fetched since: what it had stays where it was. */
  #extended(frozen: Sparse, stretch: Stretch, rows: readonly Row[]): Sparse {
    const here = new Set(frozen.rows.map((row) => row.key.id));
    const added = rows.filter(({ key }) => !here.has(key.id) && !sparse.isLoaded(frozen, key));
    const filled = sparse.put(sparse.fill(frozen, stretch), added);
    const open = this.#total === null ? sparse.openEnded(filled) : filled;
    return sparse.letGo(open, { ...this.#range, most: mostRows });
  }

  /** A frozen order without rows that turned out to be gone while nobody told. */
  #withoutLeft(frozen: Sparse): Sparse {
    const here = new Set(this.#list.rows.map((row) => row.key.id));
    const told = new Set(this.heads.told());
    const left = frozen.rows
      .map((row) => row.key)
      .filter((key) => !here.has(key.id) && !told.has(key.id) && sparse.isLoaded(this.#list, key));
    return sparse.put(
      frozen,
      [],
      left.map((key) => key.id),
    );
  }

  #forget(): void {
    const shown = [...this.#list.rows, ...(this.#frozen?.rows ?? [])].map((row) => row.key.id);
    const kept = new Set([...shown, ...this.#pins]);
    if (this.#selected !== null) kept.add(this.#selected);
    this.heads.keep(kept, this.#options.now());
  }

  #countWaiting(): number {
    const frozen = this.#frozen;
    if (!frozen) return 0;
    const list = this.#list;
    const before = new Map(
      frozen.rows.map((row, index) => [row.key.id, { row, above: frozen.rows[index - 1] }]),
    );
    const now = new Set(list.rows.map((row) => row.key.id));
    const elsewhere = list.rows.filter(({ key }, index) => {
      const was = before.get(key.id);
      if (!was) return sparse.isLoaded(frozen, key);
      // One that is still below the same row has not moved, whatever it says.
      return compareKeys(was.row.key, key) !== 0 && was.above?.key.id !== list.rows[index - 1]?.key.id;
    });
    const left = frozen.rows.filter(({ key }) => !now.has(key.id) && sparse.isLoaded(list, key));
    return elsewhere.length + left.length;
  }
}
