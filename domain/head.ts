/** The head of a conversation: everything about it that is not a message. The list shows heads, row by row. */
import type { Channel } from './channel.ts';
import type { DeliveryState } from './delivery.ts';
import type { LeadFacts } from './lead.ts';
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
  /** What the team calls the customer, else their profile name, else their username, else their phone, else ''. */
  readonly name: string;
  /** `+` and digits; absent when the channel does not tell it. */
  readonly phone?: string;
  /** With leading @. */
  readonly username?: string;
  /** Another phone and the e-mail that the team knows of: searched like the rest. `+` and digits. */
  readonly otherPhone?: string;
  readonly email?: string;
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
  /** Somebody of the team blocked the customer: nothing goes out (C11). */
  readonly blocked?: true;
  /** Another app holds the thread. */
  readonly elsewhere?: true;
  /** Our copy of the profile picture: the last part of its address (`/api/media/…`). */
  readonly picture?: string;
  /** Time of the first message of the customer that nobody has answered, in ms. */
  readonly waitingSince?: number;
  /** Time of the newest message of ours, in ms. */
  readonly answeredAt?: number;
  /** It came back from the archive by itself, and nobody has answered since. */
  readonly reopened?: true;
  /** The newest message of ours failed. */
  readonly failed?: true;
  /** Id of the lead's status; absent where no lead was opened. */
  readonly lead?: string;
  /** What else rows tell of it. */
  readonly leadFacts?: LeadFacts;
  /** Ids of tags, in the order in which they were put on. */
  readonly tags?: readonly string[];
  /** When somebody wants to come back to it, in ms. */
  readonly followUpAt?: number;
  /** Custom attributes by their ids. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Names of the templates that were sent. */
  readonly templates?: readonly string[];
  /** Ids of the ads that brought the customer here. */
  readonly ads?: readonly string[];
  /** `broadcast:state` for every state that a broadcast reached here; see `broadcastStates`. */
  readonly broadcasts?: readonly string[];
};

/** The head of a conversation in which nothing was said yet; `createdAt` in ms. */
export function newHead(known: Pick<Head, 'id' | 'channel' | 'accountId' | 'createdAt'>): Head {
  const { id, channel, accountId, createdAt } = known;
  return {
    id,
    rev: 0,
    channel,
    accountId,
    name: '',
    createdAt,
    lastAt: 0,
    preview: null,
    unread: 0,
    windowExpiresAt: null,
    openedAt: null,
    freeEntryUntil: null,
    assignee: null,
    groupId: null,
    archived: false,
  };
}

/** What becomes of one broadcast in one conversation; `received`: Meta took it. */
export const broadcastStates = ['received', 'delivered', 'read', 'replied', 'failed'] as const;

/** The state of a `broadcast:state`. */
export const broadcastStateOf = (reached: string): string => reached.slice(reached.lastIndexOf(':') + 1);

/** `new`: nobody has answered yet. `reopened`: the customer wrote to an archived one. */
export const statuses = ['new', 'open', 'reopened', 'archived'] as const;
export type Status = (typeof statuses)[number];

/** The status of a conversation follows from its head. */
export function statusOf(head: Pick<Head, 'archived' | 'reopened' | 'answeredAt'>): Status {
  if (head.archived) return 'archived';
  if (head.reopened) return 'reopened';
  return head.answeredAt === undefined ? 'new' : 'open';
}

const previewLength = 160;

/** The beginning of a text, as much as one line shows; a character is never cut in two. */
export function beginningOf(text: string): string {
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

/** What a message says; a document without words is told by its name. */
function textOf(content: Content & { readonly text: string }): string {
  if (content.text !== '' || content.kind !== 'files') return content.text;
  const [first] = content.files;
  return first?.type === 'document' ? (first.name ?? '') : '';
}

/** The list line of a message; null for what the list does not preview. */
export function previewOf(message: Message): Preview | null {
  const { content, direction, at, delivery } = message;
  if (content.kind === 'line' || content.kind === 'comment') return null;
  const of = detailOf(content);
  return {
    kind: content.kind,
    ...(of !== undefined && { of }),
    text: beginningOf(textOf(content)),
    direction,
    at,
    ...(delivery && { delivery: delivery.state }),
  };
}
