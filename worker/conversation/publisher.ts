/** Keeps the list's copy of this conversation up to date: behind the commit, and again until D1 has it. */
import type { Env } from '../env.ts';
import { inboxStub } from '../inbox/stub.ts';
import { logFailure } from '../log.ts';
import { conversationStub } from './id.ts';
import type { State } from './state.ts';
import type { Store } from './store.ts';

export type PublishHost = {
  readonly id: string;
  readonly env: Env;
  readonly store: Store;
  state(): State | null;
  note(part: Partial<Omit<State, 'head'>>): void;
  /** When the alarm must have rung for everything but this, for the sweep. */
  dueAt(): number | null;
};

export class Publisher {
  readonly #host: PublishHost;
  /** What this conversation was before another one took it over: its row must go from the list. */
  retired: State | null;
  /** Since when the list is behind, as far as this instance knows (ms). */
  staleSince: number | null;
  #busy = false;

  constructor(host: PublishHost, stored: State | null) {
    this.#host = host;
    this.retired = host.state() ? null : stored;
    const behind = stored !== null && stored.indexed?.rev !== stored.head.rev;
    this.staleSince = behind || this.retired ? Date.now() : null;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Another conversation takes this one over; its row stays until that one has all of it. */
  retire(state: State): void {
    this.retired = state;
    this.staleSince = Date.now();
  }

  /** Tells the list, until it knows the newest head. A failure leaves the index stale; the alarm comes back to it. */
  async publish(): Promise<void> {
    this.staleSince ??= Date.now();
    if (this.#busy) return;
    this.#busy = true;
    try {
      if (this.retired) await this.#unlist(this.retired);
      else if (await this.#show()) this.staleSince = null;
    } catch (failure) {
      logFailure('conversation.publish-failed', failure, { id: this.#host.id });
    } finally {
      this.#busy = false;
    }
  }

  async #show(): Promise<boolean> {
    for (;;) {
      const state = this.#host.state();
      if (!state) return false;
      const { head, indexed } = state;
      if (indexed?.rev === head.rev) return true;
      const { env } = this.#host;
      const indexes = await inboxStub(env).publish({ head, was: indexed, dueAt: this.#host.dueAt() });
      // Who watches the list is told of what came meanwhile, whether D1 takes it or not.
      if (!indexes && this.#host.state()?.head.rev !== head.rev) continue;
      if (!indexes) return false;
      // Written down with the next commit: publishing twice is harmless, a row of its own is not free.
      this.#host.note({ indexed: { rev: head.rev, assignee: head.assignee, groupId: head.groupId } });
    }
  }

  /** Once the other conversation has all of it, the row goes from the list, then all that is left here. */
  async #unlist({ head }: State): Promise<void> {
    const { env, store, id } = this.#host;
    const target = store.signpost();
    if (target === null || (await conversationStub(env, target).awaits(id))) return;
    if (!(await inboxStub(env).remove(head))) return;
    store.dropAll();
    this.retired = null;
    this.staleSince = null;
  }
}
