/** When follow-ups may be others than they were, and how many of this person's are due: for the rail, and for their page. */
import type { Head } from '#domain/head.ts';
import type { FollowUpCounts } from '#domain/http-follow-ups.ts';
import type { Api } from '../api.ts';
import type { Timers } from '../live/socket.ts';
import type { Clock } from './clock.svelte.ts';
import { Later } from './later.ts';
import type { Preferences } from './preferences.svelte.ts';

export type FollowUpNewsOptions = {
  readonly api: Pick<Api, 'followUpCounts'>;
  readonly timers: Timers;
  readonly clock: Pick<Clock, 'read'>;
  readonly preferences: Pick<Preferences, 'zone'>;
};

/** D1 is brought up to date a moment after the frame. In ms. */
const prompt = 700;
/** After a frame of a conversation whose first follow-up stands where it stood, in ms: most of those are about something else. */
const calm = 5_000;
/** The page is drawn first, in ms. */
const atStart = 1_500;
/** A timer of the browser takes no longer time than this (ms). */
const longest = 2 ** 31 - 1;

export class FollowUpNews {
  /** Of the person who looks; null: not asked yet. */
  counts = $state.raw<FollowUpCounts | null>(null);
  /** Raised whenever follow-ups may have changed. */
  turn = $state(0);
  readonly #options: FollowUpNewsOptions;
  readonly #later: Later<'prompt' | 'calm' | 'due'>;
  /** The first follow-up of each conversation, as far as frames told. */
  readonly #known = new Map<string, number>();

  constructor(options: FollowUpNewsOptions) {
    this.#options = options;
    this.#later = new Later(options.timers);
  }

  /** Asks as soon as there is time. Returns how to stop. */
  start(): () => void {
    this.#later.set('prompt', atStart, () => this.#look());
    return () => this.#later.cancelAll();
  }

  /** These conversations are others now. */
  heard(heads: readonly Head[]): void {
    for (const { id, followUpAt } of heads) {
      const before = this.#known.get(id);
      if (followUpAt === undefined) this.#known.delete(id);
      else this.#known.set(id, followUpAt);
      if (before !== followUpAt) this.changed();
      else if (followUpAt !== undefined) this.#later.set('calm', calm, () => this.#look());
    }
  }

  /** This page changed one itself. */
  changed(): void {
    this.#later.set('prompt', prompt, () => this.#look());
  }

  #look(): void {
    this.#later.cancel('calm');
    this.turn += 1;
    void this.#count();
  }

  async #count(): Promise<void> {
    const { api, clock, preferences } = this.#options;
    const outcome = await api.followUpCounts({ scope: 'me', zone: preferences.zone });
    // The number that stands there is the best that is known.
    if (!outcome.ok) return;
    this.counts = outcome.value;
    const { nextAt } = outcome.value;
    this.#later.cancel('due');
    if (nextAt !== null)
      this.#later.set('due', Math.min(Math.max(nextAt - clock.read(), 0) + 1, longest), () => this.#look());
  }
}
