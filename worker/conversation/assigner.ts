/** Has somebody found for a conversation by itself: behind the commit, and again until D1 and the chooser have answered. */
import { accessOf } from '../accounts/accounts.ts';
import type { Chosen, Sought } from '../assigning/choice.ts';
import { chooserStub } from '../inbox/stub.ts';
import { logFailure } from '../log.ts';
import type { ChoreHost } from './chores.ts';
import { decideChosen, isQuiet, soughtOf } from './decide-assign.ts';

/** Where there is neither a group nor an assignee, nobody needs to be asked. */
const nobody: Chosen = { group: null, assigning: 'off', to: null, assignee: null, waits: false };

export class Assigner {
  readonly #host: ChoreHost;
  #running: Promise<boolean> | null = null;

  constructor(host: ChoreHost) {
    this.#host = host;
  }

  /** Asks as long as there is something to ask. A failure leaves it; the alarm comes back to it. */
  async run(): Promise<void> {
    await this.#settle();
  }

  /** What was told to wait asks again. False: it waits for nobody any more. @throws when it could not ask */
  async offer(): Promise<boolean> {
    const seeking = this.#host.state()?.seeking;
    if (typeof seeking !== 'object') return false;
    this.#host.note({ seeking: { ...seeking, offered: false } });
    const state = this.#host.state();
    if (!state || !soughtOf(state)) return false;
    if (!(await this.#settle())) throw new Error('nobody could be asked');
    return true;
  }

  /** Whether everything was answered. */
  #settle(): Promise<boolean> {
    this.#running ??= this.#ask().finally(() => (this.#running = null));
    return this.#running;
  }

  async #ask(): Promise<boolean> {
    try {
      for (let sought = this.#sought(); sought; sought = this.#sought()) await this.#askOnce(sought);
      return true;
    } catch (failure) {
      logFailure('conversation.assigning-failed', failure, { id: this.#host.id });
      return false;
    }
  }

  #sought(): Sought | null {
    const state = this.#host.state();
    return state && soughtOf(state);
  }

  async #askOnce(sought: Sought): Promise<void> {
    const groupId = sought.groupId ?? (await this.#groupOfAccount());
    const chosen =
      groupId === null && sought.assigneeId === null
        ? nobody
        : await chooserStub(this.#host.env).choose({ ...sought, groupId });
    const state = this.#host.state();
    // Written down with the next commit: asking twice does no harm, a commit of its own is not free.
    if (state && isQuiet(state, sought, chosen)) this.#host.note({ seeking: 'not' });
    else this.#host.transact((change) => decideChosen(change, sought, chosen));
  }

  async #groupOfAccount(): Promise<string | null> {
    const { head } = this.#host.state() ?? {};
    if (!head) return null;
    const named = { channel: head.channel, id: head.accountId };
    return (await accessOf(this.#host.env, named, Date.now()))?.groupId ?? null;
  }
}
