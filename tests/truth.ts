/** What a phone shows and what the product keeps of a conversation, in the same words, so that a walk can compare them. */
import type { Channel } from '#domain/channel.ts';
import type { DeliveryState } from '#domain/delivery.ts';
import { previewOf, type Head, type Preview } from '#domain/head.ts';
import { compareMessages, type Message } from '#domain/message.ts';
import type { Screen, Shown } from '../simulator/control.ts';

export type Whole = { readonly head: Head; readonly messages: readonly Message[] };

/** A message of the customer. `at` is Meta's time in ms; `quotes` and `id` are Meta's ids. */
export type Heard = {
  readonly id: string;
  readonly at: number;
  readonly text: string;
  readonly edited: boolean;
  readonly unsent: boolean;
  readonly quotes: string;
  /** The customer's own. */
  readonly reaction: string;
};

/** A message of the business, wherever it was written. */
export type Answered = {
  readonly text: string;
  readonly state: DeliveryState | undefined;
  readonly origin: string;
  readonly reaction: string;
};

/** Meta's time as the channel tells it: WhatsApp in whole seconds. */
export function toldAt(channel: Channel, at: number): number {
  return channel === 'whatsapp' ? Math.floor(at / 1000) * 1000 : at;
}

/** Everything that the customer wrote, as the phone has it, in the order of Meta's time. */
export function heardOnPhone(channel: Channel, { messages }: Screen): Heard[] {
  return messages
    .filter(({ from }) => from === 'customer')
    .map(({ wamid, at, text, edited, unsent, quotes = '', reactions }) => ({
      ...{ id: wamid, at: toldAt(channel, at), text: unsent ? '' : text, edited: edited && !unsent, unsent },
      ...{ quotes: unsent ? '' : quotes, reaction: reactions.customer },
    }))
    .sort((one, other) => one.at - other.at);
}

const textOf = ({ content }: Message): string => ('text' in content ? content.text : `(${content.kind})`);
const reactionOf = ({ reactions = [] }: Message): string =>
  reactions.find(({ from }) => from === 'customer')?.emoji ?? '';

/** The same of a conversation, in its own order. */
export function heardHere({ messages }: Whole): Heard[] {
  return messages
    .filter(({ direction }) => direction === 'in')
    .map((message) => {
      const { id, at, content, edited, quotes = '' } = message;
      const unsent = content.kind === 'unsent';
      const changed = { edited: edited !== undefined, unsent, quotes: unsent ? '' : quotes };
      return { id, at, text: textOf(message), ...changed, reaction: reactionOf(message) };
    });
}

const originOf = { 'phone-app': 'phone-app', inbox: 'meta-inbox', 'other-app': 'other-app' } as const;

/** How far the product can know that it got: a delivery is not told on Instagram, nor of what WhatsApp's phone app wrote. */
function knownState(channel: Channel, { tick, origin }: Shown): DeliveryState {
  const isTold = channel === 'messenger' || (channel === 'whatsapp' && origin === null);
  return tick === 'delivered' && !isTold ? 'sent' : tick;
}

/** Everything that the business wrote and that reached the phone, in the order of Meta's time. */
export function answeredOnPhone(channel: Channel, { messages }: Screen): Answered[] {
  return messages
    .filter(({ from }) => from === 'business')
    .map((shown) => ({
      text: shown.text,
      state: knownState(channel, shown),
      origin: shown.origin === null ? '' : originOf[shown.origin],
      reaction: shown.reactions.customer,
    }));
}

/** The same of a conversation, in its own order. */
export function answeredHere({ messages }: Whole): Answered[] {
  return messages
    .filter(({ direction }) => direction === 'out')
    .map((message) => ({
      text: textOf(message),
      state: message.delivery?.state,
      origin: message.origin ?? '',
      reaction: reactionOf(message),
    }));
}

/** Whether what stands in the timeline stands in its order, (time, arrival). */
export function isInOrder({ messages }: Whole): boolean {
  return messages.every((message, index) => {
    const before = messages[index - 1];
    return before === undefined || compareMessages(before, message) < 0;
  });
}

/**
 * Unread, counted anew: what the customer wrote that arrived after `readUpTo` (a `seq`) and after the last answer by a person.
 * One that was written elsewhere counts only if it is no older than what had come until then: on Instagram it may
 * wait here for the answer to a send of ours, and the customer goes on meanwhile.
 */
export function recount({ messages }: Whole, readUpTo = 0): number {
  const heard = messages.filter(({ direction }) => direction === 'in');
  const sawAll = ({ at, seq }: Message): boolean => heard.every((one) => one.seq > seq || one.at <= at);
  const byPerson = messages.filter(
    (message) =>
      message.direction === 'out' &&
      (message.by !== undefined ||
        ((message.origin === 'phone-app' || message.origin === 'meta-inbox') && sawAll(message))),
  );
  const cleared = Math.max(readUpTo, ...byPerson.map(({ seq }) => seq));
  return heard.filter(({ seq }) => seq > cleared).length;
}

/** What came last, in the order of its arrival: what somebody needs to know when a storm finds something wrong. */
export function lastArrivals({ head, messages }: Whole): string {
  const last = messages.toSorted((one, other) => one.seq - other.seq).slice(-24);
  const lines = last.map(({ at, by, direction, id, origin = by?.name ?? '', rev, seq }) =>
    [seq, rev, new Date(at).toISOString(), direction, origin, id].join(' '),
  );
  return [`rev ${head.rev}, unread ${head.unread}`, ...lines].join('\n');
}

/** The line of the list that the newest message makes. */
export function newestPreview({ messages }: Whole): Preview | null {
  return messages.map(previewOf).findLast((preview) => preview !== null) ?? null;
}
