/** The closed list of states of the composer (C1 to C14 of the design), as one pure function. */
import { abilities, textLength, type Channel } from '#domain/channel.ts';
import type { Head } from '#domain/head.ts';
import { can, refuse, type Actor, type Role } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import {
  humanAgentUntil,
  isFreeEntry,
  refuseSending,
  wayOut,
  type SendRights,
  type Way,
  type WindowFacts,
} from '#domain/window.ts';
import type { Mode } from '../state/drafts.svelte.ts';

type Owned = Pick<Head, 'assignee' | 'groupId' | 'archived' | 'elsewhere'> & WindowFacts;

/** What closes a reply off, and what may still be sent then. */
type Closed = { readonly at: number; readonly templates: boolean };

export type Banner =
  | { readonly kind: 'open' }
  /** `after`: what may still be sent then. */
  | { readonly kind: 'closing'; readonly at: number; readonly after: 'templates' | 'person' | 'nothing' }
  | ({ readonly kind: 'window-closed'; readonly channel: Channel } & Closed)
  /** The window is closed, but a template costs nothing (C4). */
  | { readonly kind: 'free-template'; readonly until: number }
  | { readonly kind: 'never-opened'; readonly templates: boolean }
  /** A person may answer until then, once they say that they do (C5, R-16). */
  | { readonly kind: 'human-agent'; readonly until: number }
  /** They said so. */
  | { readonly kind: 'as-person'; readonly until: number }
  | { readonly kind: 'assigned-other'; readonly name: string; readonly mayTake: boolean }
  | { readonly kind: 'unassigned'; readonly mayTake: boolean }
  | { readonly kind: 'role'; readonly role: Role; readonly mayTake: boolean }
  | { readonly kind: 'archived'; readonly mayReopen: boolean }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'offline'; readonly waiting: number }
  | { readonly kind: 'trouble'; readonly trouble: string };

export type ComposerState = {
  readonly banner: Banner;
  /** Whether what is written here may be sent, now or when the network is back. */
  readonly mayWrite: boolean;
  readonly queues: boolean;
};

/** Who wants to answer where. */
export type Replying = {
  readonly actor: Actor;
  readonly head: Owned;
  readonly rights: SendRights;
  /** Whether the person confirmed the Human Agent rule for this window. */
  readonly confirmed: boolean;
};

export type ComposerFacts = Replying & {
  readonly mode: Mode;
  readonly now: number;
  /** Why Meta lets nothing out of the account; null when it may send. */
  readonly trouble: string | null;
  readonly offline: boolean;
  /** Messages that wait on this device. */
  readonly waiting: number;
};

const quarter = 15 * 60 * 1000;
/** The edge's limit of a comment, in characters. */
const commentLimit = 10_000;
/** From how close to the limit it is told. */
const nearLimit = 200;

/** What Meta granted the account; nothing, where the account is not connected any more. */
export function rightsOf(account: SendRights | null): SendRights {
  return account ?? { humanAgent: false, utilityTemplates: false };
}

function freeWay({ head, rights, confirmed }: Omit<Replying, 'actor'>, now: number): Way {
  return wayOut(head, { rights, what: 'free', by: 'person', confirmed }, now);
}

/** Why this person may not reply now, or null when they may: the edge asks the same. */
export function refuseReply(replying: Replying, now: number): Refusal | null {
  const refused = refuse(replying.actor, 'conversation.reply', replying.head);
  if (refused) return refused;
  const way = freeWay(replying, now);
  return 'refusal' in way ? way.refusal : null;
}

/** Whether what leaves now leaves under the Human Agent rule. */
export function goesAsHumanAgent(replying: Replying, now: number): boolean {
  const way = freeWay(replying, now);
  return 'way' in way && way.way === 'human-agent';
}

function notMine(actor: Actor, head: Owned): Banner {
  const mayTake = can(actor, 'conversation.take', head);
  const { assignee } = head;
  return assignee !== null && assignee.id !== actor.id
    ? { kind: 'assigned-other', name: assignee.name, mayTake }
    : { kind: 'role', role: actor.role, mayTake };
}

function mayTemplate({ head, rights }: Replying, now: number): boolean {
  return refuseSending(head, { rights, what: 'template', by: 'person', confirmed: false }, now) === null;
}

function noText(refusal: Refusal, facts: ComposerFacts): Banner {
  const { head, now } = facts;
  const templates = mayTemplate(facts, now);
  if (refusal.code === 'human-agent-unconfirmed') return { kind: 'human-agent', until: refusal.until };
  if (templates && isFreeEntry(head, now))
    return { kind: 'free-template', until: head.freeEntryUntil ?? now };
  if (refusal.code !== 'window-closed') return { kind: 'never-opened', templates };
  return { kind: 'window-closed', channel: head.channel, at: refusal.closedAt, templates };
}

function afterClosing(facts: ComposerFacts): 'templates' | 'person' | 'nothing' {
  if (humanAgentUntil(facts.head, facts.rights) !== null) return 'person';
  return mayTemplate(facts, facts.now) ? 'templates' : 'nothing';
}

/** What is worth telling although a reply may leave: the most pressing first. */
function hint(facts: ComposerFacts): Banner {
  const { head, actor, rights, now, offline, waiting, trouble } = facts;
  const expiresAt = head.windowExpiresAt ?? now;
  if (offline) return { kind: 'offline', waiting };
  if (trouble !== null) return { kind: 'trouble', trouble };
  if (goesAsHumanAgent(facts, now)) {
    return { kind: 'as-person', until: humanAgentUntil(head, rights) ?? now };
  }
  if (expiresAt - now < quarter) return { kind: 'closing', at: expiresAt, after: afterClosing(facts) };
  if (head.elsewhere) return { kind: 'elsewhere' };
  if (head.archived) return { kind: 'archived', mayReopen: can(actor, 'conversation.archive', head) };
  if (head.assignee === null) return { kind: 'unassigned', mayTake: can(actor, 'conversation.take', head) };
  return { kind: 'open' };
}

/** The state of the composer at `facts.now`; at the second the window ends it is another one. */
export function composerState(facts: ComposerFacts): ComposerState {
  const { mode, head, actor, now, offline, waiting } = facts;
  if (mode === 'comment') {
    const mayWrite = can(actor, 'conversation.comment', head);
    const banner: Banner = offline ? { kind: 'offline', waiting } : { kind: 'open' };
    return { banner, mayWrite, queues: offline };
  }
  if (!can(actor, 'conversation.reply', head)) {
    return { banner: notMine(actor, head), mayWrite: false, queues: false };
  }
  const refusal = refuseReply(facts, now);
  if (refusal) return { banner: noText(refusal, facts), mayWrite: false, queues: false };
  return { banner: hint(facts), mayWrite: true, queues: offline };
}

export type Measure = {
  readonly length: number;
  readonly limit: number;
  /** Whether the limit is near enough to be told. */
  readonly near: boolean;
  readonly over: boolean;
};

/** How long a text is beside what may be sent. */
export function measure(mode: Mode, channel: Channel, text: string): Measure {
  const limit = mode === 'comment' ? commentLimit : abilities[channel].textLimit;
  const length = mode === 'comment' ? [...text].length : textLength(channel, text);
  return { length, limit, near: length > limit - nearLimit, over: length > limit };
}
