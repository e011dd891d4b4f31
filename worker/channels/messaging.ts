/**
 * What Messenger and Instagram share on the wire: `entry[].messaging[]`. Version 1 reads texts; every other kind is kept
 * as an `unsupported` message (the customer did something in the thread) or an account event.
 */
import { z } from 'zod';
import type { Content } from '#domain/message.ts';
import type { AccountEvent, Broken, ChannelEvent, CustomerName, MessageEvent, Parsed } from './channel.ts';
import { keepRaw, list, metaTime, word } from './tolerant.ts';

type MetaChannel = 'messenger' | 'instagram';

const text = word.optional().catch(undefined);
const party = z.looseObject({ id: text }).optional().catch(undefined);
const entry = z.looseObject({
  id: text,
  time: z.unknown().optional(),
  messaging: list,
  changes: list,
  standby: list,
});
const item = z.looseObject({
  sender: party,
  timestamp: z.unknown().optional(),
  message: z
    .looseObject({ mid: word, text, is_echo: z.unknown().optional(), is_deleted: z.unknown().optional() })
    .optional()
    .catch(undefined),
  postback: z.looseObject({ mid: text, title: text }).optional().catch(undefined),
});
type Item = z.infer<typeof item>;

type Place = { readonly channel: MetaChannel; readonly accountId: string; readonly at: number };

function nameOf(channel: MetaChannel, id: string): CustomerName {
  return channel === 'messenger' ? `psid:${id}` : `igsid:${id}`;
}

/** Fields of an item besides its envelope: Meta's own words for what happened. */
function kindOf(raw: Item): string {
  const envelope = ['sender', 'recipient', 'timestamp'];
  return Object.keys(raw).find((key) => !envelope.includes(key) && raw[key] !== undefined) ?? 'unknown';
}

function contentOf(raw: Item): Content {
  const onlyText = raw.message && Object.keys(raw.message).every((key) => ['mid', 'text'].includes(key));
  if (raw.message?.text && onlyText) return { kind: 'text', text: raw.message.text };
  const said = raw.message?.text ?? raw.postback?.title ?? '';
  return { kind: 'unsupported', type: kindOf(raw), text: said };
}

function accountEvent(place: Place, kind: string, raw: unknown): AccountEvent {
  const { channel, accountId, at } = place;
  return { type: 'account', channel, accountId, kind, at, raw: keepRaw(raw) };
}

function readItem(place: Place, raw: unknown): MessageEvent | AccountEvent | Broken {
  const { channel, accountId } = place;
  const parsed = item.safeParse(raw);
  if (!parsed.success) return { channel, reason: 'event that is not an object', raw: keepRaw(raw) };
  const { sender, message, postback, timestamp } = parsed.data;
  // Echoes and unsends are kept as they are until they are understood.
  const speaks = message && !message.is_echo && !message.is_deleted;
  const id = speaks ? message.mid : postback?.mid;
  const at = metaTime(timestamp) ?? place.at;
  if (!id || !sender?.id || at === 0) return accountEvent(place, kindOf(parsed.data), raw);
  const content = contentOf(parsed.data);
  return {
    type: 'message',
    channel,
    accountId,
    names: [nameOf(channel, sender.id)],
    peer: sender.id,
    id,
    at,
    content,
    profile: {},
    opens: true,
    speaks: true,
    ...(content.kind !== 'text' && { raw: keepRaw(raw) }),
  };
}

function readEntry(channel: MetaChannel, raw: unknown): (ChannelEvent | Broken)[] {
  const parsed = entry.safeParse(raw);
  if (!parsed.success) return [{ channel, reason: 'entry that is not an object', raw: keepRaw(raw) }];
  const { id, time, messaging, changes, standby } = parsed.data;
  const place: Place = { channel, accountId: id ?? '', at: metaTime(time) ?? 0 };
  const others = [...changes, ...standby].map((change) => accountEvent(place, 'change', change));
  return [...messaging.map((one) => readItem(place, one)), ...others];
}

/** Everything that the entries of one Messenger or Instagram body say. Never throws. */
export function parseMessaging(channel: MetaChannel, entries: readonly unknown[]): Parsed {
  const all = entries.flatMap((raw) => readEntry(channel, raw));
  return {
    events: all.filter((one): one is ChannelEvent => !('reason' in one)),
    broken: all.filter((one): one is Broken => 'reason' in one),
  };
}
