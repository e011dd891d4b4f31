/** What a phone shows: its chats, and the messages of one. */
import type { ChatRow, Screen, Shown } from '../control.ts';
import { allChats, findChat, type Chat } from './chats.ts';
import { messagesOf, summaries, type StoredMessage, type Summary } from './messages.ts';
import { windowLength } from '../whatsapp/window.ts';

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The words of a message, whatever its type; the type's name where there are none. */
function wordsOf(message: Readonly<Record<string, unknown>>): string {
  const type = String(message['type']);
  const content = record(message[type]);
  const words = content['body'] ?? content['caption'] ?? content['emoji'] ?? content['text'];
  return typeof words === 'string' ? words : `[${type}]`;
}

function show({ wamid, sender, at, message, status }: StoredMessage): Shown {
  const type = String(message['type']);
  return {
    wamid,
    from: sender,
    at,
    type,
    text: wordsOf(message),
    tick: status === 'accepted' ? 'sent' : status,
    message,
  };
}

function rowOf(chat: Chat, summary: Summary | undefined): ChatRow {
  const { accountId, phone, open, openerAt, fepUntil: freeUntil, typingUntil } = chat;
  const windowUntil = openerAt === null ? null : openerAt + windowLength;
  const last = summary && { at: summary.at, from: summary.sender, text: wordsOf(summary.message) };
  const unread = summary?.unread ?? 0;
  return { accountId, phone, open, windowUntil, freeUntil, typingUntil, unread, last: last ?? null };
}

/** Every chat of every phone, the newest first. */
export function chatRows(sql: SqlStorage): ChatRow[] {
  const known = new Map(summaries(sql).map((summary) => [`${summary.accountId} ${summary.phone}`, summary]));
  return allChats(sql)
    .map((chat) => rowOf(chat, known.get(`${chat.accountId} ${chat.phone}`)))
    .sort((left, right) => (right.last?.at ?? 0) - (left.last?.at ?? 0));
}

/** One chat's line, also before anybody wrote. */
export function chatRow(sql: SqlStorage, accountId: string, phone: string): ChatRow {
  const summary = summaries(sql, phone).find((known) => known.accountId === accountId);
  return rowOf(findChat(sql, accountId, phone), summary);
}

/** What the phone shows of a chat; what waits at Meta is only counted. */
export function screenOf(sql: SqlStorage, accountId: string, phone: string): Screen {
  const all = messagesOf(sql, accountId, phone);
  const arrived = all.filter(
    ({ sender, status }) => sender === 'customer' || status === 'delivered' || status === 'read',
  );
  const messages = arrived.map(show);
  return { chat: chatRow(sql, accountId, phone), messages, waiting: all.length - arrived.length };
}
