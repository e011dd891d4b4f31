/** Events, people and answers as the rules see them, for tests; everything has a default. */
import type { Channel } from '#domain/channel.ts';
import type { Draft } from '#domain/draft.ts';
import type { CommandBody } from '#domain/command.ts';
import type { Actor } from '#domain/permission.ts';
import type {
  CustomerName,
  EchoEvent,
  EditEvent,
  MessageEvent,
  MetaError,
  NoticeEvent,
  ReactionEvent,
  SendResult,
  StatusEvent,
  UnsendEvent,
  WatermarkEvent,
} from '../channels/channel.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** Noon of some day: where the clock of these tests begins. */
export const noon = Date.UTC(2026, 9, 1, 12);
/** What an event carries that Meta gave no time for. */
export const noTime = Number.MAX_SAFE_INTEGER;

export const phone: CustomerName = 'phone:15551234567';
const place = { channel: 'whatsapp', accountId: '555', names: [phone], peer: '15551234567' } as const;
type Place = {
  readonly channel: Channel;
  readonly accountId: string;
  readonly names: readonly CustomerName[];
  readonly peer: string;
};
/** Where an event happens, for the channels other than WhatsApp. */
export const onMessenger: Place = { channel: 'messenger', accountId: '555', names: ['psid:7'], peer: '7' };
export const onInstagram: Place = { channel: 'instagram', accountId: '555', names: ['igsid:7'], peer: '7' };
export const onChannel: Readonly<Record<Channel, Place>> = {
  whatsapp: place,
  messenger: onMessenger,
  instagram: onInstagram,
};

/** The customer wrote. */
export function heard(part: Partial<MessageEvent> & { readonly id: string }): MessageEvent {
  return {
    ...place,
    type: 'message',
    at: noon,
    content: { kind: 'text', text: `text of ${part.id}` },
    profile: {},
    opens: true,
    speaks: true,
    ...part,
  };
}

/** Something stands in the customer's place that they did not say. */
export function unspoken(part: Partial<MessageEvent> & { readonly id: string }): MessageEvent {
  const content = { kind: 'unsupported', type: 'system', text: '' } as const;
  return heard({ content, opens: false, speaks: false, ...part });
}

/** The business wrote, as Meta tells it. */
export function echoed(part: Partial<EchoEvent> & { readonly id: string }): EchoEvent {
  return {
    ...place,
    type: 'echo',
    at: noon,
    content: { kind: 'text', text: `text of ${part.id}` },
    origin: 'other-app',
    ...part,
  };
}

/** The customer put a reaction on a message. */
export function reacted(
  part: Partial<ReactionEvent> & { readonly target: string; readonly emoji: string },
): ReactionEvent {
  return {
    ...place,
    type: 'reaction',
    id: '',
    at: noon,
    from: 'customer',
    opens: false,
    profile: {},
    ...part,
  };
}

/** The customer wrote other words in the place of their message. */
export function edited(
  part: Partial<EditEvent> & { readonly target: string; readonly text: string },
): EditEvent {
  const { text, ...rest } = part;
  const content = { kind: 'text', text } as const;
  return { ...place, type: 'edit', id: '', at: noon, from: 'customer', content, ...rest };
}

/** The customer took a message back. */
export function unsent(part: Partial<UnsendEvent> & { readonly target: string }): UnsendEvent {
  return { ...place, type: 'unsend', id: '', at: noon, from: 'customer', ...part };
}

/** Something happened that is no message. */
export function noticed(part: Partial<NoticeEvent> & Pick<NoticeEvent, 'id' | 'happening'>): NoticeEvent {
  const word = part.happening.what;
  return { ...place, type: 'notice', at: noon, profile: {}, opens: false, reopens: false, word, ...part };
}

/** Meta says what became of a message of ours. */
export function reported(
  part: Partial<StatusEvent> & { readonly id: string; readonly step: StatusEvent['step'] },
): StatusEvent {
  return { ...place, type: 'status', at: noon, ...part };
}

/** Delivered or read up to a time or a message. */
export function passed(part: Partial<WatermarkEvent> & Pick<WatermarkEvent, 'step'>): WatermarkEvent {
  return { ...onMessenger, type: 'watermark', at: noon, ids: [], ...part };
}

/** A command that sends words. */
export function sends(
  clientId: string,
  text = `words of ${clientId}`,
): Extract<CommandBody, { type: 'send' }> & { readonly draft: Extract<Draft, { kind: 'text' }> } {
  return { type: 'send', clientId, draft: { kind: 'text', text } };
}

/** A template without values. */
export const template: Draft = {
  kind: 'template',
  name: 'hello',
  language: 'en',
  values: { header: [], body: [], buttons: [] },
  shown: { text: 'Hello', buttons: [] },
};

/** Somebody of the team. */
export function member(name: string, part: Partial<Actor> = {}): Actor {
  return { id: name.toLowerCase(), name, role: 'agent', visibility: 'groups', groups: [], ...part };
}

export const ana = member('Ana');
export const rui = member('Rui');
export const boss = member('Boss', { role: 'admin' });

export const limited: MetaError = { code: '130429', title: 'Rate limit hit', details: '' };
/** The window is closed, as each channel says it. */
export const windowErrors: Readonly<Record<Channel, MetaError>> = {
  whatsapp: { code: '131047', title: 'Re-engagement message', details: '' },
  messenger: { code: '10', subcode: '2018278', title: '', details: '' },
  instagram: { code: '10', subcode: '2534022', title: '', details: '' },
};

/** Meta's answer to a send. */
export const results = {
  accepted: (metaId: string): SendResult => ({ type: 'accepted', metaId }),
  failed: { type: 'failed', error: { code: '131026', title: 'Undeliverable', details: 'why' } },
  closed: (channel: Channel): SendResult => ({ type: 'failed', error: windowErrors[channel] }),
  unknown: { type: 'unknown', why: 'timed out' },
  later: (afterMs: number | null = null, error = limited): SendResult => ({ type: 'later', afterMs, error }),
} as const satisfies Record<string, SendResult | ((...args: never[]) => SendResult)>;
