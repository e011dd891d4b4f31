/** Who looks at which conversation right now, and who of them writes. */
import type { Present } from '#domain/frame.ts';
import type { Timers } from '../live/socket.ts';

export type Looking = Present['people'][number];

const nobody: readonly Looking[] = [];

/** Whoever was not said to write for so long (ms) does not: their page may be gone (docs/protocol.md). */
const writesFor = 6_000;

export class Presence {
  readonly #timers: Pick<Timers, 'set' | 'clear'>;
  readonly #lapses = new Map<string, number>();
  #people = $state.raw<ReadonlyMap<string, readonly Looking[]>>(new Map());

  constructor(timers: Pick<Timers, 'set' | 'clear'>) {
    this.#timers = timers;
  }

  of(id: string): readonly Looking[] {
    return this.#people.get(id) ?? nobody;
  }

  /** What is told of a conversation replaces what was known of it. Most of what is told is that still nobody is there. */
  note(present: readonly Present[]): void {
    const told = present.filter(({ id, people }) => people.length > 0 || this.#people.has(id));
    if (told.length === 0) return;
    const next = new Map(this.#people);
    for (const { id, people } of told) {
      if (people.length > 0) next.set(id, people);
      else next.delete(id);
      this.#watch(id, people);
    }
    this.#people = next;
  }

  /** Nothing is known any more of those for which `about` says yes. */
  forget(about: (id: string) => boolean): void {
    const kept = [...this.#people].filter(([id]) => !about(id));
    if (kept.length < this.#people.size) this.#people = new Map(kept);
  }

  #watch(id: string, people: readonly Looking[]): void {
    const before = this.#lapses.get(id);
    if (before !== undefined) this.#timers.clear(before);
    this.#lapses.delete(id);
    if (people.some(({ typing }) => typing))
      this.#lapses.set(
        id,
        this.#timers.set(() => this.#rest(id), writesFor),
      );
  }

  #rest(id: string): void {
    this.#lapses.delete(id);
    const people = this.#people.get(id)?.map((person) => ({ ...person, typing: false }));
    if (people) this.#people = new Map(this.#people).set(id, people);
  }
}
