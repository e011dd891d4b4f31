/** Something of a conversation that is read page by page, the newest first, as far as somebody wants to see. */
import type { Gathered } from '#domain/http-contact.ts';
import type { Position } from '#domain/message.ts';

type Read<T> = (before: Position | null) => Promise<Gathered<T> | null>;

export class Gathering<T> {
  found = $state.raw<readonly T[]>([]);
  /** Whether a page came at all. */
  here = $state(false);
  busy = $state(false);
  failed = $state(false);
  #next = $state.raw<Position | null>(null);
  readonly #read: Read<T>;

  constructor(read: Read<T>) {
    this.#read = read;
  }

  /** Whether there may be more. */
  get more(): boolean {
    return this.#next !== null;
  }

  /** The newest page, instead of all that was read. */
  async begin(): Promise<void> {
    await this.#take(null, []);
  }

  /** The page before what was read. */
  async further(): Promise<void> {
    if (this.#next && !this.busy) await this.#take(this.#next, this.found);
  }

  async #take(before: Position | null, known: readonly T[]): Promise<void> {
    this.busy = true;
    const page = await this.#read(before);
    this.busy = false;
    this.failed = page === null;
    if (!page) return;
    this.here = true;
    this.found = [...known, ...page.found];
    this.#next = page.next;
  }
}
