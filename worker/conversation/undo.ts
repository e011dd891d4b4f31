/** What takes a command back: follows from the head before and after it. Pure. */
import type { Change } from '#domain/command.ts';
import type { Head } from '#domain/head.ts';
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

/** Owner, value and source as they were; null where nothing changed, or it is another lead by now. */
function leadFactsBack({ leadFacts: before }: Head, { leadFacts: after }: Head): Change | null {
  if (!before || !after || before.id !== after.id) return null;
  const undo: Change = {
    type: 'lead-facts',
    ...(before.owner?.id !== after.owner?.id && { ownerId: before.owner?.id ?? null }),
    ...((before.value !== after.value || before.currency !== after.currency) && {
      value: before.value ?? null,
      ...(before.currency !== undefined && { currency: before.currency }),
    }),
    ...((before.source !== after.source || before.sourceId !== after.sourceId) && {
      source: before.source,
      sourceId: before.sourceId ?? null,
    }),
  };
  return Object.keys(undo).length > 1 ? undo : null;
}

/** What takes it back, as far as nobody changes the same meanwhile; as `undoOf`. */
export function guardedUndoOf(command: Command, before: Head, after: Head): Change | null {
  const undo = undoOf(command, before, after);
  const still = undo && standing(undo, after);
  return undo && still !== null ? Object.assign(undo, { still }) : undo;
}

/** Null where nothing changed, or where it cannot be taken back. That something was read is taken back as “unread”. */
export function undoOf({ type }: Command, before: Head, after: Head): Change | null {
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
    case 'lead-facts':
      return leadFactsBack(before, after);
    case 'follow-up':
      return before.followUpAt === after.followUpAt ? null : { type, at: before.followUpAt ?? null };
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
    case 'lead-replace':
      return null;
  }
}
