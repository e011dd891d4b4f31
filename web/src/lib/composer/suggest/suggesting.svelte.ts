/** What is suggested at the caret while somebody writes (B-50, B-51): asks the sources, keeps what is marked. */
import type { Hand } from '../hand.ts';
import type { Source, Suggestion, Trigger } from './source.ts';

type Speaking = { readonly source: Source; readonly trigger: Trigger };

export class Suggesting {
  /** What is offered now; empty while nothing is. */
  items = $state.raw<readonly Suggestion[]>([]);
  /** Which of them is marked. */
  at = $state(0);
  /** Whose suggestions they are. */
  name = $state<Source['name'] | null>(null);
  readonly #hand: Hand;
  readonly #sources: readonly Source[];
  #speaking: Speaking | null = null;
  /** Where a person wanted nothing suggested, until they begin another word. */
  #unwanted: string | null = null;
  #asked = 0;
  #answered = 0;
  /** What keys asked for before there was an answer to what stands in the field: done when it is here, for it may be another. */
  #pressed: (() => void)[] = [];

  constructor(hand: Hand, sources: readonly Source[]) {
    this.#hand = hand;
    this.#sources = sources;
  }

  get open(): boolean {
    return this.items.length > 0;
  }

  get marked(): Suggestion | null {
    return this.items[this.at] ?? null;
  }

  /** Something was typed: looks at what stands before the caret. */
  look(field: Pick<HTMLTextAreaElement, 'value' | 'selectionStart' | 'selectionEnd'>): void {
    const speaking = field.selectionStart === field.selectionEnd ? this.#find(field) : null;
    const place = speaking && `${speaking.source.name} ${speaking.trigger.from}`;
    if (place === null || place !== this.#unwanted) this.#unwanted = null;
    if (!speaking || this.#unwanted !== null) return this.#clear();
    if (this.#asks(speaking)) return;
    if (this.#speaking?.source !== speaking.source) this.#clear();
    this.#speaking = speaking;
    void this.#ask(speaking);
  }

  /** The caret moved: what was suggested elsewhere goes. */
  moved(field: Pick<HTMLTextAreaElement, 'value' | 'selectionStart' | 'selectionEnd'>): void {
    if (this.open) this.look(field);
  }

  mark(by: number): void {
    this.at = (this.at + by + this.items.length) % Math.max(1, this.items.length);
  }

  choose(suggestion: Suggestion | null = this.marked): void {
    const speaking = this.#speaking;
    this.#clear();
    if (speaking && suggestion) speaking.source.choose(suggestion, speaking.trigger, this.#hand);
  }

  /** Nothing more is suggested for this word. */
  dismiss(): void {
    const speaking = this.#speaking;
    this.#unwanted = speaking && `${speaking.source.name} ${speaking.trigger.from}`;
    this.#clear();
  }

  /** Whether the key was meant for what is suggested, and was obeyed. */
  takes({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    if (!this.open || shiftKey || ctrlKey || metaKey || altKey) return false;
    const deeds: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.mark(1),
      ArrowUp: () => this.mark(-1),
      Enter: () => this.choose(),
      Tab: () => this.choose(),
      Escape: () => this.dismiss(),
    };
    const deed = deeds[key];
    if (deed && key !== 'Escape' && this.#waits) this.#pressed.push(deed);
    else deed?.();
    return deed !== undefined;
  }

  get #waits(): boolean {
    return this.#answered < this.#asked;
  }

  /** Whether just that is being asked. */
  #asks({ source, trigger: { from, to, query } }: Speaking): boolean {
    const now = this.#speaking;
    const same = now?.trigger.from === from && now.trigger.to === to && now.trigger.query === query;
    return this.#waits && same && now.source === source;
  }

  #find({ value, selectionStart }: Pick<HTMLTextAreaElement, 'value' | 'selectionStart'>): Speaking | null {
    for (const source of this.#sources) {
      const trigger = source.triggered(value, selectionStart, this.#hand);
      if (trigger) return { source, trigger };
    }
    return null;
  }

  /** An answer to an older question is dropped; one that fails suggests nothing. */
  async #ask({ source, trigger }: Speaking): Promise<void> {
    this.#asked += 1;
    this.#pressed = [];
    const asked = this.#asked;
    const items = await source.suggest(trigger.query, this.#hand).catch(() => []);
    if (asked !== this.#asked) return;
    this.items = items;
    this.name = source.name;
    this.at = 0;
    this.#answered = asked;
    for (const deed of this.#pressed.splice(0)) if (this.open) deed();
  }

  #clear(): void {
    this.#asked += 1;
    this.#answered = this.#asked;
    this.#pressed = [];
    this.#speaking = null;
    this.items = [];
    this.name = null;
  }
}
