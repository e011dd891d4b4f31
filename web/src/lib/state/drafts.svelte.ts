/**
 * What was written and not sent, per person, conversation and mode (B-44). Stays on this device until it is sent, with the
 * place of the caret; other tabs see it as it is written.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Shelf } from './shelf.ts';

export type Mode = 'reply' | 'comment';

/** How long after a key it is on this device, and is shown beside others. In ms. */
const writeAfter = 250;
/** How long what was sent is still shown beside others: its bubble is drawn first. In ms. */
const goesAfter = 100;

function put(texts: Map<string, string>, name: string, text: string | undefined): void {
  if (text === undefined) texts.delete(name);
  else texts.set(name, text);
}

export class Drafts {
  readonly #shelf: Shelf;
  readonly #prefix: string;
  readonly #caretPrefix: string;
  readonly #texts = new SvelteMap<string, string>();
  /** Places in them, in UTF-16 units. A caret that is at the end has none. */
  readonly #carets = new Map<string, number>();
  /** What is shown beside others: a list of many is not made anew at every key. */
  readonly #listed = new SvelteMap<string, string>();
  readonly #unwritten = new Set<string>();
  readonly #unlisted = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #listing: ReturnType<typeof setTimeout> | undefined;

  constructor(shelf: Shelf, personId: string) {
    this.#shelf = shelf;
    this.#prefix = `casement:draft:${personId}:`;
    this.#caretPrefix = `casement:caret:${personId}:`;
  }

  /** Reads what this device kept. */
  load(): void {
    for (const key of this.#shelf.keys(this.#prefix)) this.heard(key, this.#shelf.get(key));
    for (const key of this.#shelf.keys(this.#caretPrefix)) this.heard(key, this.#shelf.get(key));
  }

  /** Whether something is written in a conversation and not sent, in whatever mode. */
  has(conversationId: string): boolean {
    return this.get(conversationId, 'reply') !== '' || this.get(conversationId, 'comment') !== '';
  }

  get(conversationId: string, mode: Mode): string {
    return this.#texts.get(`${conversationId}:${mode}`) ?? '';
  }

  /** What is written and not sent, in whatever mode, as a list shows it: a little later. */
  listed(conversationId: string): string {
    return this.#listed.get(`${conversationId}:reply`) ?? this.#listed.get(`${conversationId}:comment`) ?? '';
  }

  set(conversationId: string, mode: Mode, text: string): void {
    const name = `${conversationId}:${mode}`;
    this.#list(name, text === '' ? goesAfter : writeAfter);
    if (text === '') {
      this.#texts.delete(name);
      this.#carets.delete(name);
    } else this.#texts.set(name, text);
    this.#write(name);
    // It was sent, and the outbox has it by the end of this task: after a crash it must not stand in both.
    if (text === '') queueMicrotask(() => this.flush());
  }

  /** Where the caret stands in a draft, in UTF-16 units; at its end unless it was put elsewhere. */
  caret(conversationId: string, mode: Mode): number {
    const name = `${conversationId}:${mode}`;
    const length = this.#texts.get(name)?.length ?? 0;
    return Math.min(this.#carets.get(name) ?? length, length);
  }

  putCaret(conversationId: string, mode: Mode, at: number): void {
    if (this.caret(conversationId, mode) === at) return;
    const name = `${conversationId}:${mode}`;
    if (at === this.get(conversationId, mode).length) this.#carets.delete(name);
    else this.#carets.set(name, at);
    this.#write(name);
  }

  #list(name: string, after: number): void {
    const first = this.#unlisted.size === 0;
    this.#unlisted.add(name);
    if (!first && after === writeAfter) return;
    clearTimeout(this.#listing);
    this.#listing = setTimeout(() => {
      for (const one of this.#unlisted) put(this.#listed, one, this.#texts.get(one));
      this.#unlisted.clear();
    }, after);
  }

  #write(name: string): void {
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
    if (key.startsWith(this.#caretPrefix)) this.#heardCaret(key.slice(this.#caretPrefix.length), value);
    if (!key.startsWith(this.#prefix)) return;
    const name = key.slice(this.#prefix.length);
    if (this.#unwritten.has(name)) return;
    const text = value === '' ? undefined : (value ?? undefined);
    put(this.#texts, name, text);
    put(this.#listed, name, text);
  }

  #heardCaret(name: string, value: string | null): void {
    const at = Number(value ?? Number.NaN);
    if (this.#unwritten.has(name)) return;
    if (Number.isSafeInteger(at) && at >= 0) this.#carets.set(name, at);
    else this.#carets.delete(name);
  }

  /** Writes what waits to be written; called when the page goes away. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const name of this.#unwritten) {
      const text = this.#texts.get(name);
      const caret = text === undefined ? undefined : this.#carets.get(name);
      this.#keep(this.#prefix + name, text);
      this.#keep(this.#caretPrefix + name, caret?.toString());
    }
    this.#unwritten.clear();
  }

  #keep(key: string, value: string | undefined): void {
    if (value === undefined) this.#shelf.remove(key);
    else if (this.#shelf.get(key) !== value) this.#shelf.set(key, value);
  }

  /** Forgets every draft of this person on this device. */
  wipe(): void {
    this.#unwritten.clear();
    this.#unlisted.clear();
    this.#texts.clear();
    this.#listed.clear();
    this.#carets.clear();
    for (const prefix of [this.#prefix, this.#caretPrefix])
      for (const key of this.#shelf.keys(prefix)) this.#shelf.remove(key);
  }
}
