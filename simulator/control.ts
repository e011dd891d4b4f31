/** What /control answers: the types that the page and tests see. */
import type { WaitingFault } from './graph/fault.ts';
import type { Settings } from './settings.ts';

export const channels = ['whatsapp', 'messenger', 'instagram'] as const;
export type Channel = (typeof channels)[number];

/** An account of the business as Meta knows it: a number, a page or an Instagram account. */
export type Account = {
  readonly id: string;
  readonly channel: Channel;
  /** WhatsApp: the business account that the number belongs to; else ''. */
  readonly wabaId: string;
  /** Instagram: the page that it is linked to; '' with Instagram Login and on the other channels. */
  readonly pageId: string;
  readonly name: string;
  /** WhatsApp: the number; Instagram: the username without @; Messenger: ''. */
  readonly displayNumber: string;
  readonly token: string;
  /** Messenger and Instagram: whether Meta granted the Human Agent feature. */
  readonly humanAgent: boolean;
  /** WhatsApp: the number is used in the phone app too, so customers' edits and revokes are told as such. */
  readonly coexistence: boolean;
};

/** A person with a phone, on one channel. */
export type Customer = {
  /** Digits only: the phone number, or the PSID or IGSID. */
  readonly phone: string;
  readonly channel: Channel;
  readonly name: string;
  readonly bsuid: string | null;
  /** Without the @. */
  readonly username: string | null;
  readonly online: boolean;
  /** Whether the business is told when this customer reads. */
  readonly readReceipts: boolean;
  /** Webhooks name this customer by the BSUID only. */
  readonly hidePhone: boolean;
  /** The customer has blocked the business. */
  readonly blocked: boolean;
  /** Meta does not give this profile away. */
  readonly hideProfile: boolean;
};

export const fileTypes = ['image', 'video', 'audio', 'voice', 'document', 'sticker'] as const;
export type FileType = (typeof fileTypes)[number];

/** A file of a message; `url` is null where the phone cannot show it. */
export type ShownFile = { readonly type: FileType; readonly url: string | null; readonly name: string };

/** Something that can be tapped under a message. */
export type Option = {
  /** Names it in POST …/tap; null if tapping it tells the business nothing. */
  readonly option: string | null;
  readonly title: string;
  readonly description?: string;
  /** Rows of a list stand behind its button. */
  readonly under?: string;
};

/** What a phone draws of a message, whatever the channel. */
export type View = {
  /** Meta's word for the kind. */
  readonly type: string;
  readonly text: string;
  readonly header?: string;
  readonly footer?: string;
  readonly files: readonly ShownFile[];
  readonly options: readonly Option[];
  /** Cards of a generic template, or of a carousel. */
  readonly cards?: readonly {
    readonly file?: ShownFile;
    readonly title: string;
    readonly subtitle: string;
    readonly options: readonly Option[];
  }[];
  /** Options that vanish once something else is said. */
  readonly quick?: boolean;
  /** What it answers, by Meta's id. */
  readonly quotes?: string;
  /** A few words above it: from an ad, forwarded, a story. */
  readonly notes: readonly string[];
};

/** Where a message of the business was written if not through the API. */
export const origins = ['phone-app', 'inbox', 'other-app'] as const;
export type Origin = (typeof origins)[number];

/** A message as it stands on the phone. */
export type Shown = View & {
  /** Meta's id: a wamid, or a mid. */
  readonly wamid: string;
  readonly from: 'customer' | 'business';
  readonly at: number;
  /** Of the customer's own: whether the business has it and has read it. Of the business's: how far it got. */
  readonly tick: 'sent' | 'delivered' | 'read' | 'played';
  /** '' where there is none. */
  readonly reactions: { readonly customer: string; readonly business: string };
  readonly edited: boolean;
  readonly unsent: boolean;
  readonly origin: Origin | null;
  /** Type and content in Meta's words. */
  readonly message: Readonly<Record<string, unknown>>;
};

/** One chat on the phone's list. */
export type ChatRow = {
  readonly accountId: string;
  readonly phone: string;
  readonly open: boolean;
  /** The customer has stopped marketing messages. */
  readonly stopped: boolean;
  /** When Meta's 24-hour window ends; null if the customer never wrote. */
  readonly windowUntil: number | null;
  /** When the free entry point ends; null if none ever began. */
  readonly freeUntil: number | null;
  /** The business is shown as typing until then. */
  readonly typingUntil: number;
  readonly unread: number;
  readonly last: {
    readonly at: number;
    readonly from: 'customer' | 'business';
    readonly text: string;
  } | null;
};

/** GET /control/customers/:phone/chat */
export type Screen = {
  readonly chat: ChatRow;
  readonly messages: readonly Shown[];
  /** Messages that wait at Meta until the phone is online. */
  readonly waiting: number;
};

/** One POST to the product. */
export type Attempt = {
  readonly id: number;
  /** Null for a body that was sent by hand. */
  readonly deliveryId: number | null;
  readonly attempt: number;
  readonly at: number;
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The beginning of the answer, or why there was none. */
  readonly text: string;
  readonly tookMs: number;
  /** A few words for each update in it. */
  readonly labels: readonly string[];
};

/** What still has to be told to the product. */
export type Queue = {
  readonly updates: number;
  readonly deliveries: number;
  readonly nextAt: number | null;
  readonly paused: boolean;
};

/** A request to /messages as it came, and what became of it. */
export type Send = {
  readonly id: number;
  readonly at: number;
  readonly accountId: string;
  readonly kind: 'send' | 'read' | 'react' | 'typing' | 'other';
  readonly body: string;
  /** `accepted`: it is Meta's now, whatever the answer was. `lost`: never answered, never taken. */
  readonly outcome: 'accepted' | 'refused' | 'lost';
  /** Meta's error code, where there is one. */
  readonly code: number | null;
  readonly wamid: string | null;
};

/** GET /control/state */
export type State = {
  readonly now: number;
  readonly settings: Settings;
  readonly accounts: readonly Account[];
  readonly customers: readonly Customer[];
  /** Newest first. */
  readonly chats: readonly ChatRow[];
  readonly faults: readonly WaitingFault[];
  readonly queue: Queue;
  /** Newest first. */
  readonly attempts: readonly Attempt[];
};

/** POST /control/handshake */
export type Handshake = {
  /** Whether the answer was 200 with exactly the challenge as its body. */
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
  readonly challenge: string;
};
