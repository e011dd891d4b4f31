/** What a conversation remembers of itself: the public head, and the facts behind it. */
import type { Report } from '#domain/delivery.ts';
import type { Head } from '#domain/head.ts';
import type { Message } from '#domain/message.ts';
import type { Ownership } from '#domain/permission.ts';
import type { CustomerName } from '../channels/channel.ts';

/** How many customer messages arrived in one commit and are unread: [rev, count]. */
export type UnreadRun = readonly [rev: number, count: number];

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
};

/** A message as its object keeps it. */
export type StoredMessage = Message & {
  /** Meta's id of a message of ours, once known. */
  readonly metaId?: string;
  /** Meta's id of the message that this one answers. */
  readonly quotes?: string;
  /** Meta's own JSON of what we could not show whole. */
  readonly raw?: string;
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

/** A report that came before its message. */
export type ParkedReport = {
  /** Meta's id of the message. */
  readonly metaId: string;
  /** Our own id of it, if Meta gave it back. */
  readonly callbackId?: string;
  readonly report: StatusReport;
  readonly arrivedAt: number;
};

/** A report as Meta gives it; the sentence of a failure is already the agent's. */
export type StatusReport = Exclude<Report, { state: 'unknown' }>;

/** The public part of a stored message. */
export function publicMessage(stored: StoredMessage): Message {
  const { metaId: _metaId, quotes: _quotes, raw: _raw, ...message } = stored;
  return message;
}
