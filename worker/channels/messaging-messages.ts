/** Messages, echoes, unsends, edits, postbacks and carts of Messenger and Instagram. */
import type { OrderItem } from '#domain/content.ts';
import type { Origin } from '#domain/message.ts';
import type {
  AccountEvent,
  Broken,
  ChannelEvent,
  EchoEvent,
  EditEvent,
  MessageEvent,
  NoticeEvent,
  UnsendEvent,
} from './channel.ts';
import { referred, writtenOf } from './messaging-content.ts';
import {
  broken,
  counterpart,
  inConversation,
  isByBusiness,
  withoutPerson,
  type Item,
} from './messaging-item.ts';
import * as messenger from './messenger/wire.ts';
import * as wire from './messaging-wire.ts';
import { keepRaw, madeId } from './tolerant.ts';

export type Outcome = ChannelEvent | Broken;

/**
 * Meta's own inboxes: Page inbox (its pages print two numbers) and Instagram inbox. Compared as text
 * (Messenger, “message echoes” and “Conversation Routing”).
 */
const inboxApps: ReadonlySet<string> = new Set(['26390203743090', '263902037430900', '1217981644879628']);
export const isInboxApp = (appId: string | undefined): boolean => inboxApps.has(appId ?? '');

function originOf({ app_id }: wire.WireMessage): Origin {
  return isInboxApp(app_id) ? 'meta-inbox' : 'other-app';
}

/** Meta marks echoes; on Instagram, whatever the account itself sent is one, unless it writes to itself as a test. */
function isEcho(item: Item, message: wire.WireMessage): boolean {
  if (message.is_echo) return true;
  return item.place.dialect.echoesUnmarked && isByBusiness(item) && !message.is_self;
}

/** What a lead ad's own questions brought, told as if it were a message: a note, no bubble (Messenger, “Lead ads”). */
function leadSummary(item: Item, peer: string, message: wire.WireMessage & { mid: string }): NoticeEvent {
  const text = message.text ?? '';
  return {
    ...inConversation(item, peer),
    type: 'notice',
    id: message.mid,
    happening: { what: 'notice', word: 'lead-summary', text },
    profile: {},
    opens: false,
    reopens: false,
    word: 'lead-summary',
    text,
    raw: keepRaw(item.raw),
  };
}

function unsend(item: Item, peer: string, target: string): UnsendEvent {
  const from = isByBusiness(item) ? 'business' : 'customer';
  return { ...inConversation(item, peer), type: 'unsend', id: '', target, from };
}

function echo(item: Item, peer: string, message: wire.WireMessage & { mid: string }): EchoEvent {
  return {
    ...inConversation(item, peer),
    ...writtenOf(item.raw, message),
    type: 'echo',
    id: message.mid,
    origin: originOf(message),
    ...(message.metadata && { callbackId: message.metadata }),
  };
}

/** `message`: the customer's, an echo, or a message that was taken back. */
export function readMessage(item: Item, value: unknown): Outcome {
  const { dialect } = item.place;
  const parsed = wire.message.safeParse(value);
  if (!parsed.success) return broken(dialect, 'message that is not an object', item.raw);
  const { mid } = parsed.data;
  if (!mid) return broken(dialect, 'message without an id', item.raw);
  const message = { ...parsed.data, mid };
  const echoes = isEcho(item, message);
  const peer = counterpart(item, echoes);
  if (!peer) return withoutPerson(item, 'message');
  if (message.is_deleted) return { ...unsend(item, peer, mid), ...(echoes && { from: 'business' }) };
  if (item.raw.hop_context ?? message.hop_context) return leadSummary(item, peer, message);
  if (echoes) return echo(item, peer, message);
  return {
    ...inConversation(item, peer),
    ...writtenOf(item.raw, message),
    type: 'message',
    id: mid,
    profile: {},
    opens: true,
    speaks: true,
  };
}

/** `message_edit`: opens nothing. */
export function readEdit(item: Item, value: unknown): EditEvent | AccountEvent | Broken {
  const { mid, text = '', num_edit: number } = wire.edit.safeParse(value).data ?? {};
  if (!mid) return broken(item.place.dialect, 'edit without a message', item.raw);
  const byBusiness = isByBusiness(item);
  const peer = counterpart(item, byBusiness);
  if (!peer) return withoutPerson(item, 'message_edit');
  return {
    ...inConversation(item, peer),
    type: 'edit',
    id: '',
    target: mid,
    content: { kind: 'text', text },
    ...(number !== undefined && { number }),
    from: byBusiness ? 'business' : 'customer',
  };
}

/** `postback`: the customer tapped a button, an ice breaker or the menu. Older ones have no id. */
export function readPostback(item: Item, value: unknown): MessageEvent | AccountEvent | Broken {
  const parsed = wire.postback.safeParse(value);
  if (!parsed.success) return broken(item.place.dialect, 'postback that is not an object', item.raw);
  const peer = item.sender;
  if (!peer) return withoutPerson(item, 'postback');
  const { mid, title, payload, referral } = parsed.data;
  const { sources, ...about } = referred(referral);
  return {
    ...inConversation(item, peer),
    type: 'message',
    id: mid ?? madeId(['postback', peer, item.at, payload ?? title ?? '']),
    content: { kind: 'choice', text: title ?? payload ?? '', of: 'postback', ...(payload && { payload }) },
    ...about,
    ...(sources.length > 0 && { sources }),
    raw: keepRaw(item.raw),
    profile: {},
    opens: true,
    speaks: true,
  };
}

function orderItem(raw: unknown): OrderItem[] {
  const parsed = messenger.orderItem.safeParse(raw);
  if (!parsed.success) return [];
  const { id, retailer_id, name, unit_price = 0, currency = '', quantity = 1 } = parsed.data;
  return [{ id: retailer_id ?? id ?? '', ...(name && { name }), quantity, price: unit_price, currency }];
}

/** `order` (`send_cart`): the customer sends a cart. It has no id of Meta's. */
export function readOrder(item: Item, value: unknown): MessageEvent | AccountEvent | Broken {
  const parsed = messenger.order.safeParse(value);
  if (!parsed.success) return broken(item.place.dialect, 'order that is not an object', item.raw);
  const peer = item.sender;
  if (!peer) return withoutPerson(item, 'order');
  const { products, note = '' } = parsed.data;
  return {
    ...inConversation(item, peer),
    type: 'message',
    id: madeId(['order', peer, item.at, products, note]),
    content: { kind: 'order', text: note, items: products.flatMap(orderItem) },
    raw: keepRaw(item.raw),
    profile: {},
    opens: true,
    speaks: true,
  };
}
