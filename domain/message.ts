/** A message of a conversation: direction, author, content, and what became of it. */
import type { Content as Said, File } from './content.ts';
import type { AssignedBy } from './assigning.ts';
import type { Delivery } from './delivery.ts';
import type { Details } from './panel.ts';
import type { LeadSource } from './lead-source.ts';

/** `in` from the customer, `out` from the business, `note` an internal comment, `line` something that happened. */
export type Direction = 'in' | 'out' | 'note' | 'line';

/** A person of the team as a message or a head remembers them. */
export type Person = { readonly id: string; readonly name: string };

/** What an ad or link said that brought the customer here. */
export type Referral = {
  /** `ad`, `link` (m.me, ig.me, wa.me), `post`, or Meta's own word. */
  readonly source: string;
  readonly headline?: string;
  readonly body?: string;
  /** Address of the ad or post. */
  readonly url?: string;
  readonly imageUrl?: string;
  /** Our copy of that picture: slot `ad` of the message's media. */
  readonly image?: File;
  readonly adId?: string;
  /** The parameter of an m.me or ig.me link. */
  readonly ref?: string;
  /** WhatsApp's click id, for reporting conversions. */
  readonly clickId?: string;
};

/** One detail of the customer; `to` '' when it was taken away. */
export type DetailChange = { readonly detail: keyof Details; readonly to: string };

/** What happened to the conversation itself. */
export type Happening =
  /** `rule`: it found somebody by itself. */
  | { readonly what: 'assigned'; readonly to: Person; readonly rule?: AssignedBy }
  /** `rule`: whoever had it is not of the team any more. */
  | { readonly what: 'released'; readonly from: Person; readonly rule?: 'gone' }
  | { readonly what: 'archived' }
  /** `rule`: new conversations of its account go there. */
  | { readonly what: 'grouped'; readonly to: string; readonly rule?: 'account' }
  | { readonly what: 'ungrouped'; readonly from: string }
  | { readonly what: 'tagged' | 'untagged'; readonly tags: readonly string[] }
  /** The lead's status, by its name; null: there is no lead any more. */
  | { readonly what: 'lead'; readonly to: string | null }
  /** Whose lead it is; null: nobody's any more. */
  | { readonly what: 'lead-owner'; readonly to: Person | null }
  /** In hundredths of the currency (ISO 4217); null: it has no value any more. */
  | { readonly what: 'lead-value'; readonly value: number | null; readonly currency: string | null }
  | { readonly what: 'lead-source'; readonly to: LeadSource; readonly of?: string }
  | { readonly what: 'follow-up'; readonly at: number | null }
  /** It reminded its owner. */
  | { readonly what: 'follow-up-due'; readonly owner: Person; readonly note: string }
  | { readonly what: 'follow-up-moved'; readonly at: number }
  | { readonly what: 'follow-up-given'; readonly to: Person }
  | { readonly what: 'follow-up-noted'; readonly note: string }
  | { readonly what: 'follow-up-ended'; readonly as: 'done' | 'cancelled'; readonly note: string }
  | { readonly what: 'attribute'; readonly name: string; readonly value: string }
  | { readonly what: 'reopened' }
  | { readonly what: 'blocked' | 'unblocked' }
  | { readonly what: 'window-closed' }
  /** Meta refused a message because the window is closed. */
  | { readonly what: 'window-closed-by-meta' }
  /** Free entry point: messages cost nothing until then (ms). */
  | { readonly what: 'free-entry'; readonly until: number }
  | { readonly what: 'free-entry-ended' }
  /** The customer's number or id changed. */
  | { readonly what: 'number-changed'; readonly to: string }
  | { readonly what: 'identity-changed' }
  /** Two conversations of one customer became one. */
  | { readonly what: 'joined'; readonly messages: number }
  | {
      readonly what: 'call';
      readonly from: 'customer' | 'business';
      readonly state: 'ringing' | 'accepted' | 'rejected' | 'ended' | 'failed' | 'recorded';
      readonly seconds?: number;
    }
  | { readonly what: 'referred'; readonly referral: Referral }
  /** Details of the customer, by their keys; what they were stands in the line before. */
  | { readonly what: 'details'; readonly changes: readonly DetailChange[] }
  /** A note of the team; what it says is not told. */
  | { readonly what: 'noted'; readonly how: 'added' | 'changed' | 'removed' | 'restored' }
  /** The customer stopped or resumed marketing messages; by a person of the team where they told that one. */
  | { readonly what: 'marketing'; readonly value: 'stop' | 'resume' }
  | { readonly what: 'opted-in'; readonly topic: string }
  | { readonly what: 'form'; readonly fields: readonly { readonly name: string; readonly value: string }[] }
  /** Another app holds the thread, or gave it back. */
  | { readonly what: 'handover'; readonly to: 'us' | 'other'; readonly app?: string }
  /** Anything else that Meta tells of this conversation, in its own words. */
  | { readonly what: 'notice'; readonly word: string; readonly text: string };

export type Content =
  | Said
  | {
      readonly kind: 'comment';
      readonly text: string;
      /** Whom of the team it names; the text says `@` and their name. */
      readonly mentions?: readonly Person[];
    }
  | ({ readonly kind: 'line' } & Happening);

/** Where an outgoing message came from if not from here. */
export type Origin = 'phone-app' | 'meta-inbox' | 'other-app' | 'history';

/** One per message and side; in groups one per participant. */
export type Reaction = {
  /** '' once removed. */
  readonly emoji: string;
  /** `customer`, `business`, or the participant of a group. */
  readonly from: string;
  readonly at: number;
  /** Of ours: who of the team. */
  readonly by?: Person;
  /** Of ours: what Meta said against it. */
  readonly sentence?: string;
};

/** What a story reply or mention is about. The link dies about a day after the story. */
export type Story = { readonly id?: string; readonly url?: string };

/** The price as a status told it: Meta's own words. */
export type Price = { readonly category: string; readonly type: string; readonly billable: boolean };

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
  /** Only of what the business sent from elsewhere. */
  readonly origin?: Origin;
  /** The message that it answers, as an id of this conversation, or Meta's where that is not here. */
  readonly quotes?: string;
  readonly forwarded?: 'once' | 'often';
  readonly story?: Story;
  readonly referral?: Referral;
  /** A product of ours that the customer asks about. */
  readonly product?: { readonly catalogId: string; readonly productId: string };
  /** In a group: who of it wrote. */
  readonly sender?: string;
  readonly reactions?: readonly Reaction[];
  /** When it was last edited, and what it said before, oldest first. */
  readonly edited?: {
    readonly at: number;
    readonly before: readonly { readonly at: number; readonly text: string }[];
  };
  readonly price?: Price;
  /** It came while another app held the thread. */
  readonly elsewhere?: true;
};

/** Where a message stands in the timeline: (time, arrival), R-1. */
export type Position = Pick<Message, 'at' | 'seq'>;

/** Negative when `a` stands before `b`. */
export function compareMessages(a: Position, b: Position): number {
  return a.at - b.at || a.seq - b.seq;
}
