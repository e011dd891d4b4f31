/** What /control answers: the types that the page and tests see. */
import type { WaitingFault } from './graph/fault.ts';
import type { Settings } from './settings.ts';

/** An account of the business as Meta knows it. */
export type Account = {
  readonly id: string;
  readonly wabaId: string;
  readonly name: string;
  readonly displayNumber: string;
  readonly token: string;
};

/** A person with a phone. */
export type Customer = {
  /** Digits only. */
  readonly phone: string;
  readonly name: string;
  readonly bsuid: string | null;
  /** Without the @. */
  readonly username: string | null;
  readonly online: boolean;
  /** Whether the business is told when this customer reads. */
  readonly readReceipts: boolean;
  /** Webhooks name this customer by the BSUID only. */
  readonly hidePhone: boolean;
};

/** A message as it stands on the phone. */
export type Shown = {
  readonly wamid: string;
  readonly from: 'customer' | 'business';
  readonly at: number;
  readonly type: string;
  readonly text: string;
  /** Of the customer's own: whether the business has it and has read it. Of the business's: how far it got. */
  readonly tick: 'sent' | 'delivered' | 'read';
  /** Type and content in Meta's words. */
  readonly message: Readonly<Record<string, unknown>>;
};

/** One chat on the phone's list. */
export type ChatRow = {
  readonly accountId: string;
  readonly phone: string;
  readonly open: boolean;
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
  readonly kind: 'send' | 'read' | 'other';
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
