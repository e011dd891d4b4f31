/** Where the line stands that says how many messages are unread. Pure. */
import type { Message } from '#domain/message.ts';

/** Where "N unread messages" stands: before this message. */
export type Divider = { readonly messageId: string; readonly count: number };

/** What was unread when the conversation came to the front: so many, up to this arrival. */
export type Unread = { readonly count: number; readonly upTo: number };

/** Before the first of the newest unread ones; with every older page it may move up. */
export function dividerOf(messages: readonly Message[], unread: Unread): Divider | null {
  if (unread.count === 0) return null;
  const inbound = messages.filter((message) => message.direction === 'in' && message.seq <= unread.upTo);
  const seqs = inbound.map((message) => message.seq).sort((a, b) => b - a);
  const first = seqs[Math.min(unread.count, seqs.length) - 1];
  const found = first === undefined ? undefined : inbound.find((message) => message.seq >= first);
  return found ? { messageId: found.id, count: unread.count } : null;
}
