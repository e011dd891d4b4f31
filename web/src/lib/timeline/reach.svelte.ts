/**
 * The focus in the feed: one article is reached by Tab, keys lead from it to others, also to those that are not drawn.
 * A row that has the focus, or whose sound was begun, stays on the page however far one scrolls.
 */
import { tick } from 'svelte';
import type { Item } from './items.ts';
import type { Scroll } from './scroll.svelte.ts';

/** Sounds that were begun and are not at their end. */
const mostSounds = 3;
/** Frames in which a row that has just come may still have to be measured. */
const framesToShow = 10;

function isEntry(item: Item | undefined): boolean {
  return item?.kind === 'message' || item?.kind === 'lines';
}

function keyAround(target: EventTarget | null): string | null {
  const article = target instanceof Element ? target.closest('[role="article"]') : null;
  const entry = article?.matches('[data-key]') ? article : article?.querySelector('[data-key]');
  return entry instanceof HTMLElement ? (entry.dataset['key'] ?? null) : null;
}

export class Reach {
  #reached = $state<string | null>(null);
  /** Whether the focus is in the feed. */
  #inside = $state(false);
  #sounding = $state.raw<readonly string[]>([]);
  readonly #scroll: Scroll;
  readonly #box: () => HTMLElement | null;
  readonly #reachedAt = $derived.by(() => this.#placeOf(this.#reached));

  readonly #key = $derived.by(() => {
    if (this.#inside && this.#reachedAt >= 0) return this.#reached;
    const { drawn, sight } = this.#scroll;
    const seen = this.#entryFrom(sight.last, -1);
    return drawn[seen < 0 ? this.#entryFrom(drawn.length - 1, -1) : seen]?.key ?? null;
  });

  constructor(scroll: Scroll, box: () => HTMLElement | null) {
    this.#scroll = scroll;
    this.#box = box;
  }

  /** Where Tab comes in: where the focus is, or else at the lowest message on the screen. */
  get key(): string | null {
    return this.#key;
  }

  /** The places of the rows that stay on the page. */
  keptWith(held: string | null): readonly number[] {
    const places = [this.#reachedAt, ...[held, ...this.#sounding].map((key) => this.#placeOf(key))];
    return places.filter((index) => index >= 0);
  }

  entered({ target }: FocusEvent): void {
    this.#inside = true;
    this.#reached = keyAround(target) ?? this.#reached;
  }

  left(): void {
    this.#inside = false;
  }

  plays({ target }: Event): void {
    const key = keyAround(target);
    if (key === null) return;
    const others = this.#sounding.filter((one) => one !== key);
    this.#sounding = [...others, key].slice(-mostSounds);
  }

  ends({ target }: Event): void {
    const key = keyAround(target);
    this.#sounding = this.#sounding.filter((one) => one !== key);
  }

  /** Where a key leads from the entry that has the focus; null where it means nothing. */
  leadsTo({ key, target, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): number | null {
    const at = target instanceof HTMLElement ? this.#placeOf(target.dataset['key'] ?? null) : -1;
    if (at < 0 || altKey || ctrlKey || metaKey || shiftKey) return null;
    const { drawn } = this.#scroll;
    const end = drawn.length - 1;
    const goals: Readonly<Record<string, readonly [from: number, step: 1 | -1]>> = {
      ArrowDown: [at + 1, 1],
      ArrowUp: [at - 1, -1],
      Home: [0, 1],
      End: [end, -1],
      PageDown: [Math.max(at + 1, this.#scroll.screenFrom(at, 1)), 1],
      PageUp: [Math.min(at - 1, this.#scroll.screenFrom(at, -1)), -1],
    };
    const goal = goals[key];
    if (!goal) return null;
    const [from, step] = goal;
    const found = this.#entryFrom(from, step);
    // Beyond the last one there is the last one.
    return found >= 0 ? found : this.#entryFrom(step > 0 ? end : 0, step > 0 ? -1 : 1);
  }

  /** Gives the focus to the row of this place. */
  go(index: number): void {
    const key = this.#scroll.drawn[index]?.key;
    if (key !== undefined) void this.focus(key);
  }

  /** Gives the focus to a row, as soon as it can take it: one that has just come is not to be seen before it was measured. */
  async focus(key: string, frames = framesToShow): Promise<void> {
    this.#reached = key;
    await tick();
    const element = this.#box()?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    element?.focus({ preventScroll: true });
    if (element && document.activeElement === element) element.scrollIntoView({ block: 'nearest' });
    else if (frames > 0) requestAnimationFrame(() => void this.focus(key, frames - 1));
  }

  #entryFrom(from: number, step: 1 | -1): number {
    const { drawn } = this.#scroll;
    for (let at = from; at >= 0 && at < drawn.length; at += step) if (isEntry(drawn[at])) return at;
    return -1;
  }

  #placeOf(key: string | null): number {
    return key === null ? -1 : this.#scroll.drawn.findIndex((item) => item.key === key);
  }
}
