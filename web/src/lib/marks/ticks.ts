/** What the marks beside an outgoing message say. */
import { abilities, type Channel } from '#domain/channel.ts';
import type { DeliveryState } from '#domain/delivery.ts';
import { t } from '../words/t.ts';

export type TicksLook = 'clock' | 'sent' | 'delivered' | 'read' | 'played' | 'failed' | 'unknown';

const looks: Readonly<Record<DeliveryState, TicksLook>> = {
  queued: 'clock',
  accepted: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'played',
  failed: 'failed',
  unknown: 'unknown',
};

/** The mark of a delivery; a channel that reports no delivery never shows two grey ones. */
export function ticksLook(state: DeliveryState, channel: Channel): TicksLook {
  const look = looks[state];
  return look === 'delivered' && !abilities[channel].reportsDelivered ? 'sent' : look;
}

/** The same in words. */
export function ticksName(look: TicksLook): string {
  return t(`ticks.${look}`);
}
