/**
 * The scrolling of the list: it tells the inbox which places are on the screen, keeps rows where they are while others
 * come and go (B-04), and goes back to where a query was left (B-08). Sizes in px.
 */
import type { Inbox } from '../state/inbox.svelte.ts';
import { placesAt, shiftOf, type Seen } from './places.ts';

export type RollingInbox = Pick<Inbox, 'at' | 'ensure' | 'indexOf' | 'length' | 'query' | 'seen'>;

/** Rows above and below the screen that are loaded with it. */
const around = 12;
/** A row that is brought into sight stands this part of a row from the edge. */
const inset = 0.25;

export class Rolling {
  /** The height of every row. */
  row = $state(0);
  readonly #inbox: RollingInbox;
  #box: HTMLElement | null = null;
  #key: string;
  /** How far each query was scrolled when it was left. */
  readonly #tops = new Map<string, number>();
  #seen: Seen = new Map();
  // Both are kept: to ask the page would make the browser lay out at once what has just changed.
  #top = 0;
  /** 0 while the list is not shown. */
  #height = 0;
  /** Where to go as soon as the list is long enough. */
  #wanted: number | null = null;

  constructor(inbox: RollingInbox, row: number) {
    this.#inbox = inbox;
    this.#key = JSON.stringify(inbox.query);
    this.row = row;
  }

  /** The list is on the page. Returns how to say that it is gone. */
  mount(box: HTMLElement): () => void {
    this.#box = box;
    const observer = new ResizeObserver(() => this.#resized());
    observer.observe(box);
    return () => {
      observer.disconnect();
      this.#box = null;
    };
  }

  /** Rows are of another height now: the same row stays on top. */
  resize(row: number): void {
    if (row <= 0 || Math.abs(row - this.row) < 0.01) return;
    this.#wanted = (this.#top / this.row) * row;
    this.row = row;
  }

  scrolled(): void {
    const box = this.#box;
    // A list that is not shown has no height, and forgets where it was.
    if (!box || this.#height === 0 || this.#wanted !== null) return;
    this.#top = box.scrollTop;
    this.#tell();
  }

  /** Rows changed and are drawn: what was on the screen goes back to where it was, before anybody sees it. */
  settle(): void {
    const box = this.#box;
    this.#follow(JSON.stringify(this.#inbox.query));
    if (!box || this.#height === 0) return;
    if (this.#wanted !== null) this.#go(box, this.#wanted);
    else if (this.#top > 0) {
      const shift = shiftOf(this.#seen, (id) => this.#inbox.indexOf(id));
      if (shift !== 0) this.#put(box, this.#top + shift * this.row);
    }
    if (this.#wanted === null) this.#tell();
    else this.#inbox.ensure(0, around);
  }

  /** Scrolls no further than it takes to see the row at `index`. */
  reveal(index: number): void {
    const box = this.#box;
    if (!box || index < 0) return;
    // It may be shown again in this very frame.
    if (this.#height === 0) this.#height = box.clientHeight;
    const top = index * this.row;
    const room = inset * this.row;
    const end = top + this.row;
    if (top < this.#top) this.#put(box, top - room);
    else if (end > this.#top + this.#height) this.#put(box, end + room - this.#height);
    else return;
    if (this.#height > 0 && this.#wanted === null) this.#tell();
  }

  /** How many rows a page of the screen goes on. */
  get page(): number {
    return Math.max(1, Math.floor(this.#height / this.row) - 1);
  }

  /** Another query is shown: back to where it was left (B-08). */
  #follow(key: string): void {
    if (key === this.#key) return;
    this.#tops.set(this.#key, this.#top);
    this.#key = key;
    this.#wanted = this.#tops.get(key) ?? 0;
    this.#seen = new Map();
  }

  /** A list that is not long enough yet is asked again when it has grown. */
  #go(box: HTMLElement, wanted: number): void {
    this.#put(box, wanted);
    const reached = Math.abs(this.#top - wanted) < 1;
    const grown = box.scrollHeight >= this.#inbox.length * this.row - 1;
    if (reached || (grown && this.#inbox.length > 0)) this.#wanted = null;
  }

  #resized(): void {
    const box = this.#box;
    this.#height = box?.clientHeight ?? 0;
    if (!box || this.#height === 0) return;
    // It was hidden: back to where it was.
    if (box.scrollTop === 0 && this.#top > 0 && this.#wanted === null) box.scrollTop = this.#top;
    this.scrolled();
  }

  /** Scrolls, as far as there is room. */
  #put(box: HTMLElement, top: number): void {
    box.scrollTop = top;
    this.#top = box.scrollTop;
  }

  #tell(): void {
    const { length } = this.#inbox;
    if (length === 0) return;
    const screen = { top: this.#top, height: this.#height };
    const { first, last } = placesAt(screen, { row: this.row, length });
    const seen = new Map<string, number>();
    for (let index = first; index <= last; index += 1) {
      const head = this.#inbox.at(index);
      if (head) seen.set(head.id, index);
    }
    this.#seen = seen;
    this.#inbox.seen(first, last);
    this.#inbox.ensure(Math.max(0, first - around), Math.min(length - 1, last + around));
  }
}
