/** Hand-written WhatsApp bodies for tests of parsing, and the one event that comes of them. */
import type { ChannelEvent, Parsed } from '../channels/channel.ts';
import { understand } from '../webhooks/understand.ts';
import { account, bodyOf } from './meta.ts';

export const at = Date.UTC(2026, 9, 1, 12);
export const stamp = String(at / 1000);
export const from = '15551234567';
export const bsuid = 'US.13491208655302741918';
export const metadata = { display_phone_number: '+1 555-000-1111', phone_number_id: account };
/** Our own number, as it stands in `from` and `to`. */
export const ours = '15550001111';

type Part = Readonly<Record<string, unknown>>;

/** What a body says whose only change has `value`. */
export function ofValue(value: unknown, field: unknown = 'messages'): Parsed {
  return understand(bodyOf({ field, value }));
}

/** What a body says with our number's metadata and `part`. */
export function ofPart(part: Part, field?: string): Parsed {
  return ofValue({ messaging_product: 'whatsapp', metadata, ...part }, field);
}

type Of<Type extends ChannelEvent['type']> = Extract<ChannelEvent, { type: Type }>;

/** The only event, which must be of `type`. */
export function only<Type extends ChannelEvent['type']>(type: Type, { events, broken }: Parsed): Of<Type> {
  const isOf = (event: ChannelEvent): event is Of<Type> => event.type === type;
  const found = events.filter(isOf);
  const [event] = found;
  if (found.length !== 1 || !event || events.length + broken.length !== 1) {
    throw new Error(`not one ${type}: ${JSON.stringify({ events, broken })}`);
  }
  return event;
}

/** One message of a customer; `part` replaces what it must. */
export function wireMessage(part: Part): Part {
  return { id: 'wamid.1', from, timestamp: stamp, ...part };
}

/** What one message of a customer means. */
export function ofMessage(part: Part): Parsed {
  return ofPart({ messages: [wireMessage(part)] });
}
