/** One item of `messaging` or `standby`: who, when, and how its channel differs from the other. */
import type { AccountEvent, Broken, ConversationEvent, CustomerName } from './channel.ts';
import { keepRaw } from './tolerant.ts';

/** What sets Messenger and Instagram apart. */
export type Dialect = {
  readonly channel: 'messenger' | 'instagram';
  readonly nameOf: (id: string) => CustomerName;
  /** Meta does not always mark what the business itself wrote. */
  readonly echoesUnmarked: boolean;
};

export type Place = {
  readonly dialect: Dialect;
  readonly accountId: string;
  /** When Meta sent it, in ms; null where that is not told. */
  readonly at: number | null;
  readonly elsewhere: boolean;
};

export type Item = {
  readonly place: Place;
  /** Meta's own JSON. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly sender: string | undefined;
  readonly recipient: string | undefined;
  /** The sender is a visitor whose id Meta does not tell yet. */
  readonly isVisitor: boolean;
  readonly at: number;
};

/** Later than any clock: what came without a time gets the time of its arrival. */
export const timeUnknown = Number.MAX_SAFE_INTEGER;

export type Base = Pick<ConversationEvent, 'channel' | 'accountId' | 'names' | 'peer' | 'at' | 'elsewhere'>;

/** What every event of a conversation with `peer` says. */
export function inConversation({ place, at }: Item, peer: string): Base {
  const { dialect, accountId, elsewhere } = place;
  return {
    channel: dialect.channel,
    accountId,
    names: [dialect.nameOf(peer)],
    peer,
    at,
    ...(elsewhere && { elsewhere }),
  };
}

export function isByBusiness({ place, sender }: Item): boolean {
  return sender !== undefined && sender === place.accountId;
}

/** The customer: whoever of the two did not send it if the business did, and never the account where there is a choice. */
export function counterpart(item: Item, byBusiness: boolean): string | undefined {
  const { sender, recipient, place } = item;
  if (!byBusiness) return sender;
  return recipient === place.accountId ? (sender ?? recipient) : recipient;
}

export function accountEvent(place: Place, kind: string, raw: unknown): AccountEvent {
  const { dialect, accountId, at } = place;
  return { type: 'account', channel: dialect.channel, accountId, kind, at: at ?? 0, raw: keepRaw(raw) };
}

export function broken(dialect: Dialect, reason: string, raw: unknown): Broken {
  return { channel: dialect.channel, reason, raw: keepRaw(raw) };
}

/** What cannot be put into a conversation: of a visitor it is kept for admins, else it is broken. */
export function withoutPerson(item: Item, kind: string): AccountEvent | Broken {
  return item.isVisitor
    ? accountEvent(item.place, kind, item.raw)
    : broken(item.place.dialect, `${kind} without a customer`, item.raw);
}
