/** Lets the outbox leave: one message at a time, in order. */
import { takePair } from '../limiter/bucket.ts';
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';
import type { Change } from './change.ts';
import { decideAnswer, decideHold, decideLeaving } from './decide-answer.ts';
import { plainRights } from './decide-send.ts';
import { nextToLeave } from './outbox.ts';
import { sendNext, type Line, type Next } from './send.ts';
import type { State } from './state.ts';
import type { Store } from './store.ts';

export type SendHost = {
  readonly id: string;
  readonly env: Env;
  readonly store: Store;
  state(): State | null;
  transact(decide: (change: Change) => void): void;
  note(part: Partial<Omit<State, 'head'>>): void;
};

export class Sender {
  readonly #host: SendHost;
  #busy = false;

  constructor(host: SendHost) {
    this.#host = host;
  }

  get busy(): boolean {
    return this.#busy;
  }

  async drain(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#next()) await sendNext(this.#host.env, this.#line());
    } catch (failure) {
      logFailure('conversation.drain-failed', failure, { id: this.#host.id });
    } finally {
      this.#busy = false;
    }
  }

  #next(): Next | null {
    const { store } = this.#host;
    const row = this.#host.state() && nextToLeave(store.outbox(), Date.now());
    const message = row && store.message(row.messageId);
    if (row && !message) this.#host.transact((change) => void change.unqueue.push(row.messageId));
    return row && message ? { row, message } : null;
  }

  #line(): Line {
    const host = this.#host;
    return {
      state: () => host.state(),
      message: (id) => host.store.message(id),
      next: () => this.#next(),
      leave: ({ row }, rights) => {
        let leaves = false;
        // It may have been settled or taken over meanwhile; "left" is committed before the request leaves.
        const same = this.#next()?.row.messageId === row.messageId;
        if (same) host.transact((change) => void (leaves = decideLeaving(change, row, rights)));
        return leaves;
      },
      answer: (row, result, rights) => {
        // As it is now: with the time at which it left.
        const left = host.store.outbox().find(({ messageId }) => messageId === row.messageId) ?? row;
        const answer = { row: left, result, chance: Math.random(), rights: rights ?? plainRights };
        host.transact((change) => decideAnswer(change, answer));
      },
      hold: (row, { ms, limit }) =>
        host.transact((change) => decideHold(change, row, { until: Date.now() + ms, limit })),
      pairWait: () => {
        const state = host.state();
        if (!state || state.head.channel !== 'whatsapp') return 0;
        const { state: pair, waitMs } = takePair(state.pair, Date.now());
        host.note({ pair });
        return waitMs;
      },
    };
  }
}
