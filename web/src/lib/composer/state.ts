/** The closed list of states of the composer (C1 to C13 of the design), as one pure function. */
import { abilities, textLength, type Channel } from '#domain/channel.ts';
import type { Head } from '#domain/head.ts';
import { can, refuse, type Actor, type Role } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import { refuseText } from '#domain/window.ts';
import type { Mode } from '../state/drafts.svelte.ts';

type Owned = Pick<Head, 'channel' | 'windowExpiresAt' | 'assignee' | 'groupId' | 'archived'>;

export type Banner =
  | { readonly kind: 'open' }
  | { readonly kind: 'closing'; readonly at: number }
  | { readonly kind: 'window-closed'; readonly at: number }
  | { readonly kind: 'never-opened' }
  | { readonly kind: 'assigned-other'; readonly name: string; readonly mayTake: boolean }
  | { readonly kind: 'unassigned'; readonly mayTake: boolean }
  | { readonly kind: 'role'; readonly role: Role; readonly mayTake: boolean }
  | { readonly kind: 'archived'; readonly mayReopen: boolean }
  | { readonly kind: 'offline'; readonly waiting: number }
  | { readonly kind: 'channel'; readonly channel: Channel };

export type ComposerState = {
  readonly banner: Banner;
  /** Whether what is written here may be sent, now or when the network is back. */
  readonly mayWrite: boolean;
  readonly queues: boolean;
};

export type ComposerFacts = {
  readonly mode: Mode;
  readonly head: Owned;
  readonly actor: Actor;
  readonly now: number;
  readonly offline: boolean;
  /** Messages that wait on this device. */
  readonly waiting: number;
};

const quarter = 15 * 60 * 1000;
/** The edge's limit of a comment, in characters. */
const commentLimit = 10_000;
/** From how close to the limit it is told. */
const nearLimit = 200;

/** Why this person may not reply now, or null when they may: the edge asks the same. */
export function refuseReply(actor: Actor, head: Owned, now: number): Refusal | null {
  return refuse(actor, 'conversation.reply', head) ?? refuseText(head, now);
}

function notMine(actor: Actor, head: Owned): Banner {
  const mayTake = can(actor, 'conversation.take', head);
  const { assignee } = head;
  return assignee !== null && assignee.id !== actor.id
    ? { kind: 'assigned-other', name: assignee.name, mayTake }
    : { kind: 'role', role: actor.role, mayTake };
}

function noText(refusal: Refusal, channel: Channel): Banner {
  if (refusal.code === 'window-closed') return { kind: 'window-closed', at: refusal.closedAt };
  return refusal.code === 'window-never-opened' ? { kind: 'never-opened' } : { kind: 'channel', channel };
}

/** What is worth telling although a reply may leave: the most pressing first. */
function hint({ head, actor, now, offline, waiting }: ComposerFacts): Banner {
  const expiresAt = head.windowExpiresAt ?? now;
  if (offline) return { kind: 'offline', waiting };
  if (expiresAt - now < quarter) return { kind: 'closing', at: expiresAt };
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
  const refusal = refuseText(head, now);
  if (refusal) return { banner: noText(refusal, head.channel), mayWrite: false, queues: false };
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
