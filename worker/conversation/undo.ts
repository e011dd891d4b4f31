/** What takes a command back: follows from the head before and after it. Pure. */
import type { Change } from '#domain/command.ts';
import { isOpen } from '#domain/follow-up.ts';
import type { Head } from '#domain/head.ts';
import type { FollowUp, Panel } from '#domain/panel.ts';
import { standing, type Command } from './decide-command.ts';

/** Tags that one head has and the other has not. */
function beyond(head: Head, other: Head): string[] {
  return (head.tags ?? []).filter((id) => !other.tags?.includes(id));
}

function tagsBack(before: Head, after: Head): Change | null {
  const add = beyond(before, after);
  const remove = beyond(after, before);
  return add.length + remove.length > 0 ? { type: 'tag', add, remove } : null;
}

/** What a command has made: the head as it is now, and what was kept before and after. */
type Done = { readonly head: Head; readonly was: Panel; readonly panel: Panel };

/** Those that are not open any more, or at another time or somebody else's, are so again; new ones are cancelled. */
function followUpsBack({ followUps: before }: Panel, { followUps: after }: Panel): Change | null {
  const [open, now] = [before.filter(isOpen), after.filter(isOpen)];
  const isSo = (one: FollowUp) => (other: FollowUp) =>
    other.id === one.id && other.dueAt === one.dueAt && other.owner.id === one.owner.id;
  const changed = open.filter((one) => !now.some(isSo(one)));
  const fresh = now.filter(({ id }) => !open.some((one) => one.id === id));
  if (changed.length + fresh.length === 0) return null;
  return {
    type: 'follow-up-back',
    open: changed.map(({ id, dueAt, owner }) => ({ id, dueAt, ownerId: owner.id })),
    cancel: fresh.map(({ id }) => id),
  };
}

/** What takes it back, as far as nobody changes the same meanwhile; as `undoOf`. */
export function guardedUndoOf(command: Command, before: Head, done: Done): Change | null {
  const undo = undoOf(command, before, done);
  const still = undo && standing(undo, done.head);
  return undo && still !== null ? Object.assign(undo, { still }) : undo;
}

/** Null where nothing changed, or where it cannot be taken back. That something was read is taken back as “unread”. */
export function undoOf({ type }: Command, before: Head, { head: after, was, panel }: Done): Change | null {
  switch (type) {
    case 'assign': {
      const personId = before.assignee?.id ?? null;
      return personId === (after.assignee?.id ?? null) ? null : { type, personId };
    }
    case 'group':
      return before.groupId === after.groupId ? null : { type, groupId: before.groupId };
    case 'tag':
      return tagsBack(before, after);
    case 'lead':
      return before.lead === after.lead ? null : { type, status: before.lead ?? null };
    case 'follow-up':
    case 'follow-up-add':
    case 'follow-up-change':
    case 'follow-up-end':
    case 'follow-up-back':
      return followUpsBack(was, panel);
    case 'archive':
      return before.archived === after.archived ? null : { type: 'reopen' };
    case 'reopen':
      return before.archived === after.archived ? null : { type: 'archive' };
    case 'read':
      return before.unread === after.unread ? null : { type: 'unread' };
    case 'unread':
      return before.unread === after.unread ? null : { type: 'read', rev: after.rev };
    case 'send':
    case 'unschedule':
    case 'reschedule':
    case 'react':
    case 'typing':
    case 'comment':
    case 'block':
    case 'attribute':
      return null;
  }
}
