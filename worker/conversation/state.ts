/** What a conversation remembers of itself: the public head, and the facts behind it. */
import type { Content } from '#domain/content.ts';
import { contentOf } from '#domain/content-of.ts';
import type { Report } from '#domain/delivery.ts';
import type { Draft } from '#domain/draft.ts';
import type { Head } from '#domain/head.ts';
import type { CommandBody } from '#domain/command.ts';
import type { ScheduledSend } from '#domain/http.ts';
import type { Direction, Message, Reaction } from '#domain/message.ts';
import type { Notice } from '#domain/notice.ts';
import type { Actor, Ownership } from '#domain/permission.ts';
import type {
  CustomerName,
  EchoEvent,
  EditEvent,
  FileSource,
  ReactionEvent,
  StatusEvent,
  UnsendEvent,
} from '../channels/channel.ts';
import type { PairState } from '../limiter/bucket.ts';

/** How many customer messages arrived in one commit and are unread: [rev, count]. */
export type UnreadRun = readonly [rev: number, count: number];

/** Who has answered whom: what the head's waiting, answered and reopened follow from. */
export type Answered = {
  /** Customer messages up to this time (ms) are answered; 0: none is. */
  readonly upTo: number;
  /** Arrival number of our newest message by time; 0: there is none. */
  readonly seq: number;
  /** An answer from this time on (ms) ends what R-27 began; null where it did not come back by itself. */
  readonly reopenedAt: number | null;
};

/** A send that leaves at `dueAt` (ms), if the rules let it then. */
export type Scheduled = {
  readonly actor: Actor;
  readonly command: Omit<Extract<CommandBody, { type: 'send' }>, 'sendAt'>;
  readonly dueAt: number;
};

export type State = {
  readonly head: Head;
  /** The name of their profile, or ''. */
  readonly profileName: string;
  /** All names of the customer, in the order in which they showed up. */
  readonly names: readonly CustomerName[];
  readonly unreadRuns: readonly UnreadRun[];
  /** Arrival number of the newest message. */
  readonly seq: number;
  /** Arrival number of the message that the preview shows. */
  readonly previewSeq: number;
  /** The expiry whose passing stands in the timeline already. */
  readonly windowToldAt: number | null;
  /** What the index was last known to show; null before the first time. */
  readonly indexed: (Ownership & { readonly rev: number }) | null;
  /** Statuses of messages that never came. */
  readonly strays: number;
  /** Up to when Meta said that our messages were delivered and read, in its clock. */
  readonly delivered: number;
  readonly read: number;
  /** Until when our answer would start a free entry point; null when none is offered. */
  readonly freeEntryOfferedUntil: number | null;
  /** Since when one runs, and whether a status of Meta's said so. */
  readonly freeEntry: { readonly startedAt: number; readonly confirmed: boolean } | null;
  /** The end of a free entry point that stands in the timeline already. */
  readonly freeEntryToldAt: number | null;
  /** Meta's latest word that the window is closed: only an opener after it opens. */
  readonly closedAt: number | null;
  /** The opener after whose window a person confirmed the Human Agent rule. */
  readonly humanAgentFor: number | null;
  /** Meta's id of the newest customer message that somebody has read and Meta was not told of. */
  readonly markRead: string | null;
  /** When the profile is to be fetched (ms), and when it last was. */
  readonly profileDueAt: number | null;
  readonly profileAt: number | null;
  /** How many sends to this customer may still leave at once. */
  readonly pair: PairState | null;
  /** Sends that wait for a time of their own. */
  readonly scheduled: readonly Scheduled[];
  /** Other conversations of this customer that are to be taken in. */
  readonly joins: readonly string[];
  /** Null where an older release wrote the state and nothing was counted yet. */
  readonly answered: Answered | null;
  /** Whether nothing follows the lead's status: a new message opens a new lead. Null while none was ever opened. */
  readonly leadFinal: boolean | null;
  /** The name of the head's group, for the line that tells of its end; '' without one. */
  readonly groupName: string;
  /** The end of the window of which its assignee was told that it comes and nobody has answered; null: of none. */
  readonly closingToldAt: number | null;
  /** What people are still to be told of. */
  readonly notices: readonly Notice[];
};

/** The facts of a conversation that has not begun; also what a state of an older release lacks. */
export const blankState: Omit<State, 'head'> = {
  profileName: '',
  names: [],
  unreadRuns: [],
  seq: 0,
  previewSeq: 0,
  windowToldAt: null,
  indexed: null,
  strays: 0,
  delivered: 0,
  read: 0,
  freeEntryOfferedUntil: null,
  freeEntry: null,
  freeEntryToldAt: null,
  closedAt: null,
  humanAgentFor: null,
  markRead: null,
  profileDueAt: null,
  profileAt: null,
  pair: null,
  scheduled: [],
  joins: [],
  answered: null,
  leadFinal: null,
  groupName: '',
  closingToldAt: null,
  notices: [],
};

/** What one of our reactions is put on, and what it replaced: that stands again if Meta does not take it. */
export type Act = { readonly target: string; readonly emoji: string; readonly before?: Reaction };

/** One edit as Meta told it: what it says, and what sets it apart from the others of its message. */
export type Edition = {
  readonly key: string;
  readonly at: number;
  /** Which edit of the message it is, where Meta counts them. */
  readonly number?: number;
  readonly content: Content;
};

/** A message as its object keeps it. `act`: something of ours on its way to Meta that is no message of the timeline. */
export type StoredMessage = Omit<Message, 'direction'> & {
  readonly direction: Direction | 'act';
  /** Meta's id of a message of ours, once known. */
  readonly metaId?: string;
  /** What was asked to be sent. */
  readonly draft?: Draft;
  readonly act?: Act;
  /** A person answered under the Human Agent rule. */
  readonly humanAgent?: true;
  /** Of the customer's: it is not them speaking, so nobody waits for an answer. */
  readonly silent?: true;
  /** Of ours: it answers what was here up to this time (ms), where the customer's clock is ahead of ours. */
  readonly covers?: number;
  /** Meta's own JSON of what we could not show whole. */
  readonly raw?: string;
  /** Edits that were taken in, in their order. */
  readonly edits?: readonly Edition[];
  /** Meta's ids of reactions that were taken in, so that a repeat is nothing. */
  readonly reacted?: readonly string[];
  /** What an unsent message said; kept as long as retention says. */
  readonly removed?: Content;
  /** The conversation under whose id its files lie, when it was taken over from there. */
  readonly home?: string;
};

/** One message that waits to leave. Rows are taken in the order of `seq`. */
export type OutboxRow = {
  readonly messageId: string;
  readonly seq: number;
  readonly attempt: number;
  /** Not before this time, in ms. */
  readonly dueAt: number;
  /** When the request left; a row that left without an answer before a restart is unknown. */
  readonly leftAt: number | null;
};

/** A file that is still to be fetched from Meta. */
export type FileJob = {
  readonly messageId: string;
  readonly source: FileSource;
  readonly attempt: number;
  readonly dueAt: number;
};

/** Something told about a message that is not here yet. */
export type Parked = {
  /** Meta's id of the message. */
  readonly metaId: string;
  /** Our own id of it, if Meta gave it back. */
  readonly callbackId?: string;
  readonly arrivedAt: number;
} &
  /** `event`: what the status said besides, of price, window and customer. */
  (
    | { readonly report: StatusReport; readonly event?: StatusEvent }
    /** It and everything before it was delivered or read. */
    | { readonly upTo: { readonly step: 'delivered' | 'read'; readonly at: number } }
    | { readonly reaction: ReactionEvent }
    | { readonly edit: EditEvent }
    | { readonly unsend: UnsendEvent }
    /** Possibly of a message of ours that is on its way. */
    | { readonly echo: EchoEvent }
  );

/** A report as Meta gives it; the sentence of a failure is already the agent's. */
export type StatusReport = Exclude<Report, { state: 'unknown' }>;

/** The public part of a stored message; null for what is no message of the timeline. */
export function publicMessage(stored: StoredMessage): Message | null {
  const { direction, ...all } = stored;
  if (direction === 'act') return null;
  const {
    metaId: _m,
    draft: _d,
    act: _a,
    humanAgent: _h,
    silent: _s,
    covers: _c,
    raw: _r,
    edits: _e,
    reacted: _i,
    removed: _u,
    home: _o,
    ...message
  } = all;
  return { ...message, direction };
}

/** What waits for its time, as everybody who may see the conversation sees it, the next first. */
export function publicScheduled({ scheduled }: Pick<State, 'scheduled'>): ScheduledSend[] {
  return scheduled
    .map(({ actor: { id, name }, command, dueAt }) => ({
      id: command.clientId,
      at: dueAt,
      by: { id, name },
      content: contentOf(command.draft),
    }))
    .sort((a, b) => a.at - b.at);
}

/** Meta's id of a message, whoever wrote it; null while Meta has not told it. */
export function metaIdOf(message: StoredMessage): string | null {
  return message.metaId ?? (message.direction === 'in' ? message.id : null);
}
