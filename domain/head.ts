/** The head of a conversation: everything about it that is not a message. The list shows heads, row by row. */
import type { Channel } from './channel.ts';
import type { DeliveryState } from './delivery.ts';
import type { Content, Direction, Message, Person } from './message.ts';

/** The newest message by time, as one line of the list. */
export type Preview = {
  readonly kind: Content['kind'];
  readonly text: string;
  readonly direction: Direction;
  readonly at: number;
  readonly delivery?: DeliveryState;
};

export type Head = {
  readonly id: string;
  /** Raised by one with every commit. */
  readonly rev: number;
  readonly channel: Channel;
  readonly accountId: string;
  /** The customer's profile name, else their username, else their phone, else ''. */
  readonly name: string;
  /** `+` and digits; absent when the channel does not tell it. */
  readonly phone?: string;
  /** With leading @. */
  readonly username?: string;
  readonly createdAt: number;
  /** Time of the newest message by time, in ms. */
  readonly lastAt: number;
  readonly preview: Preview | null;
  /** Customer messages since the last read. */
  readonly unread: number;
  readonly windowExpiresAt: number | null;
  readonly assignee: Person | null;
  readonly groupId: string | null;
  readonly archived: boolean;
};

const previewLength = 160;

/** The beginning of a text; a character is never cut in two. */
function cut(text: string): string {
  const beginning = text.slice(0, previewLength);
  return beginning.isWellFormed() ? beginning : beginning.slice(0, -1);
}

/** The list line of a message; null for what the list does not preview. */
export function previewOf(message: Message): Preview | null {
  const { content, direction, at, delivery } = message;
  if (content.kind === 'line' || content.kind === 'comment') return null;
  const text = cut(content.text);
  return { kind: content.kind, text, direction, at, ...(delivery && { delivery: delivery.state }) };
}
