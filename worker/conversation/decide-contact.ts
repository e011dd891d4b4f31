/** What the team keeps of the customer: details, notes, consent. Every change leaves a line. Pure. */
import type { CommandBody } from '#domain/command.ts';
import type { DetailChange, Happening } from '#domain/message.ts';
import type { Details, Note } from '#domain/panel.ts';
import { canManage, type Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Change } from './change.ts';
import { retitle } from './customer.ts';
import { may, personOf } from './decide-send.ts';

type Of<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>;

/** These commands as they reach the object: the values of details are read by the edge. */
export type ContactCommand = Of<'details'> | Of<'note'> | Of<'note-back'> | Of<'consent'>;

/** Notes that one conversation keeps, and those that went last and can come back. */
const mostNotes = 500;
const mostDropped = 3;

/** In the order in which the panel shows them. */
const detailKeys = [
  ...['name', 'phone', 'email', 'company', 'address', 'language', 'zone'],
] as readonly (keyof Details)[];

/** What a patch really changes. */
function changesOf(details: Details, patch: Of<'details'>['patch']): DetailChange[] {
  return detailKeys.flatMap((detail) => {
    const to = patch[detail];
    return to === undefined || to === (details[detail] ?? '') ? [] : [{ detail, to }];
  });
}

/** What of them the row of the list carries: it is searched there. */
export function showDetails(change: Change): void {
  const { phone, email } = change.panel.details;
  change.setFacts({ otherPhone: phone, email: email?.toLowerCase() });
  retitle(change);
}

function setDetails(change: Change, { patch }: Of<'details'>): readonly Happening[] {
  const { details } = change.panel;
  const changes = changesOf(details, patch);
  if (changes.length === 0) return [];
  const changed = new Map<string, string>(Object.entries(details));
  for (const { detail, to } of changes) {
    if (to === '') changed.delete(detail);
    else changed.set(detail, to);
  }
  change.setPanel({ details: Object.fromEntries(changed) });
  showDetails(change);
  return [{ what: 'details', changes }];
}

/** Whether `actor` may change a note: it is their own, or they keep the place in order. */
function isTheirs(note: Note, actor: Actor): boolean {
  return note.by.id === actor.id || canManage(actor, 'notes.manage');
}

function addNote(
  change: Change,
  actor: Actor,
  { clientId, text }: Of<'note'>,
): readonly Happening[] | Refusal {
  const { notes } = change.panel;
  if (text === '') return { code: 'text-empty' };
  if (notes.length >= mostNotes)
    return { code: 'invalid-input', problem: `a conversation keeps at most ${mostNotes} notes` };
  change.setPanel({ notes: [{ id: clientId, at: change.now, by: personOf(actor), text }, ...notes] });
  return [{ what: 'noted', how: 'added' }];
}

function changeNote(change: Change, note: Note, text: string): readonly Happening[] {
  const { notes } = change.panel;
  if (note.text === text) return [];
  if (text !== '') {
    const changed = { ...note, text, editedAt: change.now };
    change.setPanel({ notes: notes.map((one) => (one.id === note.id ? changed : one)) });
    return [{ what: 'noted', how: 'changed' }];
  }
  change.setPanel({ notes: notes.filter(({ id }) => id !== note.id) });
  change.setState({ droppedNotes: [note, ...change.state.droppedNotes].slice(0, mostDropped) });
  return [{ what: 'noted', how: 'removed' }];
}

function note(change: Change, actor: Actor, command: Of<'note'>): readonly Happening[] | Refusal {
  if (command.noteId === undefined) return addNote(change, actor, command);
  const known = change.panel.notes.find(({ id }) => id === command.noteId);
  if (!known || !isTheirs(known, actor)) return { code: 'note-not-found' };
  return changeNote(change, known, command.text);
}

function noteBack(change: Change, actor: Actor, { noteId }: Of<'note-back'>): readonly Happening[] | Refusal {
  const dropped = change.state.droppedNotes.find(({ id }) => id === noteId);
  if (!dropped || !isTheirs(dropped, actor)) return { code: 'note-not-found' };
  change.setState({ droppedNotes: change.state.droppedNotes.filter((one) => one !== dropped) });
  change.setPanel({ notes: [...change.panel.notes, dropped].sort((a, b) => b.at - a.at) });
  return [{ what: 'noted', how: 'restored' }];
}

function consent(change: Change, { optedOut }: Of<'consent'>): readonly Happening[] {
  if ((change.head.optedOut ?? false) === optedOut) return [];
  change.setMark('optedOut', optedOut);
  return [{ what: 'marketing', value: optedOut ? 'stop' : 'resume' }];
}

function happened(change: Change, actor: Actor, command: ContactCommand): readonly Happening[] | Refusal {
  switch (command.type) {
    case 'details':
      return setDetails(change, command);
    case 'note':
      return note(change, actor, command);
    case 'note-back':
      return noteBack(change, actor, command);
    case 'consent':
      return consent(change, command);
  }
}

/** One of these commands; what is so already changes nothing. */
export function keep(change: Change, actor: Actor, command: ContactCommand): Refusal | null {
  const refusal = may(change, actor, 'conversation.edit');
  if (refusal) return refusal;
  const happenings = happened(change, actor, command);
  if ('code' in happenings) return happenings;
  for (const happening of happenings) change.line(happening, personOf(actor));
  return null;
}
