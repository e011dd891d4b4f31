/** What every channel turns Meta's webhooks into, and what it makes of Meta's answers. */
import type { Channel } from '#domain/channel.ts';
import type { DeliveryStep } from '#domain/delivery.ts';
import type { Content } from '#domain/message.ts';

/**
 * A name of a customer on an account, as `kind:value`: `bsuid:US.1`, `phone:15551234567`, `psid:…`, `igsid:…`, `group:…`
 * . Strongest first wherever there are several.
 */
export type CustomerName = `${'bsuid' | 'phone' | 'psid' | 'igsid' | 'group'}:${string}`;

/** What Meta says of the customer besides their names; attributes, never names. */
export type Profile = { readonly name?: string; readonly username?: string };

type ToConversation = {
  readonly channel: Channel;
  readonly accountId: string;
  readonly names: readonly CustomerName[];
  /** The customer as this very event calls them, without the kind of name. */
  readonly peer: string;
  /** Meta's time in ms, unchecked. */
  readonly at: number;
};

/** The customer wrote, or something arrived that stands in their place. */
export type MessageEvent = ToConversation & {
  readonly type: 'message';
  /** Meta's id. */
  readonly id: string;
  readonly content: Content;
  readonly profile: Profile;
  /** Whether it opens the customer service window. */
  readonly opens: boolean;
  /** Whether it is the customer speaking: counts as unread and brings an archived conversation back. */
  readonly speaks: boolean;
  /** Meta's id of the message that it answers. */
  readonly quotes?: string;
  /** Meta's own JSON, where the content above does not say all of it. */
  readonly raw?: string;
};

/** Why Meta says that a message failed; the sentence comes from the channel's error table. */
export type MetaError = { readonly code: string; readonly title: string; readonly details: string };

/** What became of a message of ours. */
export type StatusEvent = ToConversation & {
  readonly type: 'status';
  /** Meta's id of our message. */
  readonly id: string;
  readonly step: DeliveryStep | 'failed';
  readonly error?: MetaError;
  /** Our own id, if Meta gives it back (`biz_opaque_callback_data`). */
  readonly callbackId?: string;
};

/** Something about an account, for admins. */
export type AccountEvent = {
  readonly type: 'account';
  readonly channel: Channel;
  readonly accountId: string;
  /** Meta's field or kind. */
  readonly kind: string;
  readonly at: number;
  readonly raw: string;
};

export type ConversationEvent = MessageEvent | StatusEvent;
export type ChannelEvent = ConversationEvent | AccountEvent;

/** A part of a body that could not be understood: kept with its reason, never blocking its neighbours. */
export type Broken = {
  readonly channel: Channel | 'unknown';
  readonly reason: string;
  readonly raw: string;
  /** A status of nobody's: what it reports all the same. */
  readonly step?: string;
};

export type Parsed = { readonly events: readonly ChannelEvent[]; readonly broken: readonly Broken[] };

/** What came back from Meta for one request, as a value; nothing is decided yet. */
export type GraphAnswer =
  | { readonly type: 'ok'; readonly body: unknown }
  | {
      readonly type: 'refused';
      readonly status: number;
      readonly body: unknown;
      readonly retryAfterMs: number | null;
    }
  /** The request certainly never reached Meta. */
  | { readonly type: 'not-sent'; readonly why: string }
  /** The request may have reached Meta. */
  | { readonly type: 'no-answer'; readonly why: string };

/** What an answer means for the message that was sent. */
export type SendResult =
  | { readonly type: 'accepted'; readonly metaId: string }
  | { readonly type: 'failed'; readonly error: MetaError }
  | { readonly type: 'later'; readonly afterMs: number | null; readonly error: MetaError }
  | { readonly type: 'unknown'; readonly why: string };
