/** The business marks a customer's message as read, and may show that it is typing. */
import type { Account } from '../control.ts';
import type { GraphError } from '../graph/errors.ts';
import { findChat, putChat } from '../phones/chats.ts';
import { findMessage, markRead } from '../phones/messages.ts';
import type { ReadMark } from './send-body.ts';

/** Meta takes the indicator away after 25 s, or with the next message. */
const typingMs = 25_000;

/** Blue ticks up to this message; the error if there is no such message of a customer. */
export function readBy(sql: SqlStorage, account: Account, mark: ReadMark): GraphError | null {
  const message = findMessage(sql, account.id, mark.message_id);
  if (message === null || message.sender !== 'customer') {
    return {
      code: 131009,
      details: 'Parameter message_id: no customer sent this account a message with this id.',
    };
  }
  markRead(sql, message);
  if (mark.typing_indicator !== undefined) {
    const chat = findChat(sql, account.id, message.phone);
    putChat(sql, { ...chat, typingUntil: Date.now() + typingMs });
  }
  return null;
}
