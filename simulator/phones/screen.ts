/** What a phone shows: its chats, and the messages of one. */
import type { Channel, ChatRow, Screen, Shown, View } from '../control.ts';
import { allAccounts, findAccount } from '../graph/accounts.ts';
import { messagingView } from '../messaging/view.ts';
import { whatsappView } from '../whatsapp/view.ts';
import { windowLength } from '../whatsapp/window.ts';
import { allChats, findChat, type Chat } from './chats.ts';
import { messagesOf, summaries, type StoredMessage, type Summary } from './messages.ts';

/** What the phone draws of a message of this channel. */
export function viewOf(channel: Channel, message: StoredMessage['message']): View {
  return channel === 'whatsapp' ? whatsappView(message) : messagingView(message);
}

/** A few words for a list: what is said, else what it is. */
function lineOf({ text, type, files }: View): string {
  return text || `[${files[0]?.type ?? type}]`;
}

/** What is left of a message that was taken back. */
const nothing = { text: '', files: [], options: [], notes: [] };

function show(channel: Channel, stored: StoredMessage): Shown {
  const { wamid, sender, at, message, status, origin } = stored;
  const view = viewOf(channel, message);
  return {
    ...(stored.unsent ? { ...nothing, type: view.type } : view),
    ...{ wamid, from: sender, at, message, origin },
    tick: status === 'accepted' ? 'sent' : status,
    reactions: { customer: stored.customerEmoji, business: stored.businessEmoji },
    edited: stored.edits > 0,
    unsent: stored.unsent,
  };
}

function rowOf(channel: Channel, chat: Chat, summary: Summary | undefined): ChatRow {
  const { accountId, phone, open, openerAt, fepUntil: freeUntil, typingUntil, stopped } = chat;
  const windowUntil = openerAt === null ? null : openerAt + windowLength;
  const text = summary && (summary.unsent ? 'Taken back' : lineOf(viewOf(channel, summary.message)));
  const last = summary && { at: summary.at, from: summary.sender, text: text ?? '' };
  const unread = summary?.unread ?? 0;
  const flags = { open, stopped, unread, last: last ?? null };
  return { accountId, phone, windowUntil, freeUntil, typingUntil, ...flags };
}

/** Every chat of every phone, the newest first. */
export function chatRows(sql: SqlStorage): ChatRow[] {
  const known = new Map(summaries(sql).map((summary) => [`${summary.accountId} ${summary.phone}`, summary]));
  const channels = new Map(allAccounts(sql).map(({ id, channel }) => [id, channel]));
  return allChats(sql)
    .map((chat) => {
      const summary = known.get(`${chat.accountId} ${chat.phone}`);
      return rowOf(channels.get(chat.accountId) ?? 'whatsapp', chat, summary);
    })
    .sort((left, right) => (right.last?.at ?? 0) - (left.last?.at ?? 0));
}

function channelOf(sql: SqlStorage, accountId: string): Channel {
  return findAccount(sql, accountId)?.channel ?? 'whatsapp';
}

/** One chat's line, also before anybody wrote. */
export function chatRow(sql: SqlStorage, accountId: string, phone: string): ChatRow {
  const summary = summaries(sql, phone).find((known) => known.accountId === accountId);
  return rowOf(channelOf(sql, accountId), findChat(sql, accountId, phone), summary);
}

/** What the phone shows of a chat; what waits at Meta is only counted. */
export function screenOf(sql: SqlStorage, accountId: string, phone: string): Screen {
  const all = messagesOf(sql, accountId, phone);
  const arrived = all.filter(
    ({ sender, status }) => sender === 'customer' || (status !== 'accepted' && status !== 'sent'),
  );
  const channel = channelOf(sql, accountId);
  const messages = arrived.map((message) => show(channel, message));
  return { chat: chatRow(sql, accountId, phone), messages, waiting: all.length - arrived.length };
}
