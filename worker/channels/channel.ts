/** What every channel turns Meta's webhooks into, and what it makes of Meta's answers. */
import type { Channel } from '#domain/channel.ts';
import type { Content as Said } from '#domain/content.ts';
import type { DeliveryStep, FailureKind } from '#domain/delivery.ts';
import type { Happening, Origin, Price, Referral, Story } from '#domain/message.ts';

/**
 * A name of a customer on an account, as `kind:value`: `bsuid:US.1`, `phone:15551234567`, `psid:…`, `igsid:…`, `group:…`
 * . Strongest first wherever there are several. Phones are written canonically.
 */
export type CustomerName = `${'bsuid' | 'phone' | 'psid' | 'igsid' | 'group'}:${string}`;

/** What Meta says of the customer besides their names; attributes, never names. `phone`: digits as Meta writes them. */
export type Profile = { readonly name?: string; readonly username?: string; readonly phone?: string };

type ToConversation = {
  readonly channel: Channel;
  readonly accountId: string;
  readonly names: readonly CustomerName[];
  /** The customer as this very event calls them, without the kind of name. */
  readonly peer: string;
  /** Meta's time in ms, unchecked. */
  readonly at: number;
  /** It came through `standby`: another app holds the thread. */
  readonly elsewhere?: true;
};

/**
 * Where the bytes of a file can be fetched while Meta keeps them. `slot`: index in `content.files`, or `ad` for the picture
 * of a referral, or `header`.
 */
export type FileSource = {
  readonly slot: string;
  /** WhatsApp media id, resolved with the account's token. */
  readonly mediaId?: string;
  /** Address of the bytes; a WhatsApp address needs the account's token. */
  readonly url?: string;
  /** base64, as WhatsApp tells it. */
  readonly sha256?: string;
};

/** What a message carries besides its content, whoever wrote it. */
type Written = {
  /** Meta's id. */
  readonly id: string;
  readonly content: Said;
  readonly sources?: readonly FileSource[];
  /** Meta's id of the message that it answers. */
  readonly quotes?: string;
  readonly forwarded?: 'once' | 'often';
  readonly story?: Story;
  readonly referral?: Referral;
  readonly product?: { readonly catalogId: string; readonly productId: string };
  /** Old messages of a synchronised phone: open, count and reopen nothing. */
  readonly history?: true;
  /** Meta's own JSON, where the content above does not say all of it. */
  readonly raw?: string;
};

/** The customer wrote, or something arrived that stands in their place. */
export type MessageEvent = ToConversation &
  Written & {
    readonly type: 'message';
    readonly profile: Profile;
    /** Whether it opens the customer service window. */
    readonly opens: boolean;
    /** Whether it is the customer speaking: counts as unread and brings an archived conversation back. */
    readonly speaks: boolean;
    /** In a group: the participant who wrote. */
    readonly sender?: string;
    /** Meta's errors inside of the message (a file that was too large, a kind it does not pass on). */
    readonly error?: MetaError;
  };

/** The business wrote, here or elsewhere. */
export type EchoEvent = ToConversation &
  Written & {
    readonly type: 'echo';
    readonly origin: Origin;
    /** Our own id, if the send carried it (`metadata`). */
    readonly callbackId?: string;
    /** Of history: how far it had come. */
    readonly step?: DeliveryStep | 'failed';
  };

/** Why Meta says that a message failed; sentence and kind come from the channel's error table. */
export type MetaError = {
  readonly code: string;
  readonly subcode?: string;
  readonly title: string;
  readonly details: string;
};

/** What became of a message of ours. */
export type StatusEvent = ToConversation & {
  readonly type: 'status';
  /** Meta's id of our message. */
  readonly id: string;
  readonly step: DeliveryStep | 'failed';
  readonly error?: MetaError;
  /** Our own id, if Meta gives it back (`biz_opaque_callback_data`). */
  readonly callbackId?: string;
  readonly price?: Price;
  /** It says that the free entry point is open, and until when if it says so (ms). */
  readonly freeEntry?: { readonly until?: number };
  readonly profile?: Profile;
};

/** Delivered or read up to a time or a message. */
export type WatermarkEvent = ToConversation & {
  readonly type: 'watermark';
  readonly step: 'delivered' | 'read';
  /** Everything of ours up to this time (ms), in Meta's clock. */
  readonly upTo?: number;
  /** These messages, and on Instagram all before them. */
  readonly ids: readonly string[];
};

export type ReactionEvent = ToConversation & {
  readonly type: 'reaction';
  /** Meta's id of the reaction itself, or ''. */
  readonly id: string;
  /** Meta's id of the message that it is put on. */
  readonly target: string;
  /** '' removes. */
  readonly emoji: string;
  /** `customer`, `business`, or a participant of a group. */
  readonly from: string;
  readonly opens: boolean;
  readonly profile: Profile;
};

export type EditEvent = ToConversation & {
  readonly type: 'edit';
  /** Meta's id of the edit itself, or ''. */
  readonly id: string;
  readonly target: string;
  readonly content: Said;
  /** Of its files, where the edit names them again; ours stay as they are. */
  readonly sources?: readonly FileSource[];
  /** Which edit of the message it is, where Meta counts them. */
  readonly number?: number;
  readonly from: 'customer' | 'business';
};

/** Whoever wrote it took it back. */
export type UnsendEvent = ToConversation & {
  readonly type: 'unsend';
  readonly id: string;
  readonly target: string;
  readonly from: 'customer' | 'business';
};

/** Something happened in the conversation that is no message: a line of its timeline. */
export type NoticeEvent = ToConversation & {
  readonly type: 'notice';
  /** The same id again is nothing; made of what it says where Meta gives none. */
  readonly id: string;
  readonly happening: Happening;
  readonly profile: Profile;
  /** A call or a link entry opens the window. */
  readonly opens: boolean;
  /** Brings an archived conversation back. */
  readonly reopens: boolean;
  /** How `npm run inspect` calls it. */
  readonly word: string;
  readonly text?: string;
  readonly refId?: string;
  readonly raw?: string;
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

export type ConversationEvent =
  | MessageEvent
  | EchoEvent
  | StatusEvent
  | WatermarkEvent
  | ReactionEvent
  | EditEvent
  | UnsendEvent
  | NoticeEvent;
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
  | {
      readonly type: 'ok';
      readonly body: unknown;
      /** Meta's usage headers say that the whole account should hold still, in ms. */
      readonly pauseMs?: number;
    }
  | {
      readonly type: 'refused';
      readonly status: number;
      readonly body: unknown;
      /** From `Retry-After` or the usage headers, in ms. */
      readonly retryAfterMs: number | null;
      /** The limit is the whole account's: how long it should hold still, in ms. */
      readonly pauseMs?: number;
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

/** What one channel's error table says of an error. */
export type Judged = { readonly kind: FailureKind; readonly sentence: string };

/** Whom a message goes to: what Meta takes as the address. */
export type Recipient = {
  /** Digits, no plus sign. */
  readonly phone?: string;
  readonly bsuid?: string;
  readonly psid?: string;
  readonly igsid?: string;
  readonly group?: string;
};
