/** The conversations that were opened lately, so that going back to one is instant. */
import type { CommandAnswer, ConversationView } from '#domain/http.ts';
import { Thread, type ThreadOptions } from './thread.svelte.ts';

const kept = 20;

export class Threads {
  readonly #options: ThreadOptions;
  /** Least recently used first. */
  readonly #threads = new Map<string, Thread>();

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** The thread of a conversation, remembered or new. */
  get(id: string): Thread {
    const thread = this.#threads.get(id) ?? new Thread(id, this.#options);
    this.#threads.delete(id);
    this.#threads.set(id, thread);
    const oldest = this.#threads.keys().next();
    if (this.#threads.size > kept && !oldest.done) this.#threads.delete(oldest.value);
    return thread;
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
}
