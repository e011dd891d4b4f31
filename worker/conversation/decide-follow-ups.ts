/** Follow-ups: set, changed, ended, and the second at which one reminds its owner. Every change leaves a line. Pure. */
import type { CommandBody } from '#domain/command.ts';
import { firstDue, hasReminded, isOpen, mostFollowUps, nextReminder, ordered } from '#domain/follow-up.ts';
import type { Happening, Person } from '#domain/message.ts';
import type { FollowUp } from '#domain/panel.ts';
import { can, type Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Change } from './change.ts';
import { may, personOf } from './decide-send.ts';

type Of<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>;

/** `owner` null: whose it was is not on the team any more. */
type Reopening = {
  readonly id: string;
  readonly dueAt: number;
  readonly owner: Person | null;
  /** Absent: as it is. */
  readonly note?: string | undefined;
};

/** These commands as they reach the object: whose a follow-up becomes is looked up by the edge. */
export type FollowUpCommand =
  | Of<'follow-up'>
  | (Omit<Of<'follow-up-add'>, 'ownerId'> & { readonly owner: Actor })
  | (Omit<Of<'follow-up-change'>, 'ownerId'> & { readonly owner?: Actor })
  | Of<'follow-up-end'>
  | (Omit<Of<'follow-up-back'>, 'open'> & { readonly open: readonly Reopening[] });
type As<T extends FollowUpCommand['type']> = Extract<FollowUpCommand, { type: T }>;
type Asked<T extends FollowUpCommand['type']> = { readonly actor: Actor; readonly command: As<T> };
type Outcome = readonly Happening[] | Refusal;

/** Keeps them in their order, with all that follows from them: the row's mark, and the next reminder. */
export function setFollowUps(change: Change, all: readonly FollowUp[]): void {
  const followUps = ordered(all);
  change.setPanel({ followUps });
  change.setFacts({ followUpAt: firstDue(followUps) });
  change.setState({ followUpDueAt: nextReminder(followUps), followUpsRev: change.rev });
}

/** Puts `next` in the place of the one with its id. */
function replace(change: Change, next: readonly FollowUp[]): void {
  const byId = new Map(next.map((one) => [one.id, one]));
  setFollowUps(
    change,
    change.panel.followUps.map((one) => byId.get(one.id) ?? one),
  );
}

/** It reminds at its new time, though it did at the old one; that it did is known to whoever takes the move back. */
function movedTo({ firedAt, ...followUp }: FollowUp, dueAt: number): FollowUp {
  return { ...followUp, dueAt, ...(firedAt !== undefined && firedAt < dueAt && { firedAt }) };
}

function endedAs(followUp: FollowUp, as: 'done' | 'cancelled', at: number): FollowUp {
  return { ...followUp, state: as, endedAt: at };
}

/** Nothing follows a lead that has ended (product, section 5), and nobody is reminded of what they may not see. */
function refuseSetting(change: Change, owner?: Actor): Refusal | null {
  if (change.state.leadFinal === true) return { code: 'follow-up-after-lead' };
  if (owner && !can(owner, 'conversation.see', change.head))
    return { code: 'person-may-not-see', name: owner.name };
  return null;
}

function add(change: Change, { actor, command }: Asked<'follow-up-add'>): Outcome {
  const { id, dueAt, owner, note } = command;
  const { followUps } = change.panel;
  if (followUps.some((one) => one.id === id)) return [];
  const refusal = refuseSetting(change, owner);
  if (refusal) return refusal;
  if (followUps.filter(isOpen).length >= mostFollowUps.open)
    return { code: 'too-many-follow-ups', limit: mostFollowUps.open };
  const made = { by: personOf(actor), createdAt: change.now };
  const followUp: FollowUp = { id, dueAt, owner: personOf(owner), note, state: 'open', ...made };
  setFollowUps(change, [...followUps, followUp]);
  return [{ what: 'follow-up', at: dueAt }];
}

function openOne(change: Change, id: string): FollowUp | null {
  return change.panel.followUps.find((one) => one.id === id && isOpen(one)) ?? null;
}

/** Whoever gets one that has reminded already is told at once. */
function give(change: Change, followUp: FollowUp, { actor, to }: { actor: Actor; to: Actor }): FollowUp {
  if (hasReminded(followUp))
    change.notify({ personId: to.id, kind: 'follow-up', by: personOf(actor), text: followUp.note });
  return { ...followUp, owner: personOf(to) };
}

function alter(change: Change, { actor, command }: Asked<'follow-up-change'>): Outcome {
  const known = openOne(change, command.id);
  if (!known) return { code: 'follow-up-not-found' };
  const { dueAt = known.dueAt, owner, note = known.note } = command;
  const happenings: Happening[] = [];
  let followUp = { ...known, note };
  if (dueAt !== known.dueAt) {
    followUp = movedTo(followUp, dueAt);
    happenings.push({ what: 'follow-up-moved', at: dueAt });
  }
  if (owner && owner.id !== known.owner.id) {
    followUp = give(change, followUp, { actor, to: owner });
    happenings.push({ what: 'follow-up-given', to: personOf(owner) });
  }
  if (note !== known.note) happenings.push({ what: 'follow-up-noted', note });
  const refusal = happenings.some(({ what }) => what !== 'follow-up-noted') && refuseSetting(change, owner);
  if (refusal) return refusal;
  if (happenings.length > 0) replace(change, [followUp]);
  return happenings;
}

/** Ended in another way already, by somebody else: it stays so. */
function end(change: Change, { id, as }: As<'follow-up-end'>): Outcome {
  const known = openOne(change, id);
  if (known) {
    replace(change, [endedAs(known, as, change.now)]);
    return [{ what: 'follow-up-ended', as, note: known.note }];
  }
  const isSo = change.panel.followUps.some((one) => one.id === id && one.state === as);
  return isSo ? [] : { code: 'follow-up-not-found' };
}

function cancelAll(change: Change): Outcome {
  if (change.head.followUpAt === undefined) return [];
  replace(
    change,
    change.panel.followUps.filter(isOpen).map((one) => endedAs(one, 'cancelled', change.now)),
  );
  return [{ what: 'follow-up', at: null }];
}

/** The caller's first one moves; without one there is a new one, under the command's own id. */
function set(change: Change, { actor, command }: Asked<'follow-up'>): Outcome {
  const { at, clientId } = command;
  if (at === null) return cancelAll(change);
  const own = change.panel.followUps.find((one) => isOpen(one) && one.owner.id === actor.id);
  if (!own) {
    const fresh = { type: 'follow-up-add', clientId, id: clientId, dueAt: at, note: '' } as const;
    return add(change, { actor, command: { ...fresh, owner: actor } });
  }
  if (own.dueAt === at) return [];
  const refusal = refuseSetting(change);
  if (refusal) return refusal;
  replace(change, [movedTo(own, at)]);
  return [{ what: 'follow-up', at }];
}

/** As it was before. Where its time passed meanwhile and it has not reminded anybody, it does now. */
function reopened({ endedAt: _ended, ...followUp }: FollowUp, to: Reopening): FollowUp {
  const { dueAt, owner, note = followUp.note } = to;
  return { ...followUp, state: 'open', dueAt, owner: owner ?? followUp.owner, note };
}

/** Whether nothing but its note is another one now. */
function isOnlyNoted(one: FollowUp, before: readonly FollowUp[]): boolean {
  const was = before.find(({ id }) => id === one.id);
  const isThere = was?.state === one.state && was.dueAt === one.dueAt && was.owner.id === one.owner.id;
  return isThere && was.note !== one.note;
}

/** Those that are not here are left out. */
function back(change: Change, { open, cancel }: As<'follow-up-back'>): Outcome {
  const before = new Map(open.map((one) => [one.id, one]));
  const changed = change.panel.followUps.flatMap((one) => {
    const to = before.get(one.id);
    if (to) return [reopened(one, to)];
    return isOpen(one) && cancel.includes(one.id) ? [endedAs(one, 'cancelled', change.now)] : [];
  });
  if (changed.length === 0) return [];
  const noted = changed.filter((one) => isOnlyNoted(one, change.panel.followUps));
  const others = changed.filter((one) => !noted.includes(one));
  replace(change, changed);
  return [
    ...noted.map(({ note }) => ({ what: 'follow-up-noted', note }) as const),
    ...(others.length > 0 ? [{ what: 'follow-up', at: firstDue(others) ?? null } as const] : []),
  ];
}

function dispatch(change: Change, actor: Actor, command: FollowUpCommand): Outcome {
  switch (command.type) {
    case 'follow-up':
      return set(change, { actor, command });
    case 'follow-up-add':
      return add(change, { actor, command });
    case 'follow-up-change':
      return alter(change, { actor, command });
    case 'follow-up-end':
      return end(change, command);
    case 'follow-up-back':
      return back(change, command);
  }
}

/** One of these commands; what is so already changes nothing. */
export function followUp(change: Change, actor: Actor, command: FollowUpCommand): Refusal | null {
  const refusal = may(change, actor, 'conversation.edit');
  if (refusal) return refusal;
  const happenings = dispatch(change, actor, command);
  if ('code' in happenings) return happenings;
  for (const happening of happenings) change.line(happening, personOf(actor));
  return null;
}

/** Each reminds its owner once, and stands in the timeline at its own time. */
export function decideFollowUpsDue(change: Change): void {
  const { followUpDueAt } = change.state;
  if (followUpDueAt === null || followUpDueAt > change.now) return;
  const due = change.panel.followUps.filter(
    (one) => isOpen(one) && !hasReminded(one) && one.dueAt <= change.now,
  );
  for (const { owner, note, dueAt, createdAt } of due) {
    change.line({ what: 'follow-up-due', owner, note }, undefined, Math.max(dueAt, createdAt));
    change.notify({ personId: owner.id, kind: 'follow-up', text: note });
  }
  replace(
    change,
    due.map((one) => ({ ...one, firedAt: change.now })),
  );
}
