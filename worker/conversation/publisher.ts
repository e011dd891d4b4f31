/** Keeps the list's copy of this conversation up to date: behind the commit, and again until D1 has it. */
import type { Notice } from '#domain/notice.ts';
import type { Env } from '../env.ts';
import type { FollowUps, Published } from '../inbox/published.ts';
import { inboxStub } from '../inbox/stub.ts';
import { logFailure } from '../log.ts';
import { movePins } from '../views/pins.ts';
import type { Change } from './change.ts';
import { conversationId, conversationStub } from './id.ts';
import { mayHaveSaid, saidOf } from './said.ts';
import type { State, StoredMessage } from './state.ts';
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

/** What a message says now, for the search; '' where it says nothing any more. */
type Words = { readonly message: string; readonly at: number; readonly text: string };

/** The ids that conversations under the customer's phones have: those of imported contacts. */
async function phoneIdsOf({ head, names }: State): Promise<string[]> {
  const phones = names.filter((name) => name.startsWith('phone:'));
  return Promise.all(phones.map(async (name) => conversationId(head, name)));
}

/** Messages whose words go to the list at once. */
const wordsAtOnce = 200;

function wordsOf(message: StoredMessage): Words {
  return { message: message.id, at: message.at, text: saidOf(message) };
}

function toPublish(words: readonly Words[]): Pick<Published, 'said' | 'unsaid'> {
  return {
    said: words.filter(({ text }) => text !== ''),
    unsaid: words.flatMap(({ message, at, text }) => (text === '' ? [{ message, at }] : [])),
  };
}

/** What D1 is to have of the follow-ups. */
export function followUpsOf({ followUpsRev }: State, store: Store): FollowUps {
  return { rev: followUpsRev, all: store.panel().followUps };
}

export class Publisher {
  readonly #host: PublishHost;
  /** What this conversation was before another one took it over: its row must go from the list. */
  retired: State | null;
  /** Since when the list is behind, as far as this instance knows (ms). */
  staleSince: number | null;
  /** Words that the list may not have, by message; null where this instance has to look first. */
  #words: Map<string, Words> | null;
  #busy = false;

  constructor(host: PublishHost, stored: State | null) {
    this.#host = host;
    this.retired = host.state() ? null : stored;
    const behind = stored !== null && stored.indexed?.rev !== stored.head.rev;
    this.staleSince = behind || this.retired ? Date.now() : null;
    this.#words = behind ? null : new Map();
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Another conversation takes this one over; its row stays until that one has all of it. */
  retire(state: State): void {
    this.retired = state;
    this.staleSince = Date.now();
  }

  /** What `change` says otherwise than before. Asked before it is committed; give it to `heed` after that. */
  wordsOf(change: Change): readonly Words[] {
    // Everything since the list's rev will be looked at anyway.
    if (this.#words === null) return [];
    return [...change.messages.values()].map(wordsOf).filter(({ message, text }) => {
      const before = this.#host.store.message(message);
      return text !== (before ? saidOf(before) : '');
    });
  }

  heed(words: readonly Words[]): void {
    for (const one of words) this.#words?.set(one.message, one);
  }

  /** Tells the list, until it knows the newest head and all words. A failure leaves it stale; the alarm comes back to it. */
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

  /** Of an instance that does not know what the last one told: whatever changed since the rev that the list has. */
  #unknownWords(since: number): Map<string, Words> {
    const words = new Map<string, Words>();
    for (const message of this.#host.store.timeline.changedSince(since)) {
      const one = wordsOf(message);
      if (one.text !== '' || mayHaveSaid(message)) words.set(one.message, one);
    }
    return words;
  }

  async #show(): Promise<boolean> {
    const { env, id } = this.#host;
    for (;;) {
      const state = this.#host.state();
      if (!state) return false;
      const { head, indexed, notices, followUpsRev } = state;
      const words = (this.#words ??= this.#unknownWords(indexed?.rev ?? 0));
      if (indexed?.rev === head.rev && words.size === 0) return true;
      const some = [...words.values()].slice(0, wordsAtOnce);
      const isAll = some.length === words.size;
      const dueAt = this.#host.dueAt();
      const importedAs = state.contactWanted ? await phoneIdsOf(state) : [];
      const taken = await inboxStub(env, id).publish({
        ...{ head, was: indexed, dueAt, ...toPublish(some) },
        ...(followUpsRev > (indexed?.rev ?? 0) && { followUps: followUpsOf(state, this.#host.store) }),
        ...(notices.length > 0 && { notices }),
        ...(importedAs.length > 0 && { importedAs }),
      });
      // Who watches the list is told of what came meanwhile, whether D1 takes it or not.
      if (!taken && this.#host.state()?.head.rev !== head.rev) continue;
      if (!taken) return false;
      for (const one of some) if (words.get(one.message) === one) words.delete(one.message);
      // Written down with the next commit: publishing twice is harmless, a row of its own is not free.
      const { assignee, groupId } = head;
      this.#host.note({
        indexed: { rev: isAll ? head.rev : (indexed?.rev ?? 0), assignee, groupId },
        ...(notices.length > 0 && { notices: this.#untold(notices) }),
        ...(importedAs.length > 0 && { contactWanted: this.#hasOtherNames(state) }),
      });
    }
  }

  /** A name that showed up since was not looked for. */
  #hasOtherNames({ names }: State): boolean {
    return this.#host.state()?.names.length !== names.length;
  }

  /** What came since `told` was published. */
  #untold(told: readonly Notice[]): readonly Notice[] {
    const notices = this.#host.state()?.notices ?? [];
    return notices.filter(({ id }) => !told.some((one) => one.id === id));
  }

  /** Once the other conversation has all of it, pins go to it, words and row from the list, then all that is left here. */
  async #unlist(state: State): Promise<void> {
    const { env, store, id } = this.#host;
    const target = store.signpost();
    if (target === null || (await conversationStub(env, target).awaits(id))) return;
    await movePins(env, id, target);
    if (!(await this.#unsay(state)) || !(await inboxStub(env, id).remove(state.head))) return;
    store.dropAll();
    this.retired = null;
    this.staleSince = null;
  }

  /** The other conversation says all of it under its own id. False: D1 did not take it. */
  async #unsay({ head, indexed }: State): Promise<boolean> {
    const { env, id, store } = this.#host;
    const all: Published['unsaid'][number][] = [];
    for (const { id: message, at, direction } of store.timeline.changedSince(0)) {
      if (direction !== 'line' && direction !== 'act') all.push({ message, at });
    }
    for (let start = 0; start < all.length; start += wordsAtOnce) {
      const unsaid = all.slice(start, start + wordsAtOnce);
      const isTaken = await inboxStub(env, id).publish({ head, was: indexed, dueAt: null, said: [], unsaid });
      if (!isTaken) return false;
    }
    return true;
  }
}
