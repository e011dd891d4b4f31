/** What Meta would send of Messenger and Instagram, for tests: written by hand, both channels alike. */
import type { ChannelEvent, Parsed } from '../channels/channel.ts';
import { parseInstagram } from '../channels/instagram/parse.ts';
import { parseMessenger } from '../channels/messenger/parse.ts';

export const at = Date.UTC(2026, 9, 1, 12);
export const customer = '77';
export const business = '900';

export type Side = {
  readonly object: 'page' | 'instagram';
  readonly channel: 'messenger' | 'instagram';
  readonly name: string;
  readonly parse: (entries: readonly unknown[]) => Parsed;
};

/** Every kind is tried on both. */
export const sides: readonly Side[] = [
  { object: 'page', channel: 'messenger', name: 'psid:77', parse: parseMessenger },
  { object: 'instagram', channel: 'instagram', name: 'igsid:77', parse: parseInstagram },
];

type Part = Record<string, unknown>;

/** One item of the customer. */
export function from(part: Part): Part {
  return { sender: { id: customer }, recipient: { id: business }, timestamp: at, ...part };
}

/** One item of the business. */
export function by(part: Part): Part {
  return { sender: { id: business }, recipient: { id: customer }, timestamp: at, ...part };
}

/** One message of the customer. */
export function saying(part: Part = { text: 'Hello' }): Part {
  return from({ message: { mid: 'm_1', ...part } });
}

/** An entry with these items. */
export function entry(...messaging: readonly unknown[]): Part {
  return { id: business, time: at, messaging };
}

/** The one event that one item is; throws when it is not exactly one. */
export function only(side: Side, item: unknown): ChannelEvent {
  const { events, broken } = side.parse([entry(item)]);
  const [event] = events;
  if (!event || events.length > 1 || broken.length > 0) {
    throw new Error(`not one event: ${JSON.stringify({ events, broken })}`);
  }
  return event;
}

/** What every event of the customer's conversation says. */
export function base(side: Side): Part {
  return { channel: side.channel, accountId: business, names: [side.name], peer: customer, at };
}
