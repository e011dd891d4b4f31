/**
 * Where a conversation or a message stands in the order of time: a rowid of the inverted indexes. It is seconds since 2020
 * and 31 bits of a hash, more than a JavaScript number holds, so it is text here and a number in SQL only.
 */
import type { Filter } from '#domain/filter.ts';
import { hashOf } from '#domain/shard.ts';

const beginning = Date.UTC(2020, 0, 1);
const lastSecond = 2 ** 31 - 1;

/** The places by waiting begin here (2^62); those by newest message are all below. */
export const waitingPlaces = '4611686018427387904';

/** Seconds since 2020 of `at` (ms); times before count as its beginning. */
export function secondOf(at: number): number {
  return Math.min(Math.max(Math.floor((at - beginning) / 1000), 0), lastSecond);
}

/** The first place of the second in which `at` (ms) lies. */
export function placeFrom(at: number): string {
  return (BigInt(secondOf(at)) << 31n).toString();
}

/** The first place after the second in which `at` (ms) lies. */
export function placeAfter(at: number): string {
  return ((BigInt(secondOf(at)) + 1n) << 31n).toString();
}

/** Places from `from` (with it) to `to` (without it), as text. */
export type Places = { readonly from: string; readonly to: string };

/** Where the conversations stand whose last message a filter asks for: all that stand by newest, if it asks for none. */
export function placesOf({ lastFrom, lastTo }: Pick<Filter, 'lastFrom' | 'lastTo'>): Places {
  return {
    from: lastFrom === undefined ? '0' : placeFrom(lastFrom),
    to: lastTo === undefined ? waitingPlaces : placeAfter(lastTo - 1),
  };
}

/** What of `places` is in both. */
export function within(one: Places, other: Places): Places {
  const [from, to] = [one.from, one.to].map(BigInt) as [bigint, bigint];
  return {
    from: from > BigInt(other.from) ? one.from : other.from,
    to: to < BigInt(other.to) ? one.to : other.to,
  };
}

/** The next place. */
export const following = (place: string): string => (BigInt(place) + 1n).toString();

/** Second and salt of a message of a conversation, of which its place in `said` is made. */
export function placeOfSaid(
  conversation: string,
  message: { message: string; at: number },
): [number, number] {
  return [secondOf(message.at), hashOf(`${conversation} ${message.message}`)];
}

/**
 * Second and salt for each of `at` and `id`, no two the same: SQL looks only for places that are taken already.
 * Null where there is no time.
 */
export function apart(): (id: string, at: number | undefined) => [number, number] | null {
  const taken = new Set<string>();
  return (id, at) => {
    if (at === undefined) return null;
    const second = secondOf(at);
    let salt = hashOf(id);
    while (taken.has(`${second} ${salt}`)) salt += 1;
    taken.add(`${second} ${salt}`);
    return [second, salt];
  };
}
