/** Who is signed in here, and with whom they work. */
import type { DirectoryFrame } from '#domain/frame.ts';
import type { Head } from '#domain/head.ts';
import type { Account, Colleague, Me } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import { isSignedOut, sentenceFor, type Api, type Failure } from '../api.ts';
import type { Toasts } from './toasts.svelte.ts';

type SessionOptions = {
  readonly api: Pick<Api, 'me' | 'signOut' | 'setAway'>;
  readonly toasts: Toasts;
  /** Goes to the sign-in page; what was typed stays on this device. */
  readonly leave: () => void;
};

/** The same with the caller away, or here. */
function asAway(me: Me, away: boolean): Me {
  const as = <Who extends { readonly away?: true }>({ away: _was, ...who }: Who) =>
    away ? { ...who, away: true as const } : who;
  return {
    ...me,
    actor: as(me.actor),
    team: me.team.map((one) => (one.id === me.actor.id ? as(one) : one)),
  };
}

/** Oneself as the team says it now. */
function asTold(actor: Actor, team: readonly Colleague[]): Actor {
  const own = team.find(({ id }) => id === actor.id);
  if (!own) return actor;
  const { away: _was, ...rest } = actor;
  return { ...rest, name: own.name, ...(own.away && { away: own.away }) };
}

export class Session {
  #me: Me;
  #left = false;
  readonly #options: SessionOptions;

  constructor(me: Me, options: SessionOptions) {
    this.#me = $state.raw(me);
    this.#options = options;
  }

  get me(): Me {
    return this.#me;
  }

  /** What this page itself changed of it, until it is asked again. */
  change(to: (me: Me) => Me): void {
    this.#me = to(this.#me);
  }

  get actor(): Actor {
    return this.#me.actor;
  }

  get team(): readonly Colleague[] {
    return this.#me.team;
  }

  /** The account that a conversation is held on; null when it is not connected any more. */
  account(of: Pick<Head, 'channel' | 'accountId'>): Account | null {
    return this.#me.accounts.find((one) => one.channel === of.channel && one.id === of.accountId) ?? null;
  }

  /** What became of the team and of what conversations are sorted by; with a welcome, whether this page is older than the last of that. */
  hearDirectory(frame: DirectoryFrame): void {
    if (frame.t === 'welcome') {
      if ((frame.directoryAt ?? 0) > this.#me.now) void this.refresh();
      return;
    }
    const { t: _t, ...told } = frame;
    this.change((me) => ({ ...me, ...told, actor: asTold(me.actor, told.team) }));
  }

  /** Asks again who is calling: rights, team and accounts may have changed, or the session ended. */
  async refresh(): Promise<number | null> {
    const outcome = await this.#options.api.me();
    if (!outcome.ok) {
      if (isSignedOut(outcome.failure)) this.leave();
      return null;
    }
    this.#me = outcome.value;
    return outcome.value.now;
  }

  /** Shows at once; if it is refused, it is as before, and the sentence is told. */
  async setAway(away: boolean): Promise<void> {
    const before = this.actor.away ?? false;
    if (before === away) return;
    this.change((me) => asAway(me, away));
    const outcome = await this.#options.api.setAway(this.actor.id, away);
    if (outcome.ok) return;
    this.change((me) => asAway(me, before));
    this.tell(outcome.failure);
  }

  async signOut(): Promise<boolean> {
    const outcome = await this.#options.api.signOut();
    if (outcome.ok || isSignedOut(outcome.failure)) return true;
    this.#options.toasts.show(sentenceFor(outcome.failure));
    return false;
  }

  /** Once is enough: several lines may notice the end at the same time. */
  leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#options.leave();
  }

  /** Tells a person what failed; a session that ended leads to the sign-in page. */
  tell(failure: Failure): void {
    if (isSignedOut(failure)) this.leave();
    else this.#options.toasts.show(sentenceFor(failure));
  }
}
