/** Every request and answer body of the API. Bodies that come in are zod schemas; answers are types. */
import { z } from 'zod';
import { channels } from './channel.ts';
import { draft } from './draft.ts';
import type { Head } from './head.ts';
import type { Message, Person } from './message.ts';
import { roles, visibilities, type Actor } from './permission.ts';
import type { RefusalCode } from './refusal.ts';

const clientId = z.uuid();
/** Long before any channel's limit is checked: nobody writes more by hand. */
const anyText = z.string().max(100_000);

/** What a person asks of a conversation. The same client id again returns the first answer and does nothing. */
export const commandBody = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('send'),
    clientId,
    draft,
    /** Id of the message that it answers. */
    quotes: z.string().min(1).max(300).optional(),
    /** The person knows that the window is closed and answers under the Human Agent rule. */
    asHumanAgent: z.literal(true).optional(),
    /** In ms: leaves then, if the rules let it then. */
    sendAt: z.int().positive().optional(),
  }),
  /** Takes a scheduled send back, by its client id. */
  z.object({ type: z.literal('unschedule'), clientId, sendId: clientId }),
  /** '' takes the team's reaction back. */
  z.object({
    type: z.literal('react'),
    clientId,
    messageId: z.string().min(1).max(300),
    emoji: z.string().max(32),
    asHumanAgent: z.literal(true).optional(),
  }),
  /** Somebody is writing an answer: Meta shows it to the customer. Leaves no trace here. */
  z.object({ type: z.literal('typing'), clientId }),
  z.object({ type: z.literal('comment'), clientId, text: anyText }),
  z.object({ type: z.literal('assign'), clientId, personId: z.string().min(1).max(64).nullable() }),
  z.object({ type: z.literal('archive'), clientId }),
  z.object({ type: z.literal('reopen'), clientId }),
  z.object({ type: z.literal('read'), clientId, rev: z.int().nonnegative() }),
  z.object({ type: z.literal('unread'), clientId }),
]);
export type CommandBody = z.infer<typeof commandBody>;

const email = z.email().max(254);
const password = z.string().min(10).max(128);
const name = z.string().trim().min(1).max(80);

export const setupBody = z.object({ name, email, password });
export const signInBody = z.object({ email: z.string().max(254), password: z.string().max(128) });
export const teamMemberBody = z.object({ name, email, password, role: z.enum(roles) });
/** What an account may do, and how it behaves towards its customers. */
const accountAbilities = {
  /** Instagram only: whether its token is a page's or its own (Instagram Login). */
  login: z.enum(['page', 'instagram']).default('page'),
  /** The WhatsApp business account of a number; the page of an Instagram account. '' where there is none. */
  parentId: z.string().max(64).default(''),
  /** Meta granted the Human Agent permission. */
  humanAgent: z.boolean().default(false),
  /** Messenger: Meta granted utility messages. */
  utilityTemplates: z.boolean().default(false),
  /** Whether the customer gets blue ticks when somebody has read. */
  marksRead: z.boolean().default(false),
};
export const accountBody = z.object({
  channel: z.enum(channels),
  /** Meta's id of the number, page or account. */
  id: z.string().min(1).max(64),
  name,
  /** What customers see: a phone number, page name or username. */
  handle: z.string().max(80),
  token: z.string().min(1).max(4096),
  ...accountAbilities,
});
/** What an admin may change of a connected account without giving its token again; at least one thing. */
export const accountPatch = z
  .object({
    name: accountBody.shape.name,
    handle: accountBody.shape.handle,
    humanAgent: z.boolean(),
    utilityTemplates: z.boolean(),
    marksRead: z.boolean(),
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'there is nothing to change');
export const settingsBody = z.object({ visibility: z.enum(visibilities) });
export const listQuery = z.object({
  tab: z.enum(['active', 'archived']).default('active'),
  cursor: z.string().max(200).optional(),
});
/** GET /api/letters and GET /api/account-events */
export const lettersQuery = z.object({ cursor: z.string().max(200).optional() });

export type Tab = z.infer<typeof listQuery>['tab'];

/** A number, page or account that the business owns. Never carries its token. */
export type Account = {
  readonly id: string;
  readonly channel: (typeof channels)[number];
  readonly name: string;
  readonly handle: string;
  readonly login: 'page' | 'instagram';
  readonly parentId: string;
  readonly humanAgent: boolean;
  readonly utilityTemplates: boolean;
  readonly marksRead: boolean;
  /** Why Meta lets nothing out of it now, in a sentence; null when it may send. */
  readonly trouble: string | null;
};

/** GET /api/me */
export type Me = {
  readonly actor: Actor;
  readonly accounts: readonly Account[];
  readonly team: readonly Person[];
  /** The edge's clock in ms. */
  readonly now: number;
};
/** GET /api/setup */
export type SetupState = { readonly empty: boolean };
/** GET /api/conversations */
export type ListPage = {
  readonly rows: readonly Head[];
  /** Give it back as `cursor` for the next page; null at the end. */
  readonly next: string | null;
  readonly counts: ListCounts;
  readonly now: number;
};
/** Conversations that the caller may see. */
export type ListCounts = { readonly active: number; readonly archived: number; readonly unread: number };
/** GET /api/conversations/:id */
export type ConversationView = {
  readonly head: Head;
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** Whether older ones exist. */
  readonly more: boolean;
  readonly now: number;
};
/** GET /api/conversations/:id/messages?beforeAt=&beforeSeq= */
export type HistoryPage = Pick<ConversationView, 'messages' | 'more'>;
/** POST /api/conversations/:id/commands */
export type CommandAnswer = {
  readonly rev: number;
  /** The message that the command made, if it made one. */
  readonly message?: Message;
};
/** A part of a webhook that could not be understood or taken in. */
export type Letter = {
  readonly id: string;
  readonly channel: (typeof channels)[number] | 'unknown';
  readonly reason: string;
  /** In ms. */
  readonly arrivedAt: number;
  /** What came, as JSON. In a list only its beginning; GET /api/letters/:id gives all that is kept. */
  readonly raw: string;
  /** Whether `raw` is only its beginning. */
  readonly cut: boolean;
  /** Whether enough was kept to try again. */
  readonly replayable: boolean;
};
/** GET /api/letters, newest first */
export type LettersPage = {
  readonly letters: readonly Letter[];
  /** Give it back as `cursor` for the next page; null at the end. */
  readonly next: string | null;
};
/** POST /api/letters/:id/replay. Null: it was taken in and is gone. Else it stays, with today's reason. */
export type ReplayAnswer = { readonly letter: Letter | null };
/** What Meta told us of an account. */
export type AccountEventRow = {
  readonly id: string;
  readonly channel: (typeof channels)[number];
  /** Meta's id of the number, page or account, or of the WhatsApp business account. */
  readonly accountId: string;
  /** Our name of it, or of all numbers of the WhatsApp business account; null where none is connected. */
  readonly accountName: string | null;
  /** Meta's field, or field and event. */
  readonly kind: string;
  /** Meta's time in ms. */
  readonly at: number;
  readonly arrivedAt: number;
  readonly raw: string;
  /** Whether `raw` is only its beginning. */
  readonly cut: boolean;
};
/** GET /api/account-events, newest first */
export type AccountEventsPage = {
  readonly events: readonly AccountEventRow[];
  readonly next: string | null;
};
/** Any answer that is not 2xx. */
export type Problem = {
  readonly code: RefusalCode | 'internal';
  readonly sentence: string;
  readonly requestId: string;
};
