/** What takes a command back: follows from what there was before and after it. Pure. */
import type { Change } from '#domain/command.ts';
import { isOpen } from '#domain/follow-up.ts';
import type { Head } from '#domain/head.ts';
import type { Details, FollowUp, Panel } from '#domain/panel.ts';
import { standing, type Command, type Seen } from './decide-command.ts';

/** Tags that one head has and the other has not. */
function beyond(head: Head, other: Head): string[] {
  return (head.tags ?? []).filter((id) => !other.tags?.includes(id));
}

function tagsBack(before: Head, after: Head): Change | null {
  const add = beyond(before, after);
  const remove = beyond(after, before);
  return add.length + remove.length > 0 ? { type: 'tag', add, remove } : null;
}

function detailsBack(before: Details, after: Details): Change | null {
  const keys = Object.keys({ ...before, ...after }) as (keyof Details)[];
  const changed = keys.filter((key) => before[key] !== after[key]);
  if (changed.length === 0) return null;
  return { type: 'details', patch: Object.fromEntries(changed.map((key) => [key, before[key] ?? ''])) };
}

/** The one note that is new, gone, or says something else. */
function noteBack(before: Panel, after: Panel): Change | null {
  const gone = before.notes.find(({ id }) => !after.notes.some((one) => one.id === id));
  if (gone) return { type: 'note-back', noteId: gone.id };
  for (const { id, text } of after.notes) {
    const was = before.notes.find((one) => one.id === id);
    if (was?.text !== text) return { type: 'note', noteId: id, text: was?.text ?? '' };
  }
  return null;
}

type AttributeSet = Extract<Command, { type: 'attribute' }>;

function attributeBack({ name, required = false }: AttributeSet, before: Head, after: Head): Change | null {
  const [was, is] = [before, after].map(({ attributes = {} }) =>
    new Map(Object.entries(attributes)).get(name),
  );
  if (was === is || (was === undefined && required)) return null;
  return { type: 'attribute', name, value: was ?? '' };
}

/** Those that are not open any more, at another time, somebody else's or say something else, are as before; new ones are cancelled. */
function followUpsBack({ followUps: before }: Panel, { followUps: after }: Panel): Change | null {
  const [open, now] = [before.filter(isOpen), after.filter(isOpen)];
  const isSo = (one: FollowUp) => (other: FollowUp) =>
    other.id === one.id &&
    other.dueAt === one.dueAt &&
    other.owner.id === one.owner.id &&
    other.note === one.note;
  const changed = open.filter((one) => !now.some(isSo(one)));
  const fresh = now.filter(({ id }) => !open.some((one) => one.id === id));
  if (changed.length + fresh.length === 0) return null;
  return {
    type: 'follow-up-back',
    open: changed.map(({ id, dueAt, owner, note }) => {
      const isNoted = after.some((one) => one.id === id && one.note !== note);
      return { id, dueAt, ownerId: owner.id, ...(isNoted && { note }) };
    }),
    cancel: fresh.map(({ id }) => id),
  };
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
export function guardedUndoOf(command: Command, before: Seen, after: Seen): Change | null {
  const undo = undoOf(command, before, after);
  const still = undo && standing(undo, after);
  return undo && still !== null ? Object.assign(undo, { still }) : undo;
}

/** What is of the panel rather than of the row. */
function panelUndoOf({ type }: Command, before: Panel, after: Panel): Change | null {
  if (type === 'details') return detailsBack(before.details, after.details);
  return type === 'note' || type === 'note-back' ? noteBack(before, after) : null;
}

/** Null where nothing changed, or where it cannot be taken back. That something was read is taken back as “unread”. */
export function undoOf(command: Command, from: Seen, to: Seen): Change | null {
  const { type } = command;
  const { head: before } = from;
  const { head: after } = to;
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
    case 'follow-up-add':
    case 'follow-up-change':
    case 'follow-up-end':
    case 'follow-up-back':
      return followUpsBack(from.panel, to.panel);
    case 'attribute':
      return attributeBack(command, before, after);
    case 'consent':
      return before.optedOut === after.optedOut ? null : { type, optedOut: before.optedOut ?? false };
    case 'archive':
      return before.archived === after.archived ? null : { type: 'reopen' };
    case 'reopen':
      return before.archived === after.archived ? null : { type: 'archive' };
    case 'read':
      return before.unread === after.unread ? null : { type: 'unread' };
    case 'unread':
      return before.unread === after.unread ? null : { type: 'read', rev: after.rev };
    default:
      return panelUndoOf(command, from.panel, to.panel);
  }
}
