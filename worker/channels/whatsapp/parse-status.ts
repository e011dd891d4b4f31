/** WhatsApp: what became of a message of ours, its price, and the free entry point. */
import type { DeliveryStep } from '#domain/delivery.ts';
import type { Price } from '#domain/message.ts';
import type { StatusEvent } from '../channel.ts';
import { metaTime } from '../tolerant.ts';
import {
  accountEvent,
  addressed,
  breakage,
  customerOf,
  groupOf,
  metaError,
  nobody,
  timeOf,
  unattributed,
  type Customer,
  type Item,
  type Place,
} from './parse-place.ts';
import * as wire from './wire.ts';

const steps: ReadonlyMap<string, DeliveryStep | 'failed'> = new Map(
  (['accepted', 'sent', 'delivered', 'read', 'played', 'failed'] as const).map((step) => [step, step]),
);
/** The last moment that a Date can hold, in ms. */
const endOfTime = 8_640_000_000_000_000;

function recipientOf(place: Place, status: wire.WireStatus): Customer | null {
  const { recipient_id, recipient_user_id, recipient_parent_user_id } = status;
  if (status.recipient_type === 'group') return recipient_id ? groupOf(recipient_id, null) : null;
  return customerOf(place, {
    bsuid: recipient_user_id,
    parent: recipient_parent_user_id,
    phone: recipient_id,
  });
}

function priceOf({ pricing }: wire.WireStatus): Price | undefined {
  const { category, pricing_model, type = pricing_model ?? '', billable } = pricing ?? {};
  if (category === undefined && type === '') return undefined;
  const isFree = billable === false || billable === 'false' || type.startsWith('free_');
  return { category: category ?? '', type, billable: !isFree };
}

function freeEntryOf({ conversation, pricing }: wire.WireStatus): StatusEvent['freeEntry'] {
  const isFree = conversation?.origin?.type === 'referral_conversion' || pricing?.type === 'free_entry_point';
  if (!isFree) return undefined;
  const until = metaTime(conversation?.expiration_timestamp);
  return until !== null && until <= endOfTime ? { until } : {};
}

/** One status. What is no step of a message (`deleted`, `warning`, whatever comes) is told to admins. */
export function readStatus(place: Place, raw: unknown): Item {
  const parsed = wire.status.safeParse(raw);
  if (!parsed.success) return breakage('status that is not an object', raw);
  const status = parsed.data;
  const word = status.status ?? 'unknown';
  const step = steps.get(word.toLowerCase());
  if (step === undefined) return accountEvent({ accountId: place.accountId, kind: `status.${word}` }, raw);
  const customer = recipientOf(place, status);
  const at = timeOf(place, status.timestamp);
  const missing = [!status.id && 'an id', !customer && 'a recipient', at === null && 'a time'].filter(
    Boolean,
  );
  const { profile } = customer ?? nobody;
  const error = metaError(status.errors);
  const price = priceOf(status);
  const freeEntry = freeEntryOf(status);
  const event: StatusEvent = {
    type: 'status',
    ...addressed(place, customer ?? nobody, at ?? 0),
    id: status.id ?? '',
    step,
    ...(error && { error }),
    ...(status.biz_opaque_callback_data && { callbackId: status.biz_opaque_callback_data }),
    ...(price && { price }),
    ...(freeEntry && { freeEntry }),
    ...(Object.keys(profile).length > 0 && { profile }),
  };
  return missing.length > 0 ? unattributed(`status without ${missing.join(' and ')}`, raw, event) : event;
}
