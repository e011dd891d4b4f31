/** Every request and answer body of the API. Bodies that come in are zod schemas; answers are types. */
import { z } from 'zod';
import { assigningModes, mostCap, type Assigning } from './assigning.ts';
import type { Attribute } from './attribute.ts';
import { channels } from './channel.ts';
import type { Content } from './content.ts';
import { commandBody, bulkTypes, type Change } from './command.ts';
import { bulkSize } from './bulk.ts';
import { readFilter, sorts, tabs, type Filter, type Tab } from './filter.ts';
import type { Head } from './head.ts';
import type { Message, Person } from './message.ts';
import type { Panel } from './panel.ts';
import { roles, visibilities, type Actor, type Role } from './permission.ts';
import type { RefusalCode } from './refusal.ts';
import { tagColours, type TagColour } from './tag-colours.ts';
import type { LeadCounts } from './http-leads.ts';

export type { Tab };
export type { TagColour } from './tag-colours.ts';

const filterBody = z.unknown().transform((value, context): Filter => {
  const filter = readFilter(value);
  if (filter) return filter;
  context.addIssue('must be a filter of the list');
  return z.NEVER;
});

const id = z.string().min(1).max(120);
/** POST /api/conversations/bulk: the client sends as many as it has, `bulkSize` at a time. */
export const bulkBody = z.object({
  items: z
    .array(z.object({ id, command: commandBody }))
    .min(1)
    .max(bulkSize)
    .refine(
      (items) => items.every(({ command: { type } }) => bulkTypes.some((one) => one === type)),
      'that cannot be done to many at once',
    ),
});
/** One per item, in their order. */
export type BulkAnswer = {
  readonly results: readonly {
    readonly id: string;
    /** What takes it back; null where nothing changed. */
    readonly undo: Change | null;
    /** Why it was refused, and of whom the conversation is; null when it was done. */
    readonly refused: { readonly name: string; readonly sentence: string } | null;
  }[];
};

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
    /** The group that its new conversations go to; null: none. */
    groupId: id.nullable(),
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'there is nothing to change');
export const settingsBody = z.object({ visibility: z.enum(visibilities) });
/** The list, as the address says it (`filter-address.ts`). */
export const listQuery = z.object({
  /** Absent: both. */
  tab: z.enum(tabs).nullable(),
  sort: z.enum(sorts),
  filter: filterBody,
  cursor: z.string().max(200).optional(),
  /** Begin with rows of this time (ms) or after it in the order, instead of a cursor: newest and oldest only. */
  from: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListQuery = z.infer<typeof listQuery>;
/** POST /api/views, PUT /api/views/:id */
export const viewBody = z.object({
  name: z.string().trim().min(1).max(60),
  /** Seen by everybody, not only by who made it. */
  shared: z.boolean(),
  tab: z.enum(tabs),
  sort: z.enum(sorts),
  filter: filterBody,
});
export type View = z.infer<typeof viewBody> & { readonly id: string; readonly owner: string };
export const tagBody = z.object({ name: z.string().trim().min(1).max(40), colour: z.enum(tagColours) });
export const groupBody = z.object({
  name: z.string().trim().min(1).max(60),
  /** Ids of its people. */
  members: z.array(id).max(500),
  /** How its conversations find somebody by themselves. */
  assigning: z.enum(assigningModes).default('off'),
  /** Active conversations up to which one person is given more by itself; null: as many as come. */
  most: z.int().min(1).max(mostCap).nullable().default(null),
});
/** POST /api/pins */
export const pinBody = z.object({ id, on: z.boolean() });
/** GET /api/letters and GET /api/account-events */
export const lettersQuery = z.object({ cursor: z.string().max(200).optional() });

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
  /** The group that its new conversations go to; null: none. */
  readonly groupId: string | null;
};

export type Tag = { readonly id: string; readonly name: string; readonly colour: TagColour };
export type LeadStatus = {
  readonly id: string;
  readonly name: string;
  readonly colour: TagColour;
  /** Nothing follows it: a new message opens a new lead. */
  readonly final: boolean;
};
export type Group = {
  readonly id: string;
  readonly name: string;
  /** Ids of its people. */
  readonly members: readonly string[];
  readonly assigning: Assigning;
  readonly most: number | null;
};

/** Somebody of the team, with the role that says what they may see. */
export type Colleague = Person & { readonly role: Role; readonly away?: true };

/** What filters and menus offer, by name. */
export type Directory = {
  readonly team: readonly Colleague[];
  readonly accounts: readonly Account[];
  readonly tags: readonly Tag[];
  readonly leads: readonly LeadStatus[];
  readonly groups: readonly Group[];
  /** In the order of the panel. */
  readonly attributes: readonly Attribute[];
};

/** GET /api/me */
export type Me = Directory & {
  readonly actor: Actor;
  /** Own views and shared ones. */
  readonly views: readonly View[];
  /** Ids of conversations that the caller has pinned. */
  readonly pins: readonly string[];
  /** Notices that the caller has not read and may see, counted no further than `mostUnread` (http-notices.ts). */
  readonly unreadNotices: number;
  /** Over how many Inbox objects the list is spread: so many sockets (INBOX_SHARDS). */
  readonly shards: number;
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
  /** How many match the filter, counted no further than `boundedCount`; only on a first page. */
  readonly matching: BoundedCount | null;
  readonly now: number;
};
/** A count that was not taken further than 100. */
export type BoundedCount = { readonly n: number; readonly more: boolean };
/** Conversations that the caller may see: kept counts, never taken over the table. */
export type ListCounts = {
  readonly active: number;
  readonly archived: number;
  readonly unread: number;
  /** By the id of the view. Views whose filter looks at the clock are bounded counts, and only told with a page. */
  readonly views: Readonly<Record<string, BoundedCount>>;
  /** Leads of both tabs, by the id of their status; absent: there are none. */
  readonly leads?: LeadCounts;
};
/** POST /api/conversations/matching: who a bulk action will be about. Body: the query of the list. */
export type Matching = { readonly ids: readonly string[]; readonly more: boolean };

/** GET /api/search?q=…: what was typed without its operators, and the filter that they became. */
export const searchQuery = z.object({
  q: z.string().max(300),
  filter: filterBody,
  /** Only this group (`kind` in the address), and on from here. */
  group: z.enum(['contacts', 'conversations', 'messages']).optional(),
  cursor: z.string().max(200).optional(),
});
export type MessageHit = {
  readonly head: Head;
  readonly messageId: string;
  readonly at: number;
  /** The beginning of its text, or what stands around the hit. */
  readonly text: string;
};
export type Found<T> = { readonly hits: readonly T[]; readonly next: string | null };
export type SearchAnswer = {
  /** By name, phone, username. */
  readonly contacts: Found<Head>;
  /** By what they are: tags, groups, attributes. */
  readonly conversations: Found<Head>;
  readonly messages: Found<MessageHit>;
};
/** A send that waits for its time. */
export type ScheduledSend = {
  /** Its client id; the id of the message that it becomes. */
  readonly id: string;
  /** When it leaves, in ms. */
  readonly at: number;
  readonly by: Person;
  readonly content: Content;
};
/** GET /api/conversations/:id */
export type ConversationView = {
  readonly head: Head;
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** What waits for its time; absent: nothing does. */
  readonly scheduled?: readonly ScheduledSend[];
  /** What the team keeps of the customer; absent: nothing. */
  readonly panel?: Panel;
  /** Whether older ones exist. */
  readonly more: boolean;
  readonly now: number;
};
/** GET /api/conversations/:id/messages?beforeAt=&beforeSeq= */
export type HistoryPage = Pick<ConversationView, 'messages' | 'more'>;
/** GET /api/conversations/:id/messages/around/:messageId, and …/messages?afterAt=&afterSeq= */
export type AroundPage = HistoryPage & { readonly moreAfter: boolean };
/** POST /api/conversations/:id/commands */
export type CommandAnswer = {
  readonly rev: number;
  /** The message that the command made, if it made one. */
  readonly message?: Message;
  /** What takes it back, if that can be and anything changed. */
  readonly undo?: Change;
  /** What waits for its time now, if the command changed that. */
  readonly scheduled?: readonly ScheduledSend[];
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
