/** Who looks at which conversation right now, and who of them writes. */
import type { Present } from '#domain/frame.ts';

export type Looking = Present['people'][number];

const nobody: readonly Looking[] = [];

export class Presence {
  #people = $state.raw<ReadonlyMap<string, readonly Looking[]>>(new Map());

  of(id: string): readonly Looking[] {
    return this.#people.get(id) ?? nobody;
  }

  /** What is told of a conversation replaces what was known of it. */
  note(present: readonly Present[]): void {
    const next = new Map(this.#people);
    for (const { id, people } of present) {
      if (people.length > 0) next.set(id, people);
      else next.delete(id);
    }
    this.#people = next;
  }

  /** Nothing is known any more of those for which `about` says yes. */
  forget(about: (id: string) => boolean): void {
    this.#people = new Map([...this.#people].filter(([id]) => !about(id)));
  }
}
