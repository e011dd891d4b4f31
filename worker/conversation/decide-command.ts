/** What a person asks → what changes, or a refusal. Pure. */
import { abilities, textLength } from '#domain/channel.ts';
import { queuedAt } from '#domain/delivery.ts';
import type { CommandBody } from '#domain/http.ts';
import type { Person } from '#domain/message.ts';
import { refuse, type Actor, type ConversationCapability } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import { refuseText } from '#domain/window.ts';
import type { Change } from './change.ts';

type Of<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>;

/** A command as it reaches the object: people are looked up by the edge. */
export type Command =
  | Exclude<CommandBody, { type: 'assign' }>
  | (Omit<Of<'assign'>, 'personId'> & { readonly to: Person | null });

function personOf(actor: Actor): Person {
  return { id: actor.id, name: actor.name };
}

function may(change: Change, actor: Actor, capability: ConversationCapability): Refusal | null {
  return refuse(actor, capability, change.head);
}

function refuseDraft(change: Change, text: string): Refusal | null {
  if (text.trim() === '') return { code: 'text-empty' };
  const limit = abilities[change.head.channel].textLimit;
  const length = textLength(change.head.channel, text);
  return length > limit ? { code: 'text-too-long', limit, length } : null;
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

function send(change: Change, actor: Actor, command: Of<'send'>): Refusal | null {
  const refusal =
    may(change, actor, 'conversation.reply') ??
    refuseDraft(change, command.text) ??
    refuseText(change.head, change.now);
  if (refusal) return refusal;
  const by = personOf(actor);
  takeByReplying(change, by);
  reopen(change, by);
  if (change.head.unread > 0) change.setUnread([]);
  const { id, seq } = change.add({
    id: command.clientId,
    at: change.now,
    direction: 'out',
    by,
    content: { kind: 'text', text: command.text },
    delivery: queuedAt(change.now),
  });
  change.queue.push({ messageId: id, seq, attempt: 0, dueAt: change.now, leftAt: null });
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
function read(change: Change, actor: Actor, rev: number): Refusal | null {
  const refusal = may(change, actor, 'conversation.read');
  if (refusal) return refusal;
  const left = change.state.unreadRuns.filter(([arrivedIn]) => arrivedIn > rev);
  if (left.length < change.state.unreadRuns.length) change.setUnread(left);
  return null;
}

function markUnread(change: Change, actor: Actor): Refusal | null {
  const refusal = may(change, actor, 'conversation.read');
  if (!refusal && change.head.unread === 0) change.setUnread([[change.rev, 1]]);
  return refusal;
}

function dispatch(change: Change, actor: Actor, command: Command): Refusal | null {
  switch (command.type) {
    case 'send':
      return send(change, actor, command);
    case 'comment':
      return comment(change, actor, command);
    case 'assign':
      return assign(change, actor, command.to);
    case 'archive':
      return setArchived(change, actor, true);
    case 'reopen':
      return setArchived(change, actor, false);
    case 'read':
      return read(change, actor, command.rev);
    case 'unread':
      return markUnread(change, actor);
  }
}

/** Whether the command with this client id was done before, and the refusal if that id belongs to something else. */
export function isRepeated(change: Change, actor: Actor, command: Command): boolean | Refusal {
  const known = change.message(command.clientId);
  if (known) return known.by?.id === actor.id ? true : { code: 'client-id-taken' };
  return change.commandRev(command.clientId) !== null;
}

/** One command of a person. A refusal leaves no trace in `change`. */
export function decideCommand(change: Change, actor: Actor, command: Command): Refusal | null {
  const refusal = dispatch(change, actor, command);
  // A message is its own record; reading up to a rev says the same however often it is said.
  const needsNone: readonly Command['type'][] = ['send', 'comment', 'read'];
  if (!refusal && !needsNone.includes(command.type)) change.commands.push(command.clientId);
  return refusal;
}
