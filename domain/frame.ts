/**
 * Every socket frame, both ways. JSON text; `t` names the frame. docs/protocol.md explains them.
 * Two sockets: the open conversation (numbered by its rev, so a gap is seen) and the list (rows numbered by their own rev).
 */
import { readFilter, type Filter } from './filter.ts';
import type { Head } from './head.ts';
import type { Directory, ListCounts, ScheduledSend, Tab } from './http.ts';
import type { Message, Person } from './message.ts';
import type { Notice } from './notice.ts';
import type { Panel } from './panel.ts';

export const protocolVersion = 2;
/** Changed messages that an answer to "since" carries at most; beyond it comes a snapshot. */
export const gapLimit = 500;
/** Messages of a snapshot and of a page of history. */
export const pageSize = 50;
/** The longest frame that a client may send, in characters. */
export const frameLimit = 8192;
/** Sent by a client to see whether the line is alive; the answer is `pong`, without waking the object. */
export const ping = 'ping';
export const pong = 'pong';

export const closeCodes = {
  /** The session ended: sign in again. */
  signedOut: 4401,
  /** No longer allowed to see this: do not come back. */
  forbidden: 4403,
  /** Rights were changed: come back at once and be asked again who you are. */
  rightsChanged: 4409,
  /** It became part of another conversation; the reason of the close is that one's id. */
  moved: 4410,
  /** A frame could not be understood: a bug, or an old page. Reload. */
  badFrame: 4400,
} as const;

/** Client → either socket, first frame. `since`: the last rev seen of the conversation, null for none or for the list. */
export type Hello = { readonly t: 'hello'; readonly v: number; readonly since: number | null };
/** Client → conversation: frames were missed after `since`. */
export type Since = { readonly t: 'since'; readonly since: number };
/** Client → list: what it shows. Rows that neither match it now nor did before need not be told. Until then all are. */
export type Watch = { readonly t: 'watch'; readonly tab: Tab | null; readonly filter: Filter };
/** Client → list: which conversation this page looks at, and whether its person writes there. To the shard of that one. */
export type At = { readonly t: 'at'; readonly id: string | null; readonly typing: boolean };
export type ClientFrame = Hello | Since | Watch | At;

/** Conversation → client: all that changed after `from`, up to and with `to`. Apply only when `from` is what you have. */
export type Changes = {
  readonly t: 'changes';
  readonly from: number;
  readonly to: number;
  readonly head: Head;
  readonly messages: readonly Message[];
  /** What waits for its time now; absent: nothing about that changed. */
  readonly scheduled?: readonly ScheduledSend[];
  /** Parts of the panel that are others now; absent: none is. */
  readonly panel?: Partial<Panel>;
  /** The edge's clock in ms. */
  readonly now: number;
};
/** Conversation → client: forget what you have; this is the newest page. `more`: older messages exist. */
export type Snapshot = {
  readonly t: 'snapshot';
  readonly head: Head;
  readonly messages: readonly Message[];
  readonly more: boolean;
  /** What waits for its time; absent: nothing does. */
  readonly scheduled?: readonly ScheduledSend[];
  /** What the team keeps of the customer; absent: nothing. */
  readonly panel?: Panel;
  readonly now: number;
};
export type ConversationFrame = Changes | Snapshot;

/** List → client: answer to hello. Rows are those that D1 may not show yet. */
export type ListWelcome = {
  readonly t: 'welcome';
  readonly v: number;
  readonly now: number;
  readonly rows: readonly Head[];
  /** Who looks at what, as far as the reader may see it. */
  readonly present: readonly Present[];
  /** When the team was told last, in ms; absent: this shard did not lately. A page that is older asks again. */
  readonly directoryAt?: number;
};
/** Who looks at a conversation, and who of them writes; without the reader. */
export type Present = {
  readonly id: string;
  readonly people: readonly (Person & { readonly typing: boolean })[];
};
/** List → client: somebody came, went, began or stopped writing. `people` replaces what was known of `id`. */
export type ListPresent = { readonly t: 'present'; readonly now: number } & Present;
/** List → client: the kept counts, as they are now. Views that look at the clock are missing. */
export type ListCounted = { readonly t: 'counts'; readonly now: number; readonly counts: ListCounts };
/**
 * List → client: rows that changed (take each only if its rev is higher) and rows that may no longer be seen. Whether a
 * row belongs on the screen is for the reader to ask `matches`: rows that left the filter come, too.
 */
export type ListRows = {
  readonly t: 'rows';
  readonly now: number;
  readonly rows: readonly Head[];
  readonly gone: readonly string[];
};
/** List → client, from one shard: the templates of a WhatsApp business account or page are others now. */
export type ListTemplates = { readonly t: 'templates'; readonly now: number; readonly owner: string };
/** List → client, from one shard: somebody of the team, a group, tag, lead status or attribute is not what it was; all, as D1 has them. */
export type ListDirectory = {
  readonly t: 'directory';
  readonly now: number;
} & Omit<Directory, 'accounts'>;
/** List → client, only to the person whom it is for: they are told of something (B-69). */
export type ListNotice = { readonly t: 'notice'; readonly now: number; readonly notice: Notice };
/** List → client, only to the person whose they are, from one shard: these were read; none: their settings changed. */
export type ListNoticed = { readonly t: 'noticed'; readonly now: number; readonly ids: readonly string[] };
/** What the bell hears: a welcome means that it may have missed something. */
export type BellFrame = ListNotice | ListNoticed | ListWelcome;
/** What those hear who show people and groups: a welcome tells whether they may be older than what was told. */
export type DirectoryFrame = ListDirectory | ListWelcome;
export type ListFrame =
  | ListWelcome
  | ListRows
  | ListPresent
  | ListCounted
  | ListTemplates
  | ListDirectory
  | ListNotice
  | ListNoticed;

function readWatch(tab: unknown, filter: unknown): Watch | null {
  const read = readFilter(filter);
  const known = tab === 'active' || tab === 'archived' || tab === null;
  return known && read ? { t: 'watch', tab, filter: read } : null;
}

function readAt(id: unknown, typing: unknown): At | null {
  const known = (typeof id === 'string' && id.length <= 64) || id === null;
  return known && typeof typing === 'boolean' ? { t: 'at', id, typing } : null;
}

/** Reads a client frame; null when it is none. */
export function readClientFrame(text: string): ClientFrame | null {
  if (text.length > frameLimit) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { t, v, since, tab, filter, id, typing } = value as Record<string, unknown>;
  const number = typeof since === 'number' && Number.isSafeInteger(since) && since >= 0;
  if (t === 'hello' && v === protocolVersion && (number || since === null)) return { t, v, since };
  if (t === 'since' && number) return { t, since };
  if (t === 'watch') return readWatch(tab, filter);
  if (t === 'at') return readAt(id, typing);
  return null;
}
