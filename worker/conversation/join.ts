/** Two conversations of one customer become one: what the later one hands over, and how the earlier takes it in. Pure. */
import type { Change } from './change.ts';
import { learnNames, learnProfile } from './customer.ts';
import { settle } from './settle.ts';
import type { FileJob, OutboxRow, Parked, State, StoredMessage } from './state.ts';
import { openWindow } from './windows.ts';

/** Which of two began earlier; the same instant is settled by their ids, so that both sides agree. */
export type Began = { readonly id: string; readonly at: number };
export function beganEarlier(a: Began, b: Began): boolean {
  return a.at === b.at ? a.id < b.id : a.at < b.at;
}

/** Messages changed after a place in the other conversation's history of changes. */
export type HandedMessages = {
  readonly from: string;
  readonly messages: readonly StoredMessage[];
  /** Where the next page begins. */
  readonly cursor: { readonly rev: number; readonly seq: number };
  readonly more: boolean;
};

/** Everything else, given when the other has become a signpost: nothing of it changes any more. */
export type HandedRest = {
  readonly from: string;
  readonly state: State;
  readonly outbox: readonly OutboxRow[];
  readonly parked: readonly Parked[];
  readonly commands: readonly string[];
  readonly files: readonly FileJob[];
};

/** Lines are numbered by their own conversation. */
function idHere(from: string, message: StoredMessage): string {
  return message.id.startsWith('line-') ? `${from}:${message.id}` : message.id;
}

/** Another conversation is found to be of the same customer. */
export function wantJoin(change: Change, other: string): void {
  const { joins } = change.state;
  if (other !== change.head.id && !joins.includes(other)) change.setState({ joins: [...joins, other] });
}

/** Messages by Meta's id, repeatable: what is here already is brought up to date. */
export function absorbMessages(change: Change, { from, messages }: HandedMessages): void {
  for (const theirs of messages) {
    const id = idHere(from, theirs);
    const { rev: _rev, seq: _seq, ...written } = theirs;
    const known = change.message(id) ?? (theirs.metaId === undefined ? null : change.byMetaId(theirs.metaId));
    const message = { ...written, id, home: theirs.home ?? from };
    if (!known) change.add(message);
    // The other one was its owner until now; whatever stands here under this id from elsewhere stays.
    else if (known.home === message.home) change.put({ ...known, ...message });
  }
}

function absorbHead(change: Change, state: State): void {
  const { head } = state;
  learnNames(change, state.names);
  learnProfile(change, {
    ...(change.state.profileName === '' && state.profileName && { name: state.profileName }),
    ...(change.head.username === undefined && head.username && { username: head.username }),
  });
  if (head.openedAt !== null) openWindow(change, head.openedAt);
  if ((head.freeEntryUntil ?? 0) > (change.head.freeEntryUntil ?? 0)) {
    change.setHead({ freeEntryUntil: head.freeEntryUntil });
    change.setState({ freeEntry: state.freeEntry });
  }
  if (head.optedOut) change.setMark('optedOut', true);
  change.setHead({
    assignee: change.head.assignee ?? head.assignee,
    groupId: change.head.groupId ?? head.groupId,
    archived: change.head.archived && head.archived,
  });
  if (head.unread > 0) change.setUnread([...change.state.unreadRuns, [change.rev, head.unread]]);
}

/** What waited there waits here, in one commit with the end of the join. */
export function absorbRest(change: Change, rest: HandedRest): void {
  const { from, state, outbox, parked, commands, files } = rest;
  absorbHead(change, state);
  for (const row of outbox) {
    const message = change.message(row.messageId);
    if (message?.delivery?.state === 'queued') change.queue.push({ ...row, seq: message.seq });
  }
  for (const one of parked) settle(change, one);
  change.commands.push(...commands);
  for (const file of files) change.fetch.push(file);
  change.setState({ joins: change.state.joins.filter((id) => id !== from) });
  change.line({ what: 'joined', messages: state.seq }, undefined);
}
