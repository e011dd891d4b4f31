/** What a person asks → what changes, or a refusal. Pure. */
import { contentOf } from '#domain/draft.ts';
import { queuedAt } from '#domain/delivery.ts';
import type { CommandBody } from '#domain/http.ts';
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

/** A command as it reaches the object: people are looked up by the edge. */
export type Command =
  | Exclude<CommandBody, { type: 'assign' }>
  | (Omit<Of<'assign'>, 'personId'> & { readonly to: Person | null });

/** Who asks, and what the account behind the conversation may do. */
export type Asking = { readonly actor: Actor; readonly account: AccountRights };

function personOf(actor: Actor): Person {
  return { id: actor.id, name: actor.name };
}

function may(change: Change, actor: Actor, capability: ConversationCapability): Refusal | null {
  return refuse(actor, capability, change.head);
}

function reopen(change: Change, by: Person): void {
  if (!change.head.archived) return;
  change.setHead({ archived: false });
  change.line({ what: 'reopened' }, by);
}

/** A reply takes an unassigned conversation in the same commit. */
function takeByReplying(change: Change, by: Person): void {
  if (change.head.assignee) return;
  change.setHead({ assignee: by });
  change.line({ what: 'assigned', to: by }, by);
}

/** What was read by somebody who may answer is told to the customer, if the business wants that. */
function clearUnread(change: Change, account: AccountRights, upTo = change.rev): void {
  const left = change.state.unreadRuns.filter(([arrivedIn]) => arrivedIn > upTo);
  if (left.length === change.state.unreadRuns.length) return;
  change.setUnread(left);
  const newest = account.marksRead ? change.newestIncoming() : null;
  // While something is unseen, the newest by time may be just that; it was seen if nothing happened to it since.
  if (newest && (left.length === 0 || newest.rev <= upTo)) change.setState({ markRead: newest.id });
}

type Asked = Of<'send'> | Of<'react'>;
type Allowed = { readonly humanAgent: boolean } | Refusal;

/** Window and rights, as the screen asks them too. */
function mayLeave(change: Change, command: Asked, account: AccountRights): Allowed {
  const what = command.type === 'send' && command.draft.kind === 'template' ? 'template' : 'free';
  const { openedAt } = change.head;
  const before = openedAt !== null && change.state.humanAgentFor === openedAt;
  const confirmed = before || command.asHumanAgent === true;
  const way = wayOut(change.head, { rights: account, what, by: 'person', confirmed }, change.now);
  if ('refusal' in way) return way.refusal;
  return { humanAgent: way.way === 'human-agent' };
}

function enqueue(change: Change, message: Omit<StoredMessage, 'rev' | 'seq' | 'delivery'>): void {
  const { id, seq } = change.add({ ...message, delivery: queuedAt(change.now) });
  change.queue.push({ messageId: id, seq, attempt: 0, dueAt: change.now, leftAt: null });
}

function confirmHumanAgent(change: Change, humanAgent: boolean): void {
  const { openedAt } = change.head;
  if (humanAgent && change.state.humanAgentFor !== openedAt) change.setState({ humanAgentFor: openedAt });
}

/** The message that is answered; null when none is, or it is none that can be. */
function quotedBy(change: Change, id: string | undefined): StoredMessage | Refusal | null {
  if (id === undefined) return null;
  const quoted = change.message(id);
  const isMessage = quoted !== null && quoted.direction !== 'act' && metaIdOf(quoted) !== null;
  return isMessage ? quoted : { code: 'message-not-found' };
}

function send(change: Change, { actor, account }: Asking, command: Of<'send'>): Refusal | null {
  const refusal = may(change, actor, 'conversation.reply') ?? refuseDraft(change.head.channel, command.draft);
  if (refusal) return refusal;
  const allowed = mayLeave(change, command, account);
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
function react(change: Change, { actor, account }: Asking, command: Of<'react'>): Refusal | null {
  const refusal = may(change, actor, 'conversation.reply');
  if (refusal) return refusal;
  const allowed = mayLeave(change, command, account);
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

const commentLimit = 10_000;

function comment(change: Change, actor: Actor, command: Of<'comment'>): Refusal | null {
  const refusal = may(change, actor, 'conversation.comment');
  if (refusal) return refusal;
  const length = [...command.text].length;
  if (command.text.trim() === '') return { code: 'text-empty' };
  if (length > commentLimit) return { code: 'text-too-long', limit: commentLimit, length };
  change.add({
    id: command.clientId,
    at: change.now,
    direction: 'note',
    by: personOf(actor),
    content: { kind: 'comment', text: command.text },
  });
  return null;
}

function assign(change: Change, actor: Actor, to: Person | null): Refusal | null {
  const { assignee } = change.head;
  const refusal = may(change, actor, to?.id === actor.id ? 'conversation.take' : 'conversation.assign');
  if (refusal) return refusal;
  if (assignee?.id === to?.id) return null;
  change.setHead({ assignee: to });
  if (to) change.line({ what: 'assigned', to }, personOf(actor));
  else if (assignee) change.line({ what: 'released', from: assignee }, personOf(actor));
  return null;
}

function setArchived(change: Change, actor: Actor, archived: boolean): Refusal | null {
  const refusal = may(change, actor, 'conversation.archive');
  if (refusal || change.head.archived === archived) return refusal;
  change.setHead({ archived });
  change.line({ what: archived ? 'archived' : 'reopened' }, personOf(actor));
  return null;
}

/** Clears what had arrived up to the rev they saw. */
function read(change: Change, { actor, account }: Asking, rev: number): Refusal | null {
  const refusal = may(change, actor, 'conversation.read');
  if (!refusal) clearUnread(change, account, rev);
  return refusal;
}

function markUnread(change: Change, actor: Actor): Refusal | null {
  const refusal = may(change, actor, 'conversation.read');
  if (!refusal && change.head.unread === 0) change.setUnread([[change.rev, 1]]);
  return refusal;
}

function dispatch(change: Change, asking: Asking, command: Command): Refusal | null {
  const { actor } = asking;
  switch (command.type) {
    case 'send':
      return send(change, asking, command);
    case 'react':
      return react(change, asking, command);
    case 'typing':
      return may(change, actor, 'conversation.reply');
    case 'comment':
      return comment(change, actor, command);
    case 'assign':
      return assign(change, actor, command.to);
    case 'archive':
      return setArchived(change, actor, true);
    case 'reopen':
      return setArchived(change, actor, false);
    case 'read':
      return read(change, asking, command.rev);
    case 'unread':
      return markUnread(change, actor);
  }
}

/** Whether what the account may do matters to a command. */
export function needsAccount({ type }: Command): boolean {
  return type === 'send' || type === 'react' || type === 'read';
}

/** Whether the command with this client id was done before, and the refusal if that id belongs to something else. */
export function isRepeated(change: Change, actor: Actor, command: Command): boolean | Refusal {
  const known = change.message(command.clientId);
  if (known) return known.by?.id === actor.id ? true : { code: 'client-id-taken' };
  return change.commandRev(command.clientId) !== null;
}

/** One command of a person. A refusal leaves no trace in `change`. */
export function decideCommand(change: Change, asking: Asking, command: Command): Refusal | null {
  const refusal = dispatch(change, asking, command);
  // A message is its own record; reading up to a rev says the same however often it is said.
  const needsNone: readonly Command['type'][] = ['send', 'react', 'comment', 'read', 'typing'];
  if (!refusal && !needsNone.includes(command.type)) change.commands.push(command.clientId);
  return refusal;
}
