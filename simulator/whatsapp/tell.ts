/** What a WhatsApp number is told: the updates that `wire.ts` forms, from what the phones know. */
import type { Json } from '../json.ts';
import { record, text } from '../json.ts';
import type { Sides } from '../phones/acts.ts';
import type { Step } from '../phones/ladder.ts';
import type { StoredMessage } from '../phones/messages.ts';
import type { Update } from '../webhooks/envelope.ts';
import { noteSpeaker } from './groups.ts';
import { messageUpdate, statusUpdate, type Told } from './wire.ts';

/** A customer's message. */
export function whatsappMessage(
  sql: SqlStorage,
  sides: Sides,
  said: { wamid: string; at: number; message: Json },
): Update {
  const group = said.message['group_id'];
  if (typeof group === 'string') noteSpeaker(sql, group, sides.customer.phone);
  return messageUpdate(sides, said);
}

/** A message of the business as its statuses speak of it. */
function toldOfMessage({ account, customer }: Sides, message: StoredMessage): Told {
  const { wamid, phone, opaque, freeEntry } = message;
  const group = message.message['group_id'];
  const sentTo = typeof group === 'string' ? { group } : { phone };
  const category = text(record(message.message['shown'])['category']).toLowerCase();
  return { account, customer, wamid, sentTo, opaque, freeEntry, ...(category !== '' && { category }) };
}

/** A step of a message of the business. */
export function whatsappStep(
  sides: Sides,
  { message, step, at }: { message: StoredMessage; step: Step; at: number },
): Update {
  return statusUpdate(toldOfMessage(sides, message), step, at);
}
