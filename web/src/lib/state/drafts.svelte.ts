/** What was written and not sent, per person, conversation and mode. Stays on this device until it is sent. */
import { SvelteMap } from 'svelte/reactivity';
import type { Shelf } from './shelf.ts';

export type Mode = 'reply' | 'comment';

const writeAfter = 250;

export class Drafts {
  readonly #shelf: Shelf;
  readonly #prefix: string;
  readonly #texts = new SvelteMap<string, string>();
  readonly #unwritten = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(shelf: Shelf, personId: string) {
    this.#shelf = shelf;
    this.#prefix = `casement:draft:${personId}:`;
  }

  /** Reads what this device kept. */
  load(): void {
    for (const key of this.#shelf.keys(this.#prefix)) this.heard(key, this.#shelf.get(key));
  }

  get(conversationId: string, mode: Mode): string {
    return this.#texts.get(`${conversationId}:${mode}`) ?? '';
  }

  set(conversationId: string, mode: Mode, text: string): void {
    const name = `${conversationId}:${mode}`;
    if (text === '') this.#texts.delete(name);
    else this.#texts.set(name, text);
    this.#unwritten.add(name);
    this.#timer ??= setTimeout(() => this.flush(), writeAfter);
  }

  /** What was written for one conversation belongs to another now, unless something is written there already. */
  move(from: string, to: string): void {
    for (const mode of ['reply', 'comment'] as const) {
      const text = this.get(from, mode);
      if (text === '' || this.get(to, mode) !== '') continue;
      this.set(to, mode, text);
      this.set(from, mode, '');
    }
  }

  /** Another tab wrote `key`. */
  heard(key: string, value: string | null): void {
    if (!key.startsWith(this.#prefix)) return;
    const name = key.slice(this.#prefix.length);
    if (this.#unwritten.has(name)) return;
    if (value === null || value === '') this.#texts.delete(name);
    else this.#texts.set(name, value);
  }

  /** Writes what waits to be written; called when the page goes away. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const name of this.#unwritten) {
      const text = this.#texts.get(name);
      if (text === undefined) this.#shelf.remove(this.#prefix + name);
      else this.#shelf.set(this.#prefix + name, text);
    }
    this.#unwritten.clear();
  }

  /** Forgets every draft of this person on this device. */
  wipe(): void {
    this.#unwritten.clear();
    this.#texts.clear();
    for (const key of this.#shelf.keys(this.#prefix)) this.#shelf.remove(key);
  }
}
