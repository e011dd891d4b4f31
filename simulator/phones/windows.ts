/** What opens the window on each channel, and until when the business may write. Times in ms. */
import type { Channel } from '../control.ts';
import { afterCustomer, windowLength } from '../whatsapp/window.ts';
import type { Chat } from './chats.ts';

/** Something that the customer did. `type`: WhatsApp's type of the message; elsewhere `text`, `reaction`, `referral`, … */
export type Opening = {
  readonly at: number;
  readonly type: string;
  readonly fromAd: boolean;
  /** The WhatsApp group that it was written in. */
  readonly group?: string;
};

/** On Messenger and Instagram these open the window without being a message (the 7 days run from messages only). */
const notSpoken = ['reaction', 'referral'];

/** The chat's windows after it. */
export function opened(chat: Chat, channel: Channel, opening: Opening): Partial<Chat> {
  if (channel === 'whatsapp') return afterCustomer(chat, opening);
  const latest = (before: number | null): number => Math.max(before ?? opening.at, opening.at);
  return {
    openerAt: latest(chat.openerAt),
    spokeAt: notSpoken.includes(opening.type) ? chat.spokeAt : latest(chat.spokeAt),
  };
}

const humanAgentLength = 7 * windowLength;

/** Whether a person of the business may still answer under the Human Agent rule. */
export function isHumanAgentOpen({ spokeAt }: Pick<Chat, 'spokeAt'>, now: number): boolean {
  return spokeAt !== null && now < spokeAt + humanAgentLength;
}
