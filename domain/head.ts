/** The head of a conversation: everything about it that is not a message. The list shows heads, row by row. */
import type { Channel } from './channel.ts';
import type { DeliveryState } from './delivery.ts';
import type { Content, Direction, Message, Person } from './message.ts';

/** The newest message by time, as one line of the list. */
export type Preview = {
  readonly kind: Content['kind'];
  /** More of the kind: the type of the first file, of what a choice is, what is shared, Meta's word of what is unsupported. */
  readonly of?: string;
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
  /** Time of the customer's latest opener, in ms. */
  readonly openedAt: number | null;
  /** Free entry point, in ms; null when none runs or ran. */
  readonly freeEntryUntil: number | null;
  readonly assignee: Person | null;
  readonly groupId: string | null;
  readonly archived: boolean;
  /** A group, not one customer. */
  readonly group?: true;
  /** The customer wants no marketing. */
  readonly optedOut?: true;
  /** Another app holds the thread. */
  readonly elsewhere?: true;
  /** Our copy of the profile picture: the last part of its address (`/api/media/…`). */
  readonly picture?: string;
};

const previewLength = 160;

/** The beginning of a text; a character is never cut in two. */
function cut(text: string): string {
  const beginning = text.slice(0, previewLength);
  return beginning.isWellFormed() ? beginning : beginning.slice(0, -1);
}

function detailOf(content: Content): string | undefined {
  switch (content.kind) {
    case 'files':
      return content.files[0]?.type;
    case 'choice':
    case 'share':
      return content.of;
    case 'unsupported':
      return content.type;
    default:
      return undefined;
  }
}

/** The list line of a message; null for what the list does not preview. */
export function previewOf(message: Message): Preview | null {
  const { content, direction, at, delivery } = message;
  if (content.kind === 'line' || content.kind === 'comment') return null;
  const of = detailOf(content);
  return {
    kind: content.kind,
    ...(of !== undefined && { of }),
    text: cut(content.text),
    direction,
    at,
    ...(delivery && { delivery: delivery.state }),
  };
}
