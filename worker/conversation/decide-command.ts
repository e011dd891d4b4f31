/** What a person asks → what changes, or a refusal. Pure. */
import type { CommandBody } from '#domain/command.ts';
import { beginningOf, type Head } from '#domain/head.ts';
import type { Panel } from '#domain/panel.ts';
import { hashOf } from '#domain/shard.ts';
import type { Person } from '#domain/message.ts';
import { can, type Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Change } from './change.ts';
import { seek, seekNobody } from './decide-assign.ts';
import { keep } from './decide-contact.ts';
import { note, type FactCommand, type Named } from './decide-facts.ts';
import { followUp, type FollowUpCommand } from './decide-follow-ups.ts';
import { reschedule, schedule, unschedule } from './decide-scheduled.ts';
import { clearUnread, may, personOf, react, send, type Asking } from './decide-send.ts';
import { goAway } from './decide-waiting.ts';

type Of<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>;

/** People who are not here any more are left out of its mentions. */
export type Comment = Omit<Of<'comment'>, 'mentions'> & { readonly mentions?: readonly Actor[] };

/**
 * `group`: of a hand-over to a group. `seeks`: where that leaves it nobody's, its group's rule is asked, as of a new one. Both by
 * the edge alone.
 */
export type Assign = Omit<Of<'assign'>, 'personId'> & {
  readonly to: Person | null;
  readonly group?: Named;
  readonly seeks?: true;
};

/** A command as it reaches the object: what it names is looked up by the edge. */
export type Command =
  | Exclude<CommandBody, { type: 'assign' | 'comment' | FactCommand['type'] | FollowUpCommand['type'] }>
  | FactCommand
  | FollowUpCommand
  | Comment
  | Assign;

const commentLimit = 10_000;

/** Those whom the text names and who may see the conversation now; what the text says of others stays a text. */
function namedIn({ text, mentions = [] }: Comment, change: Change): Person[] {
  const named = mentions.filter(({ name }) => text.includes(`@${name}`));
  return named.filter((one) => can(one, 'conversation.see', change.head)).map(personOf);
}

function comment(change: Change, actor: Actor, command: Comment): Refusal | null {
  const refusal = may(change, actor, 'conversation.comment');
  if (refusal) return refusal;
  const length = [...command.text].length;
  if (command.text.trim() === '') return { code: 'text-empty' };
  if (length > commentLimit) return { code: 'text-too-long', limit: commentLimit, length };
  const mentions = namedIn(command, change);
  change.add({
    id: command.clientId,
    at: change.now,
    direction: 'note',
    by: personOf(actor),
    content: { kind: 'comment', text: command.text, ...(mentions.length > 0 && { mentions }) },
  });
  const told = { by: personOf(actor), text: beginningOf(command.text), messageId: command.clientId };
  for (const { id } of mentions) change.notify({ personId: id, kind: 'mention', ...told });
  return null;
}

/** Both owners are told, as far as it was not they who did it. */
function tellOwners(
  change: Change,
  by: Person,
  { from, to }: Readonly<Record<'from' | 'to', Person | null>>,
): void {
  if (to) change.notify({ personId: to.id, kind: 'assigned', by, text: '' });
  if (from) change.notify({ personId: from.id, kind: 'handed', by, text: '' });
}

function assign(change: Change, actor: Actor, to: Person | null): Refusal | null {
  const { assignee } = change.head;
  const refusal = may(change, actor, to?.id === actor.id ? 'conversation.take' : 'conversation.assign');
  if (refusal) return refusal;
  if (assignee?.id === to?.id) return null;
  change.setHead({ assignee: to });
  seekNobody(change);
  const by = personOf(actor);
  if (to) change.line({ what: 'assigned', to }, by);
  else if (assignee) change.line({ what: 'released', from: assignee }, by);
  tellOwners(change, by, { from: assignee, to });
  return null;
}

function handOn(change: Change, actor: Actor, { clientId, to, group, seeks }: Assign): Refusal | null {
  const refusal =
    assign(change, actor, to) ?? (group ? note(change, actor, { type: 'group', clientId, to: group }) : null);
  if (!refusal && seeks && change.head.assignee === null) seek(change, 'grouped');
  return refusal;
}

function setArchived(change: Change, actor: Actor, archived: boolean): Refusal | null {
  const refusal = may(change, actor, 'conversation.archive');
  if (refusal || change.head.archived === archived) return refusal;
  change.setHead({ archived });
  if (archived) seekNobody(change);
  goAway(change);
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

/** What customers write is still taken in; only nothing goes to them (C11). */
function setBlocked(change: Change, actor: Actor, on: boolean): Refusal | null {
  const refusal = may(change, actor, 'conversation.block');
  if (refusal || (change.head.blocked ?? false) === on) return refusal;
  change.setFacts({ blocked: on ? true : undefined });
  change.line({ what: on ? 'blocked' : 'unblocked' }, actor);
  return null;
}

function dispatch(change: Change, asking: Asking, command: Command): Refusal | null {
  const { actor } = asking;
  switch (command.type) {
    case 'send':
      return command.sendAt === undefined || command.sendAt <= change.now
        ? send(change, asking, command)
        : schedule(change, asking, { ...command, sendAt: command.sendAt });
    case 'unschedule':
      return unschedule(change, actor, command.sendId);
    case 'reschedule':
      return reschedule(change, asking, command);
    case 'react':
      return react(change, asking, command);
    case 'typing':
      return may(change, actor, 'conversation.reply') ?? (change.head.blocked ? { code: 'blocked' } : null);
    case 'comment':
      return comment(change, actor, command);
    case 'assign':
      return handOn(change, actor, command);
    case 'group':
    case 'tag':
    case 'lead':
    case 'lead-facts':
    case 'lead-replace':
    case 'attribute':
      return note(change, actor, command);
    case 'details':
    case 'note':
    case 'note-back':
    case 'consent':
      return keep(change, actor, command);
    case 'follow-up':
    case 'follow-up-add':
    case 'follow-up-change':
    case 'follow-up-end':
    case 'follow-up-back':
      return followUp(change, actor, command);
    case 'block':
      return setBlocked(change, actor, command.on);
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
  return type === 'send' || type === 'reschedule' || type === 'react' || type === 'read';
}

/**
 * Whether the command with this client id was done before, and the refusal if that id belongs to something else; whoever
 * may not see the conversation is not told that it does.
 */
export function isRepeated(change: Change, actor: Actor, command: Command): boolean | Refusal {
  const taken = may(change, actor, 'conversation.see') ?? ({ code: 'client-id-taken' } as const);
  const known = change.message(command.clientId);
  if (known) return known.by?.id === actor.id ? true : taken;
  const waiting = change.state.scheduled.find(({ command: { clientId } }) => clientId === command.clientId);
  if (waiting) return waiting.actor.id === actor.id ? true : taken;
  return change.commandRev(command.clientId) !== null;
}

/** What there is of a conversation to change. */
export type Seen = { readonly head: Head; readonly panel: Panel };

/** The details that a patch is about, as they are: so short that it may be said again. */
function detailsStanding({ patch }: Pick<Of<'details'>, 'patch'>, { details }: Panel): string {
  const about = Object.keys(patch).sort();
  const known = new Map<string, string>(Object.entries(details));
  return String(hashOf(JSON.stringify(about.map((detail) => [detail, known.get(detail) ?? '']))));
}

type FollowUpsBack = { readonly type: 'follow-up-back'; readonly open: readonly { readonly id: string }[] };
type Standing =
  | Pick<Of<'details'>, 'type' | 'patch'>
  | FollowUpsBack
  | { readonly type: Exclude<Command['type'], 'details' | 'follow-up-back'> };

/** When the first is due, and what is noted of those that are put back. */
function followUpsStanding({ open }: FollowUpsBack, { head, panel }: Seen): string {
  const back = new Set(open.map(({ id }) => id));
  const notes = panel.followUps.filter(({ id }) => back.has(id)).map(({ id, note }) => [id, note]);
  return `${head.followUpAt ?? ''} ${hashOf(JSON.stringify(notes))}`;
}

/** What is known of the lead, as far as a person writes it. */
function leadStanding({ leadFacts }: Head): string {
  const { id, owner, value, currency, source, sourceId } = leadFacts ?? {};
  return [id, owner?.id, value, currency, source, sourceId].map((fact) => fact ?? '').join(' ');
}

/** What a command of this kind would overwrite; the archive's also tells of the customer's newest. Null: nothing of others. */
export function standing(command: Standing, seen: Seen): string | null {
  const { head, panel } = seen;
  switch (command.type) {
    case 'details':
      return detailsStanding(command, panel);
    case 'assign':
      return head.assignee?.id ?? '';
    case 'group':
      return head.groupId ?? '';
    case 'lead':
      return head.lead ?? '';
    case 'lead-facts':
      return leadStanding(head);
    case 'follow-up':
      return String(head.followUpAt ?? '');
    case 'follow-up-back':
      return followUpsStanding(command, seen);
    case 'archive':
    case 'reopen':
      return `${head.archived} ${head.openedAt ?? ''}`;
    default:
      return null;
  }
}

/** One command of a person. A refusal leaves no trace: `change` is not to be committed then. */
export function decideCommand(change: Change, asking: Asking, command: Command): Refusal | null {
  const still = 'still' in command ? command.still : undefined;
  const isLate = still !== undefined && still !== standing(command, change);
  const refusal = dispatch(change, asking, command);
  if (!refusal && isLate && change.changed) return { code: 'changed-since' };
  // A message is its own record; reading up to a rev says the same however often it is said.
  const needsNone: readonly Command['type'][] = ['send', 'react', 'comment', 'read', 'typing'];
  if (!refusal && !needsNone.includes(command.type)) change.commands.push(command.clientId);
  return refusal;
}
