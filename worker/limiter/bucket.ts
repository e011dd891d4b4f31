/** Token buckets, pure: how many sends a second an account may make, and how many one customer may get. */
import type { Channel } from '#domain/channel.ts';

/** What a send is to Meta's limits: files that play are counted apart on Messenger and Instagram. */
export type TurnKind = 'text' | 'media';

/** `burst` at once, then `perSecond`; in no second more than both together. */
export type Pace = { readonly burst: number; readonly perSecond: number };

/** What is left of a pace at a time (ms); `promised`: when the last one who has to wait was told to come back (ms). */
export type Bucket = { readonly tokens: number; readonly at: number; readonly promised: number };
export type Buckets = { readonly all: Bucket | null; readonly media: Bucket | null };

type Taken<State> = { readonly state: State; readonly waitMs: number };

const second = 1000;
/** Whoever must wait asks again; further apart than this they need not be. */
const longestPromise = 10 * second;

/**
 * Burst and pace together stay at or below what Meta states. WhatsApp: 80 a second for a number ("Throughput"). Messenger:
 * above 40 a second a page's own inbox stops, which is less than the 300 of its Send API; files 10 ("Rate limits").
 * Instagram: 100, files 10.
 */
const paces: Readonly<Record<Channel, { readonly all: Pace; readonly media?: Pace }>> = {
  whatsapp: { all: { burst: 10, perSecond: 70 } },
  messenger: { all: { burst: 10, perSecond: 30 }, media: { burst: 2, perSecond: 8 } },
  instagram: { all: { burst: 20, perSecond: 80 }, media: { burst: 2, perSecond: 8 } },
};

function tokensAt(bucket: Pick<Bucket, 'tokens' | 'at'> | null, pace: Pace, now: number): number {
  if (!bucket) return pace.burst;
  const since = Math.max(0, now - bucket.at);
  return Math.min(pace.burst, bucket.tokens + (since * pace.perSecond) / second);
}

/**
 * Takes a token, or says in how many ms to ask again. Those who must wait are told times a token apart, so that they do not
 * all come back at once.
 */
export function take(bucket: Bucket | null, pace: Pace, now: number): Taken<Bucket> {
  const tokens = tokensAt(bucket, pace, now);
  const promised = bucket?.promised ?? 0;
  if (tokens >= 1) return { state: { tokens: tokens - 1, at: now, promised }, waitMs: 0 };
  const between = second / pace.perSecond;
  const next = Math.max(now + (1 - tokens) * between, promised + between);
  const waitMs = Math.ceil(Math.min(next - now, longestPromise));
  return { state: { tokens, at: now, promised: now + waitMs }, waitMs };
}

/** A turn of an account. A file takes from both buckets, or from none. */
export function takeTurn(
  buckets: Buckets,
  asked: { readonly channel: Channel; readonly kind: TurnKind },
  now: number,
): Taken<Buckets> {
  const { all: pace, media: mediaPace } = paces[asked.channel];
  const all = take(buckets.all, pace, now);
  if (asked.kind === 'text' || !mediaPace)
    return { state: { ...buckets, all: all.state }, waitMs: all.waitMs };
  const media = take(buckets.media, mediaPace, now);
  const waitMs = Math.max(all.waitMs, media.waitMs);
  if (waitMs === 0) return { state: { all: all.state, media: media.state }, waitMs };
  return {
    state: {
      all: all.waitMs > 0 ? all.state : buckets.all,
      media: media.waitMs > 0 ? media.state : buckets.media,
    },
    waitMs,
  };
}

/** What one WhatsApp customer may still get. Written down with the conversation. */
export type PairState = { readonly tokens: number; readonly at: number };

/** WhatsApp, "Pair rate limits": one every six seconds to the same person, and 45 at once on credit. */
const pairPace: Pace = { burst: 45, perSecond: 1 / 6 };

/** Takes the right to send one message to this customer, or says in how many ms there is one; then nothing was taken. */
export function takePair(state: PairState | null, now: number): Taken<PairState> {
  const tokens = tokensAt(state, pairPace, now);
  if (tokens >= 1) return { state: { tokens: tokens - 1, at: now }, waitMs: 0 };
  return { state: { tokens, at: now }, waitMs: Math.ceil(((1 - tokens) * second) / pairPace.perSecond) };
}
