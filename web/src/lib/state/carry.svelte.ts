/** A card in the hand: picked up, carried over the columns, dropped or put back. Knows no element. */

export type Carried = { readonly id: string; readonly from: string; readonly by: 'keys' | 'pointer' };

export class Carry {
  card = $state.raw<Carried | null>(null);
  /** The column that it is over; null: none. */
  over = $state<string | null>(null);
  /** Where the pointer is on the page, in px. */
  at = $state.raw<{ readonly x: number; readonly y: number }>({ x: 0, y: 0 });
  readonly #onmove: (id: string, status: string) => void;

  constructor(onmove: (id: string, status: string) => void) {
    this.#onmove = onmove;
  }

  pick(card: Carried): void {
    this.card = card;
    this.over = card.from;
  }

  /** To the column before or after; the outermost stay. Answers the column that it is over now. */
  step(by: 1 | -1, columns: readonly string[]): string | null {
    const at = columns.indexOf(this.over ?? '');
    this.over = columns[Math.min(Math.max(at + by, 0), columns.length - 1)] ?? null;
    return this.over;
  }

  /** Lets it go where it is. Answers whether it moved. */
  drop(): boolean {
    const { card, over } = this;
    this.cancel();
    if (!card || over === null || over === card.from) return false;
    this.#onmove(card.id, over);
    return true;
  }

  /** Puts it back. */
  cancel(): void {
    this.card = null;
    this.over = null;
  }
}
