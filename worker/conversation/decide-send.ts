/** What a person sends, messages and reactions: asked of rights, limits and windows, then put into the outbox. Pure. */
import { contentOf } from '#domain/content-of.ts';
import { queuedAt } from '#domain/delivery.ts';
import type { CommandBody } from '#domain/command.ts';
import { refuseDraft } from '#domain/limits.ts';
import type { Person } from '#domain/message.ts';
import { refuse, type Actor, type ConversationCapability } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import { wayOut, type SendRights } from '#domain/window.ts';
import type { Change } from './change.ts';
import { react as putReaction } from './decide-amend.ts';
import { metaIdOf, type StoredMessage } from './state.ts';

/** What the account may do, and whether its customers get blue ticks. */
export type AccountRights = SendRights & { readonly marksRead: boolean };
/** While the account cannot be read: nothing beyond the plain rules. */
export const plainRights: AccountRights = { humanAgent: false, utilityTemplates: false, marksRead: false };

type Of<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>;

/** Who asks, and what the account behind the conversation may do. */
export type Asking = { readonly actor: Actor; readonly account: AccountRights };

export function personOf(actor: Actor): Person {
  return { id: actor.id, name: actor.name };
}

export function may(change: Change, actor: Actor, capability: ConversationCapability): Refusal | null {
  return refuse(actor, capability, change.head);
}

function reopen(change: Change, by: Person): void {
  if (!change.head.archived) return;
  change.setHead({ archived: false });
  change.line({ what: 'reopened' }, by);
}

/** A reply takes an unassigned conversation in the same commit. */
export function takeByReplying(change: Change, by: Person): void {
  if (change.head.assignee) return;
  change.setHead({ assignee: by });
  change.line({ what: 'assigned', to: by }, by);
}

/** What was read by somebody who may answer is told to the customer, if the business wants that. */
export function clearUnread(change: Change, account: AccountRights, upTo = change.rev): void {
  const left = change.state.unreadRuns.filter(([arrivedIn]) => arrivedIn > upTo);
  if (left.length === change.state.unreadRuns.length) return;
  change.setUnread(left);
  const newest = account.marksRead && !change.head.blocked ? change.newestIncoming() : null;
  // While something is unseen, the newest by time may be just that; it was seen if nothing happened to it since.
  if (newest && (left.length === 0 || newest.rev <= upTo)) change.setState({ markRead: newest.id });
}

type Asked = Of<'send'> | Of<'react'>;
type Allowed = { readonly humanAgent: boolean } | Refusal;

/** Window and rights as they are at `at` (ms), as the screen asks them too. */
export function mayLeave(
  change: Change,
  command: Asked & { readonly by?: 'automation' },
  { account, at }: { readonly account: AccountRights; readonly at: number },
): Allowed {
  const what = command.type === 'send' && command.draft.kind === 'template' ? 'template' : 'free';
  const { openedAt } = change.head;
  const before = openedAt !== null && change.state.humanAgentFor === openedAt;
  const confirmed = before || command.asHumanAgent === true;
  const { by = 'person' } = command;
  const way = wayOut(change.head, { rights: account, what, by, confirmed }, at);
  if ('refusal' in way) return way.refusal;
  return { humanAgent: way.way === 'human-agent' };
}

function enqueue(change: Change, message: Omit<StoredMessage, 'rev' | 'seq' | 'delivery'>): void {
  const { openedAt } = change.head;
  // The customer's clock may be ahead of ours: what is here is answered all the same.
  const covers = openedAt !== null && openedAt > change.now ? { covers: openedAt } : {};
  const { id, seq } = change.add({ ...message, ...covers, delivery: queuedAt(change.now) });
  change.queue.push({ messageId: id, seq, attempt: 0, dueAt: change.now, leftAt: null });
}

function confirmHumanAgent(change: Change, humanAgent: boolean): void {
  const { openedAt } = change.head;
  if (humanAgent && change.state.humanAgentFor !== openedAt) change.setState({ humanAgentFor: openedAt });
}

/** The message that is answered; null when none is, or it is none that can be. */
export function quotedBy(change: Change, id: string | undefined): StoredMessage | Refusal | null {
  if (id === undefined) return null;
  const quoted = change.message(id);
  const isMessage = quoted !== null && quoted.direction !== 'act' && metaIdOf(quoted) !== null;
  return isMessage ? quoted : { code: 'message-not-found' };
}

export function send(
  change: Change,
  { actor, account }: Asking,
  command: Of<'send'> & { readonly by?: 'automation' },
): Refusal | null {
  const refusal = may(change, actor, 'conversation.reply') ?? refuseDraft(change.head.channel, command.draft);
  if (refusal) return refusal;
  const allowed = mayLeave(change, command, { account, at: change.now });
  if ('code' in allowed) return allowed;
  const quoted = quotedBy(change, command.quotes);
  if (quoted && 'code' in quoted) return quoted;
  const by = personOf(actor);
  takeByReplying(change, by);
  reopen(change, by);
  clearUnread(change, account);
  confirmHumanAgent(change, allowed.humanAgent);
  enqueue(change, {
    id: command.clientId,
    at: change.now,
    direction: 'out',
    by,
    content: contentOf(command.draft),
    draft: command.draft,
    ...(quoted && { quotes: quoted.id }),
    ...(allowed.humanAgent && { humanAgent: true }),
  });
  return null;
}

/** Our reaction shows at once; the act of sending it goes its own way through the outbox. */
export function react(change: Change, { actor, account }: Asking, command: Of<'react'>): Refusal | null {
  const refusal = may(change, actor, 'conversation.reply');
  if (refusal) return refusal;
  const allowed = mayLeave(change, command, { account, at: change.now });
  if ('code' in allowed) return allowed;
  const target = change.message(command.messageId);
  const reachable = target && metaIdOf(target) !== null && target.content.kind !== 'unsent';
  if (!reachable || target.direction === 'act') return { code: 'message-not-found' };
  const by = personOf(actor);
  const { emoji, clientId } = command;
  confirmHumanAgent(change, allowed.humanAgent);
  const before = target.reactions?.find(({ from }) => from === 'business');
  putReaction(change, target, { emoji, from: 'business', at: change.now, by });
  enqueue(change, {
    id: clientId,
    at: change.now,
    direction: 'act',
    by,
    content: { kind: 'text', text: emoji },
    act: { target: target.id, emoji, ...(before && { before }) },
    ...(allowed.humanAgent && { humanAgent: true }),
  });
  return null;
}
