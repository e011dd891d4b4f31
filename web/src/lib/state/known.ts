/**
 * The heads that this page knows, each at its newest version, with what is assumed of it until the edge has answered.
 * Of two versions the higher rev stays; what the lines told counts even where the index is behind.
 */
import type { Head } from '#domain/head.ts';

type Known = {
  readonly head: Head;
  /** When a line told it last (ms); null: it came with a page. */
  readonly toldAt: number | null;
};

/** A change that is shown before it is done (B-13). */
type Assumed = {
  readonly apply: (head: Head) => Head;
  /** It is done with this rev; null while the answer is out. */
  done: number | null;
};

export type Assumption = {
  /** It was done; shown until the row comes with `rev`, or, where that is not known, with any newer one. */
  settle(rev: number | null): void;
  /** It was refused, or changed nothing. */
  drop(): void;
};

/** How long the index may be behind what the lines told. In ms. */
const indexBehind = 5_000;

export class KnownHeads {
  readonly #known = new Map<string, Known>();
  /** May not be seen any more: no page, which may be old, brings it back while the lines are up. */
  readonly #gone = new Set<string>();
  readonly #assumed = new Map<string, Assumed[]>();

  get size(): number {
    return this.#known.size;
  }

  /** The head as it is shown. */
  get(id: string): Head | null {
    const known = this.#known.get(id);
    if (!known) return null;
    return (this.#assumed.get(id) ?? []).reduce((head, { apply }) => apply(head), known.head);
  }

  /** What is shown of a head that came by another line: the newest version, with what is assumed of it. */
  over(head: Head): Head {
    const known = this.#known.get(head.id)?.head;
    const newest = known && known.rev > head.rev ? known : head;
    const assumed = this.#assumed.get(head.id) ?? [];
    return assumed
      .filter(({ done }) => done === null || done > newest.rev)
      .reduce((shown, { apply }) => apply(shown), newest);
  }

  /** Takes heads in, each only if it is newer; `toldAt`: a line told them then. Answers the ids that changed. */
  take(heads: readonly Head[], toldAt: number | null): string[] {
    const changed: string[] = [];
    for (const head of heads) {
      const { id } = head;
      if (toldAt !== null) this.#gone.delete(id);
      else if (this.#gone.has(id)) continue;
      const known = this.#known.get(id);
      const newer = !known || head.rev > known.head.rev;
      this.#known.set(id, { head: newer ? head : known.head, toldAt: toldAt ?? known?.toldAt ?? null });
      if (!newer) continue;
      this.#forgetDone(id, head.rev);
      changed.push(id);
    }
    return changed;
  }

  /** They may not be seen any more. */
  lose(ids: readonly string[]): void {
    for (const id of ids) {
      this.#known.delete(id);
      this.#assumed.delete(id);
      this.#gone.add(id);
    }
  }

  /** Ids of what the lines told; a page that lacks them is behind. */
  told(): string[] {
    return [...this.#known].filter(([, { toldAt }]) => toldAt !== null).map(([id]) => id);
  }

  /** News of these may be missed, or was: what is known of them holds only until a page says otherwise. */
  doubt(about: (id: string) => boolean): void {
    for (const [id, known] of this.#known) if (about(id)) this.#known.set(id, { ...known, toldAt: null });
    for (const id of this.#gone) if (about(id)) this.#gone.delete(id);
  }

  /** Forgets all but these and what was told lately. */
  keep(ids: ReadonlySet<string>, now: number): void {
    for (const [id, { toldAt }] of this.#known) {
      const recent = toldAt !== null && toldAt > now - indexBehind;
      if (!ids.has(id) && !recent && !this.#assumed.has(id)) this.#known.delete(id);
    }
  }

  /** Shows a change before it is done. */
  assume(id: string, apply: (head: Head) => Head): Assumption {
    const assumed: Assumed = { apply, done: null };
    const base = this.#known.get(id)?.head.rev ?? 0;
    this.#assumed.set(id, [...(this.#assumed.get(id) ?? []), assumed]);
    return {
      settle: (rev) => {
        assumed.done = rev ?? base + 1;
        this.#forgetDone(id, this.#known.get(id)?.head.rev ?? Number.POSITIVE_INFINITY);
      },
      drop: () => this.#forget(id, assumed),
    };
  }

  #forgetDone(id: string, rev: number): void {
    for (const assumed of this.#assumed.get(id) ?? []) {
      if (assumed.done !== null && assumed.done <= rev) this.#forget(id, assumed);
    }
  }

  #forget(id: string, assumed: Assumed): void {
    const left = (this.#assumed.get(id) ?? []).filter((one) => one !== assumed);
    if (left.length > 0) this.#assumed.set(id, left);
    else this.#assumed.delete(id);
  }
}
