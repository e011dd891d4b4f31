/** Every request and answer body of the API. Bodies that come in are zod schemas; answers are types. */
import { z } from 'zod';
import { channels } from './channel.ts';
import type { Head } from './head.ts';
import type { Message, Person } from './message.ts';
import { roles, visibilities, type Actor } from './permission.ts';
import type { RefusalCode } from './refusal.ts';

const clientId = z.uuid();
/** Long before any channel's limit is checked: nobody writes more by hand. */
const anyText = z.string().max(100_000);

/** What a person asks of a conversation. The same client id again returns the first answer and does nothing. */
export const commandBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('send'), clientId, text: anyText }),
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
export const accountBody = z.object({
  channel: z.enum(channels),
  /** Meta's id of the number, page or account. */
  id: z.string().min(1).max(64),
  name,
  /** What customers see: a phone number, page name or username. */
  handle: z.string().max(80),
  token: z.string().min(1).max(4096),
});
export const settingsBody = z.object({ visibility: z.enum(visibilities) });
export const listQuery = z.object({
  tab: z.enum(['active', 'archived']).default('active'),
  cursor: z.string().max(200).optional(),
});

export type Tab = z.infer<typeof listQuery>['tab'];

/** A number, page or account that the business owns. Never carries its token. */
export type Account = {
  readonly id: string;
  readonly channel: (typeof channels)[number];
  readonly name: string;
  readonly handle: string;
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
/** Any answer that is not 2xx. */
export type Problem = {
  readonly code: RefusalCode | 'internal';
  readonly sentence: string;
  readonly requestId: string;
};
