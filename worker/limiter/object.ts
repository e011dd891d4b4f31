/**
 * The Limiter object: one per account, says when a send may leave. All of it is in memory: an object that starts anew
 * lets at worst one burst too many out, which Meta answers with a limit code, and that is tried again.
 */
import { DurableObject } from 'cloudflare:workers';
import { channels, type Channel } from '#domain/channel.ts';
import type { Env } from '../env.ts';
import { takeTurn, type Buckets, type TurnKind } from './bucket.ts';

/** Meta may name a day; asking again each hour shows earlier that it is over. */
const longestPause = 60 * 60 * 1000;

export type Turn = { readonly waitMs: number };

export class Limiter extends DurableObject<Env> {
  #buckets: Buckets = { all: null, media: null };
  #pausedUntil = 0;

  /** Whether a send may leave now: `waitMs` 0. Else it asks again after that time; nothing is kept for it. */
  async turn(kind: TurnKind): Promise<Turn> {
    const now = Date.now();
    if (this.#pausedUntil > now) return { waitMs: this.#pausedUntil - now };
    const { state, waitMs } = takeTurn(this.#buckets, { channel: this.#channel, kind }, now);
    this.#buckets = state;
    return { waitMs };
  }

  /** Meta limits the account: nothing leaves for `ms`. A shorter pause never ends a longer one. */
  async pause(ms: number): Promise<void> {
    const until = Date.now() + Math.min(Math.max(0, ms), longestPause);
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
  }

  get #channel(): Channel {
    const [named] = (this.ctx.id.name ?? '').split(':');
    const channel = channels.find((one) => one === named);
    if (!channel) throw new Error('A limiter must be addressed as channel:account.');
    return channel;
  }
}
