/** What the account behind a conversation may do, for commands. */
import { accessOf } from '../accounts/accounts.ts';
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';
import { plainRights, type AccountRights } from './decide-send.ts';
import type { State } from './state.ts';

type Host = { readonly id: string; readonly env: Env; state(): State | null };

export class Rights {
  readonly #host: Host;
  #asked: Promise<AccountRights> | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  /** One question for all who ask at the same time, so that their commands stay in order. */
  now(): Promise<AccountRights> {
    this.#asked ??= this.#ask().finally(() => (this.#asked = null));
    return this.#asked;
  }

  /** Nothing beyond the plain rules while the account cannot be read: answering goes on without D1. */
  async #ask(): Promise<AccountRights> {
    const { head } = this.#host.state() ?? {};
    if (!head) return plainRights;
    try {
      const named = { channel: head.channel, id: head.accountId };
      return (await accessOf(this.#host.env, named, Date.now())) ?? plainRights;
    } catch (failure) {
      logFailure('conversation.account-unreadable', failure, { id: this.#host.id });
      return plainRights;
    }
  }
}
