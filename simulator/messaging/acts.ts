/** What a customer does on Messenger or Instagram besides writing. */
import type { Json } from '../json.ts';
import type { Sides } from '../phones/acts.ts';
import type { StoredMessage } from '../phones/messages.ts';
import type { Update } from '../webhooks/envelope.ts';
import { itemUpdate } from './wire.ts';

/** Meta's words for the reactions that have one, by emoji (without its variation). */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  messenger: {
    '😆': 'smile',
    '😠': 'angry',
    '😢': 'sad',
    '😮': 'wow',
    '❤': 'love',
    '👍': 'like',
    '👎': 'dislike',
  },
  instagram: { '😠': 'angry', '😢': 'sad', '😮': 'wow', '❤': 'love', '👍': 'like', '😂': 'laugh' },
};

/** A reaction; '' takes it back. */
export function reactionUpdate(sides: Sides, mid: string, emoji: string): Update {
  const word = words[sides.account.channel]?.[emoji.replaceAll('\ufe0f', '')] ?? 'other';
  const reaction =
    emoji === '' ? { mid, action: 'unreact' } : { mid, action: 'react', reaction: word, emoji };
  return itemUpdate(sides, { reaction }, { at: Date.now(), label: 'reaction' });
}

/** An edit of the customer's own message. */
export function editUpdate(sides: Sides, { wamid, edits }: StoredMessage, text: string): Update {
  const edit = { mid: wamid, text, num_edit: edits + 1 };
  return itemUpdate(sides, { message_edit: edit }, { at: Date.now(), label: 'edit' });
}

/** The message is taken back. Messenger tells nothing of it. */
export function unsendUpdates(sides: Sides, { wamid }: StoredMessage, fromBusiness = false): Update[] {
  if (sides.account.channel === 'messenger') return [];
  const message = { mid: wamid, is_deleted: true, ...(fromBusiness && { is_echo: true }) };
  return [itemUpdate(sides, { message }, { at: Date.now(), label: 'unsend', fromBusiness })];
}

/** The customer comes through an ad or a link without writing. */
export function referralUpdate(sides: Sides, referral: Json, at: number): Update {
  return itemUpdate(sides, { referral }, { at, label: 'referral' });
}

/** The customer stops or resumes messages that they have subscribed to. */
export function preferenceUpdate(sides: Sides, value: 'stop' | 'resume'): Update {
  const optin = {
    type: 'notification_messages',
    notification_messages_token: `token-${sides.customer.phone}`,
    notification_messages_status: value === 'stop' ? 'STOP NOTIFICATIONS' : 'RESUME NOTIFICATIONS',
    user_token_status: 'NOT_REFRESHED',
  };
  return itemUpdate(sides, { optin }, { at: Date.now(), label: `${value} marketing` });
}
