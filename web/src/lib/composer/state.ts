/** The closed list of states of the composer (C1 to C16 of the design), as one pure function. */
import { abilities, textLength, type Channel } from '#domain/channel.ts';
import type { Head } from '#domain/head.ts';
import type { Message } from '#domain/message.ts';
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
import type { Slow } from './told.ts';

type Owned = Pick<Head, 'assignee' | 'groupId' | 'archived' | 'elsewhere' | 'optedOut'> & WindowFacts;

/** What closes a reply off, and what may still be sent then. */
type Closed = { readonly at: number; readonly templates: boolean };

/** What is not whole yet: files on their way (`share` of them, 0 to 1), which a message waits for; or a voice note. */
export type Busy =
  | { readonly what: 'upload'; readonly files: number; readonly share: number }
  | { readonly what: 'recording' };

export type Banner =
  | { readonly kind: 'open' }
  /** `after`: what may still be sent then. */
  | { readonly kind: 'closing'; readonly at: number; readonly after: 'templates' | 'person' | 'nothing' }
  | ({ readonly kind: 'window-closed'; readonly channel: Channel } & Closed)
  /** The window is closed, but a template costs nothing. */
  | { readonly kind: 'free-template'; readonly until: number }
  | { readonly kind: 'never-opened'; readonly channel: Channel; readonly templates: boolean }
  /** A person may answer until then, once they say that they do. */
  | {
      readonly kind: 'human-agent';
      readonly channel: Channel;
      readonly until: number;
      readonly templates: boolean;
    }
  /** They said so. */
  | { readonly kind: 'as-person'; readonly channel: Channel; readonly until: number }
  | { readonly kind: 'assigned-other'; readonly name: string; readonly mayTake: boolean }
  | { readonly kind: 'unassigned'; readonly mayTake: boolean }
  | { readonly kind: 'role'; readonly role: Role; readonly mayTake: boolean }
  | { readonly kind: 'archived'; readonly mayReopen: boolean }
  | { readonly kind: 'blocked'; readonly mayLift: boolean }
  | { readonly kind: 'opted-out' }
  /** Another app holds the thread: Meta may refuse what we send. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'trouble'; readonly trouble: string; readonly mayManage: boolean }
  | { readonly kind: 'offline'; readonly waiting: number }
  | ({ readonly kind: 'busy' } & Busy)
  | ({ readonly kind: 'slow' } & Slow)
  /** Somebody of the team wrote here while this person was writing (B-38). */
  | { readonly kind: 'collision'; readonly message: Message };

export const stateNames = [
  ...(['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8'] as const),
  ...(['C9', 'C10', 'C11', 'C12', 'C13', 'C14', 'C15', 'C16'] as const),
] as const;
export type StateName = (typeof stateNames)[number];

/** Where a channel lets nothing plain out any more: each has its own state. */
const closedNames = { whatsapp: 'C3', messenger: 'C5', instagram: 'C6' } as const satisfies Record<
  Channel,
  StateName
>;

/** What the design calls each of them; those of a closed window go by their channel. */
const names: Readonly<Record<Banner['kind'], StateName | typeof closedNames>> = {
  open: 'C1',
  closing: 'C2',
  'window-closed': closedNames,
  'never-opened': closedNames,
  'free-template': 'C4',
  'human-agent': closedNames,
  'as-person': closedNames,
  'assigned-other': 'C7',
  unassigned: 'C8',
  role: 'C9',
  archived: 'C10',
  blocked: 'C11',
  'opted-out': 'C11',
  elsewhere: 'C12',
  trouble: 'C12',
  offline: 'C13',
  busy: 'C14',
  slow: 'C15',
  collision: 'C16',
};

/** The name of a state in the design. */
export function nameOf(banner: Banner): StateName {
  const name = names[banner.kind];
  if (typeof name === 'string') return name;
  return name['channel' in banner ? banner.channel : 'whatsapp'];
}

/** Whether a banner says anything in words. */
export function speaks(banner: Banner): boolean {
  return banner.kind !== 'open' && banner.kind !== 'busy';
}

export type ComposerState = {
  readonly banner: Banner;
  /** Whether something may be written here. */
  readonly mayWrite: boolean;
  /** Whether what is written may be sent, now or when the network is back. */
  readonly maySend: boolean;
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
  /** Whether this person may do something about it. */
  readonly mayManage: boolean;
  readonly offline: boolean;
  /** Messages that wait on this device. */
  readonly waiting: number;
  readonly busy: Busy | null;
  readonly slow: Slow | null;
  /** What a colleague wrote since this person began to write; null for nothing that was not looked at. */
  readonly news: Message | null;
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
  const { actor, head, now } = facts;
  const { channel } = head;
  if (refusal.code === 'blocked') return { kind: 'blocked', mayLift: can(actor, 'conversation.block', head) };
  const templates = mayTemplate(facts, now);
  if (refusal.code === 'human-agent-unconfirmed')
    return { kind: 'human-agent', channel, until: refusal.until, templates };
  if (templates && isFreeEntry(head, now))
    return { kind: 'free-template', until: head.freeEntryUntil ?? now };
  if (refusal.code !== 'window-closed') return { kind: 'never-opened', channel, templates };
  return { kind: 'window-closed', channel, at: refusal.closedAt, templates };
}

function afterClosing(facts: ComposerFacts): 'templates' | 'person' | 'nothing' {
  if (humanAgentUntil(facts.head, facts.rights) !== null) return 'person';
  return mayTemplate(facts, facts.now) ? 'templates' : 'nothing';
}

/** What is worth telling of the moment although a reply may be written: the most pressing first. */
function passing({ busy, news, offline, slow, waiting }: ComposerFacts): Banner | null {
  if (news !== null) return { kind: 'collision', message: news };
  if (offline) return { kind: 'offline', waiting };
  if (busy !== null) return { kind: 'busy', ...busy };
  return slow === null ? null : { kind: 'slow', ...slow };
}

/** What is worth telling of the conversation although a reply may leave. */
function hint(facts: ComposerFacts): Banner {
  const { head, actor, rights, now } = facts;
  const expiresAt = head.windowExpiresAt ?? now;
  if (goesAsHumanAgent(facts, now)) {
    return { kind: 'as-person', channel: head.channel, until: humanAgentUntil(head, rights) ?? now };
  }
  if (expiresAt - now < quarter) return { kind: 'closing', at: expiresAt, after: afterClosing(facts) };
  if (head.elsewhere) return { kind: 'elsewhere' };
  if (head.archived) return { kind: 'archived', mayReopen: can(actor, 'conversation.archive', head) };
  if (head.assignee === null) return { kind: 'unassigned', mayTake: can(actor, 'conversation.take', head) };
  return head.optedOut ? { kind: 'opted-out' } : { kind: 'open' };
}

const closedFor = (banner: Banner): ComposerState => ({
  banner,
  mayWrite: false,
  maySend: false,
  queues: false,
});

function reply(facts: ComposerFacts): ComposerState {
  const { actor, busy, head, mayManage, now, offline, trouble } = facts;
  if (!can(actor, 'conversation.reply', head)) return closedFor(notMine(actor, head));
  const refusal = refuseReply(facts, now);
  // Nothing leaves the account, a template as little as a text: what is written waits for whoever mends it.
  if (trouble !== null && refusal?.code !== 'blocked') {
    const banner: Banner = { kind: 'trouble', trouble, mayManage };
    return { banner, mayWrite: refusal === null, maySend: false, queues: false };
  }
  if (refusal) return closedFor(noText(refusal, facts));
  const banner = passing(facts) ?? hint(facts);
  return { banner, mayWrite: true, maySend: busy?.what !== 'recording', queues: offline };
}

/** The state of the composer at `facts.now`; at the second the window ends it is another one. */
export function composerState(facts: ComposerFacts): ComposerState {
  const { mode, head, actor, offline, waiting } = facts;
  if (mode === 'reply') return reply(facts);
  const mayWrite = can(actor, 'conversation.comment', head);
  const banner: Banner = offline ? { kind: 'offline', waiting } : { kind: 'open' };
  return { banner, mayWrite, maySend: mayWrite, queues: offline };
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
