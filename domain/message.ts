/** A message of a conversation: direction, author, content by kind. */
import type { Delivery } from './delivery.ts';

/** `in` from the customer, `out` from the business, `note` an internal comment, `line` something that happened. */
export type Direction = 'in' | 'out' | 'note' | 'line';

/** A person of the team as a message or a head remembers them. */
export type Person = { readonly id: string; readonly name: string };

/** What happened to the conversation itself. */
export type Happening =
  | { readonly what: 'assigned'; readonly to: Person }
  | { readonly what: 'released'; readonly from: Person }
  | { readonly what: 'archived' }
  | { readonly what: 'reopened' }
  | { readonly what: 'window-closed' };

export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'unsupported';
      /** Meta's own word for the kind. */
      readonly type: string;
      /** Text that could be found in it, or ''. */
      readonly text: string;
    }
  | { readonly kind: 'comment'; readonly text: string }
  | ({ readonly kind: 'line' } & Happening);

export type Message = {
  /** Unique in its conversation: Meta's id of what came in, our client id of what we wrote. */
  readonly id: string;
  /** The conversation's rev of this message's last change. */
  readonly rev: number;
  /** Arrival order within the conversation, from 1. */
  readonly seq: number;
  /** Display time in ms. */
  readonly at: number;
  readonly direction: Direction;
  /** The person of the team who wrote or did it; absent for the customer, Meta and rules. */
  readonly by?: Person;
  readonly content: Content;
  /** Only of what we send. */
  readonly delivery?: Delivery;
};

/** Where a message stands in the timeline: (time, arrival), R-1. */
export type Position = Pick<Message, 'at' | 'seq'>;

/** Negative when `a` stands before `b`. */
export function compareMessages(a: Position, b: Position): number {
  return a.at - b.at || a.seq - b.seq;
}
