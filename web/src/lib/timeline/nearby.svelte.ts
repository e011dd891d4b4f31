/**
 * Which rows are on the page beside those that the virtual list finds on the screen: some to both sides, whichever way one
 * scrolls, so that a small movement makes none anew. After a jump they wait until what is on the screen was drawn.
 */
import type { Seen } from './steps.ts';

/** So many to each side. */
const beyond = 4;
/** So many more stay to each side until nothing has moved for a while: what goes at once costs the time of what comes. */
const spare = 6;
/** How long they wait after a jump, and how long those stay that are not needed any more, in ms. */
const restsAfter = 150;

export class Nearby {
  /** Places of the first and the last row; the last may lie beyond the end. */
  rows = $state.raw<Seen>({ first: 0, last: -1 });
  #seen: Seen = { first: 0, last: -1 };
  #rest: ReturnType<typeof setTimeout> | undefined;
  #trims: ReturnType<typeof setTimeout> | undefined;

  /** These are on the screen now. */
  see(seen: Seen): void {
    const { first, last } = this.rows;
    this.#seen = seen;
    if (seen.first > last || seen.last < first) {
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => this.#widen(), restsAfter);
      this.#draw(seen);
    } else if (this.#rest === undefined) this.#widen();
    // Where rows are not measured yet, what is on the screen is a guess: none goes that may be needed.
    else this.#draw({ first: Math.min(first, seen.first), last: Math.max(last, seen.last) });
  }

  /** So many rows were put above those on the screen. */
  shift(by: number): void {
    const moved = ({ first, last }: Seen): Seen => ({ first: Math.max(0, first + by), last: last + by });
    this.#seen = moved(this.#seen);
    this.rows = moved(this.rows);
  }

  /** The last row is put at the foot of the screen: what will be seen there need not be found first. */
  end(count: number): void {
    const { first, last } = this.#seen;
    this.see({ first: Math.max(0, count - 1 - (last - first)), last: count - 1 });
  }

  stop(): void {
    clearTimeout(this.#rest);
    clearTimeout(this.#trims);
  }

  /** Those that are needed. */
  get #needed(): Seen {
    const { first, last } = this.#seen;
    return { first: Math.max(0, first - beyond), last: last + beyond };
  }

  #widen(): void {
    this.#rest = undefined;
    const { first, last } = this.#needed;
    this.#draw({
      first: Math.max(Math.min(first, this.rows.first), first - spare),
      last: Math.min(Math.max(last, this.rows.last), last + spare),
    });
    clearTimeout(this.#trims);
    this.#trims = setTimeout(() => this.#rest === undefined && this.#draw(this.#needed), restsAfter);
  }

  #draw({ first, last }: Seen): void {
    if (first !== this.rows.first || last !== this.rows.last) this.rows = { first, last };
  }
}
