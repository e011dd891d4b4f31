/** The conversations that were opened lately or will be soon, so that going to one is instant. */
import type { CommandAnswer, ConversationView } from '#domain/http.ts';
import { Thread, type ThreadOptions } from './thread.svelte.ts';

const kept = 20;
/** Conversations that are loaded ahead at the same time (B-02). */
const mostAhead = 2;

type Ahead = { readonly id: string; readonly stop: AbortController };

export class Threads {
  readonly #options: ThreadOptions;
  /** Least recently used first. */
  readonly #threads = new Map<string, Thread>();
  readonly #ahead = new Set<Ahead>();
  #queue: readonly Ahead[] = [];

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** The thread of a conversation, remembered or new. */
  get(id: string): Thread {
    const thread = this.#threads.get(id) ?? new Thread(id, this.#options);
    this.#threads.delete(id);
    this.#threads.set(id, thread);
    const [oldest] = [...this.#threads.values()].filter((one) => !one.isOpen && one !== thread);
    if (this.#threads.size > kept && oldest) this.#threads.delete(oldest.id);
    return thread;
  }

  /** Loads the newest page of a conversation before it is asked for (B-02). Returns how to give up. */
  prefetch(id: string): () => void {
    const known = this.#threads.get(id);
    const asked = [...this.#ahead, ...this.#queue].some((one) => one.id === id);
    if (known || asked) return () => {};
    const ahead: Ahead = { id, stop: new AbortController() };
    this.#queue = [...this.#queue, ahead];
    this.#next();
    return () => {
      this.#queue = this.#queue.filter((one) => one !== ahead);
      ahead.stop.abort();
    };
  }

  /** Fills a thread with what the server rendered. */
  seed(view: ConversationView): void {
    const thread = this.get(view.head.id);
    if (!thread.data) thread.seed(view);
  }

  /** Hands the answer to a command to its conversation, if that one is still remembered. */
  take(id: string, answer: CommandAnswer): void {
    this.#threads.get(id)?.take(answer);
  }

  /** The page woke up; only the open one has a line. */
  wake(): void {
    for (const thread of this.#threads.values()) thread.wake();
  }

  #next(): void {
    const [ahead, ...others] = this.#queue;
    if (!ahead || this.#ahead.size >= mostAhead) return;
    this.#queue = others;
    this.#ahead.add(ahead);
    void this.#load(ahead);
  }

  /** What fails is asked again when the conversation is opened. */
  async #load(ahead: Ahead): Promise<void> {
    const outcome = await this.#options.api.conversation(ahead.id, ahead.stop.signal);
    this.#ahead.delete(ahead);
    if (outcome.ok && outcome.value.head.id === ahead.id && !ahead.stop.signal.aborted)
      this.seed(outcome.value);
    this.#next();
  }
}
