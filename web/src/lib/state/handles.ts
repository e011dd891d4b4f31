/** Places that the keyboard can be sent to. A region fills in its own when it appears. */
import type { Mode } from './drafts.svelte.ts';

/** Parts of an open conversation that a key, a banner or a menu may open; `date`: the way to any day of it. */
export type ToolName =
  'templates' | 'quick' | 'interactive' | 'emoji' | 'voice' | 'later' | 'within' | 'palette' | 'date';

/** Null: in the mode that it stands in. */
type Writer = (mode: Mode | null) => void;

/** A wish that waits for a conversation to load is forgotten after this. */
const wishLasts = 5_000;

export class Handles {
  #writer: Writer | null = null;
  readonly #tools = new Map<ToolName, (text?: string) => void>();
  #wish: { readonly mode: Mode | null; readonly at: number } | null = null;
  /** Puts the focus on a row of the list. */
  showRow: (id: string) => void = () => {};
  /** Puts the caret into the search box. */
  search: () => void = () => {};
  /** Opens the list of keys. */
  help: () => void = () => {};
  /** Puts a message of the open conversation into the middle (B-11). */
  showMessage: (id: string) => void = () => {};

  /** Puts the caret into the composer, in this mode or in the one that it stands in; as soon as there is one. */
  write(mode: Mode | null): void {
    if (this.#writer) this.#writer(mode);
    else this.#wish = { mode, at: performance.now() };
  }

  /** The composer is here. Returns how to say that it is gone. */
  writesWith(writer: Writer): () => void {
    this.#writer = writer;
    const wish = this.#wish;
    this.#wish = null;
    if (wish && performance.now() - wish.at < wishLasts) writer(wish.mode);
    return () => {
      if (this.#writer === writer) this.#writer = null;
    };
  }

  /** Opens a tool, with `text` to begin with where that means something to it. Answers whether there is one now. */
  use(tool: ToolName, text?: string): boolean {
    const open = this.#tools.get(tool);
    open?.(text);
    return open !== undefined;
  }

  /** Whether a tool is here now. */
  has(tool: ToolName): boolean {
    return this.#tools.has(tool);
  }

  /** A tool is here. Returns how to say that it is gone. */
  offers(tool: ToolName, open: (text?: string) => void): () => void {
    this.#tools.set(tool, open);
    return () => {
      if (this.#tools.get(tool) === open) this.#tools.delete(tool);
    };
  }
}
