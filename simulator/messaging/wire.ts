/** The webhooks of Messenger and Instagram: items of `entry[].messaging[]` (and of `standby[]`). */
import type { Account } from '../control.ts';
import { newInstagramMid, newMessengerMid } from '../ids.ts';
import { record, records, text, type Json } from '../json.ts';
import type { Sides } from '../phones/acts.ts';
import type { Step } from '../phones/ladder.ts';
import type { StoredMessage } from '../phones/messages.ts';
import type { Settings } from '../settings.ts';
import type { Update } from '../webhooks/envelope.ts';

/** A new message id of the channel. */
export function newMid({ id, channel }: Account): string {
  return channel === 'messenger' ? newMessengerMid() : newInstagramMid(id);
}

type Told = {
  /** When it happened, in ms: the item's timestamp. */
  readonly at: number;
  readonly label: string;
  /** When Meta tells it, in ms; now if left out. */
  readonly due?: number;
  readonly tells?: string | undefined;
  readonly standby?: boolean | undefined;
  /** The business itself did it: sender and recipient change places. */
  readonly fromBusiness?: boolean;
  /** Items of deliveries carry no timestamp. */
  readonly withoutTime?: boolean;
};

/** An update around one item. */
export function itemUpdate({ account, customer }: Sides, item: Json, told: Told): Update {
  const [us, them] = [{ id: account.id }, { id: customer.phone }];
  const parties = told.fromBusiness ? { sender: us, recipient: them } : { sender: them, recipient: us };
  return {
    object: account.channel === 'messenger' ? 'page' : 'instagram',
    entryId: account.id,
    field: told.standby ? 'standby' : 'messaging',
    value: { ...parties, ...(told.withoutTime ? {} : { timestamp: told.at }), ...item },
    label: `${told.label} · ${customer.name}`,
    tells: told.tells ?? null,
    at: told.due ?? Date.now(),
  };
}

/** An update about the account itself: nobody sends it. */
export function accountItem(account: Account, item: Json, label: string): Update {
  return {
    object: account.channel === 'messenger' ? 'page' : 'instagram',
    entryId: account.id,
    field: 'messaging',
    value: { recipient: { id: account.id }, timestamp: Date.now(), ...item },
    label: `${label} · ${account.name}`,
    tells: null,
    at: Date.now(),
  };
}

/** A customer's message, or the tap on a button that comes in its place. */
export function messageItem(mid: string, message: Json): Json {
  if ('postback' in message) return { postback: { mid, ...record(message['postback']) } };
  return { message: { mid, ...message } };
}

/** What an echo repeats of a message: what was sent, as a receiver would see it. */
function echoed(message: Json): Json {
  const { attachment, attachments, text: words } = message;
  const all = attachment === undefined ? records(attachments) : [record(attachment)];
  const said = text(words) || text(record(message['shown'])['body']);
  const { reply_to: reply } = message;
  return {
    ...(said === '' ? {} : { text: said }),
    ...(all.length === 0 ? {} : { attachments: all }),
    ...(reply === undefined ? {} : { reply_to: reply }),
  };
}

/** Meta's own inboxes, as echoes name them. */
const inboxes = { messenger: 263902037430900, instagram: 1217981644879628 } as const;
/** Some other app that is connected to the account. */
const otherApp = 2010101010101010;

/** Which app wrote it, by its number; the phone's own app has none. */
function appOf({ account }: Sides, { origin }: StoredMessage, ours: string): Json {
  if (origin === 'phone-app') return {};
  if (origin === 'other-app') return { app_id: otherApp };
  if (origin === 'inbox')
    return { app_id: inboxes[account.channel === 'messenger' ? 'messenger' : 'instagram'] };
  return account.channel === 'messenger' ? { app_id: Number(ours) } : {};
}

/** The echo of a message of the business. Instagram names neither app nor metadata for what we sent. */
function echoUpdate(
  sides: Sides,
  message: StoredMessage,
  { appId, due, standby }: { appId: string; due: number; standby?: boolean },
): Update {
  const { wamid, at, opaque } = message;
  const from = appOf(sides, message, appId);
  const metadata = opaque !== null && sides.account.channel === 'messenger' ? { metadata: opaque } : {};
  const echo = { mid: wamid, is_echo: true, ...from, ...metadata, ...echoed(message.message) };
  return itemUpdate(sides, { message: echo }, { at, due, standby, fromBusiness: true, label: 'echo' });
}

/** A step of a message of the business: an echo, a delivery (not on Instagram), a read. */
export function stepUpdates(
  sides: Sides,
  { message, step, at }: { message: StoredMessage; step: Step; at: number },
  { appId, echoes }: Settings,
): Update[] {
  const { wamid } = message;
  const isMessenger = sides.account.channel === 'messenger';
  switch (step) {
    case 'sent':
      return echoes || message.origin !== null ? [echoUpdate(sides, message, { appId, due: at })] : [];
    case 'delivered': {
      if (!isMessenger) return [];
      const delivery = { mids: [wamid], watermark: Math.max(message.at, Math.floor(at)) };
      return [itemUpdate(sides, { delivery }, { at, due: at, withoutTime: true, label: 'delivery' })];
    }
    case 'read': {
      const read = isMessenger ? { watermark: Math.max(message.at, Math.floor(at)) } : { mid: wamid };
      return [itemUpdate(sides, { read }, { at: Math.floor(at), due: at, label: 'read' })];
    }
    case 'played':
      return [];
  }
}
