/** What a person asks of a conversation, and which of it may be asked of many at once. */
import { z } from 'zod';
import { contactCommands, country } from './contact-command.ts';
import { draft } from './draft.ts';
import { followUpNoteLimit, latestFollowUp, mostFollowUps } from './follow-up.ts';
import { isCurrency, mostValue } from './lead.ts';
import { leadSources } from './lead-source.ts';

const clientId = z.uuid();
const id = z.string().min(1).max(120);
/**
 * What must still be so, as `standing` says it: a command that takes something back does not overwrite what somebody else
 * did meanwhile.
 */
const still = z.string().max(200).optional();
/** Long before any channel's limit is checked: nobody writes more by hand. */
const anyText = z.string().max(100_000);

/** When somebody wants to come back to it, in ms. */
const due = z.int().positive().max(latestFollowUp);
const ownerId = z.string().min(1).max(64);
const followUpNote = z.string().trim().max(followUpNoteLimit);

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
  /** Gives a scheduled send another time (ms); null: it leaves now, in the name of who asks. */
  z.object({
    type: z.literal('reschedule'),
    clientId,
    sendId: clientId,
    sendAt: z.int().positive().nullable(),
  }),
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
  z.object({
    type: z.literal('comment'),
    clientId,
    text: anyText,
    /** Ids of the people whom it names as @Name; whoever may not see the conversation is not named. */
    mentions: z.array(id).max(50).optional(),
  }),
  /** Nothing goes to a blocked customer, until somebody lifts it (C11). What they write is still stored. */
  z.object({ type: z.literal('block'), clientId, on: z.boolean() }),
  z.object({ type: z.literal('assign'), clientId, personId: z.string().min(1).max(64).nullable(), still }),
  z.object({ type: z.literal('group'), clientId, groupId: id.nullable(), still }),
  /** Puts tags on and takes tags off. */
  z.object({ type: z.literal('tag'), clientId, add: z.array(id).max(50), remove: z.array(id).max(50) }),
  z.object({ type: z.literal('lead'), clientId, status: id.nullable(), still }),
  /** Whose lead it is, what it is worth, where it came from: what is named changes, null takes it away. */
  z.object({
    type: z.literal('lead-facts'),
    clientId,
    ownerId: z.string().min(1).max(64).nullable().optional(),
    /** In hundredths of the currency. */
    value: z.int().nonnegative().max(mostValue).nullable().optional(),
    /** ISO 4217; needed with the first value. */
    currency: z.string().refine(isCurrency, 'must be a currency of ISO 4217, as EUR').optional(),
    source: z.enum(leadSources).optional(),
    /** Id of the ad or the broadcast, or how the import was called; null: none. */
    sourceId: id.nullable().optional(),
    still,
  }),
  /** Sets the one follow-up that the caller has here, or a first one; null: all that are open are cancelled. */
  z.object({ type: z.literal('follow-up'), clientId, at: due.nullable(), still }),
  z.object({
    type: z.literal('follow-up-add'),
    clientId,
    id: z.uuid(),
    dueAt: due,
    ownerId,
    note: followUpNote,
  }),
  /** Snoozes it, gives it to somebody else, or writes its note anew. */
  z.object({
    type: z.literal('follow-up-change'),
    clientId,
    id,
    dueAt: due.optional(),
    ownerId: ownerId.optional(),
    note: followUpNote.optional(),
  }),
  z.object({ type: z.literal('follow-up-end'), clientId, id, as: z.enum(['done', 'cancelled']) }),
  /**
   * Takes a change of follow-ups back: `open` are open again, at their times and with their owners, and with their notes where
   * those were changed; `cancel` are cancelled.
   */
  z.object({
    type: z.literal('follow-up-back'),
    clientId,
    open: z
      .array(z.object({ id, dueAt: due, ownerId, note: followUpNote.optional() }))
      .max(mostFollowUps.open),
    cancel: z.array(id).max(mostFollowUps.open),
    still,
  }),
  /** `name`: its id. '' takes the value away. `country` (ISO 3166): where a phone without a country code is. */
  z.object({
    type: z.literal('attribute'),
    clientId,
    name: id,
    value: z.string().max(200),
    country: country.optional(),
  }),
  z.object({ type: z.literal('archive'), clientId, still }),
  z.object({ type: z.literal('reopen'), clientId, still }),
  z.object({ type: z.literal('read'), clientId, rev: z.int().nonnegative() }),
  z.object({ type: z.literal('unread'), clientId }),
  ...contactCommands,
]);
export type CommandBody = z.infer<typeof commandBody>;

/** Commands that may be given to many conversations at once, and taken back. */
export const bulkTypes = [
  'assign',
  'group',
  'tag',
  'lead',
  'lead-facts',
  'follow-up',
  'follow-up-add',
  'follow-up-change',
  'follow-up-end',
  'follow-up-back',
  'archive',
  'reopen',
  'read',
  'unread',
] as const;
/** Commands that change a single conversation, and may be taken back. */
type OfOne = 'attribute' | 'details' | 'note' | 'note-back' | 'consent';
type Unsaid<C> = C extends CommandBody ? Omit<C, 'clientId'> : never;
/** What a bulk action asks of every row: a command without its client id. */
export type BulkChange = Unsaid<Extract<CommandBody, { type: (typeof bulkTypes)[number] }>>;
/** A command without its client id: what `undo` is. */
export type Change = BulkChange | Unsaid<Extract<CommandBody, { type: OfOne }>>;
