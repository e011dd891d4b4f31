/** Many named deadlines on the one alarm. They follow from facts that are stored anyway; pure. */
import { soughtOf } from './decide-assign.ts';
import type { OutboxRow, State } from './state.ts';

const second = 1000;
const hour = 60 * 60 * second;
const day = 24 * hour;
/** How long a report waits for its message. */
export const parkedFor = 7 * day;
/** How long a client id is remembered. */
export const commandsFor = 7 * day;
/** How long the index may lag before the object publishes again. */
const indexPatience = 30 * second;
/** How long an answer of Meta may take before the object looks after the send again. */
const answerPatience = 60 * second;

/** How long a fresh row may stay before the object looks after it. */
const freshPatience = 30 * second;

/** How long an echo may be of a message that is at Meta this moment: longer than an answer may take. */
export const echoPatience = 20 * second;
/** How long work for Meta besides sending may stay before the object looks after it. */
export const chorePatience = 30 * second;

export type Deadline = {
  readonly kind:
    | 'window'
    | 'closing'
    | 'free-entry'
    | 'index'
    | 'outbox'
    | 'scheduled'
    | 'follow-up'
    | 'parked'
    | 'echo'
    | 'commands'
    | 'file'
    | 'profile'
    | 'mark-read'
    | 'join'
    | 'assign';
  readonly dueAt: number;
};

export type Facts = {
  readonly now: number;
  /** Null while the conversation has not begun. */
  readonly state: State | null;
  readonly outbox: readonly OutboxRow[];
  /** Arrival of the oldest parked report, or null. */
  readonly parkedSince: number | null;
  readonly commandsSince: number | null;
  /** Since when the index is behind, or null. */
  readonly staleSince: number | null;
  /** Arrival of the oldest echo that waits, or null. */
  readonly echoSince: number | null;
  /** When the next file is to be fetched, or null. */
  readonly fileDueAt: number | null;
  /** When this instance last did its chores: they are not tried in a loop. */
  readonly choresAt: number;
};

function outboxDue({ outbox: rows, now }: Facts): number | null {
  const first = rows[0];
  if (!first) return null;
  if (first.leftAt !== null) return first.leftAt + answerPatience;
  // What was told to wait leaves at its time.
  if (first.dueAt > now) return first.dueAt;
  // A fresh row leaves at once; the alarm is only there in case the object stops before.
  return first.attempt === 0 ? first.dueAt + freshPatience : first.dueAt;
}

function windowDue(state: State | null): number | null {
  if (!state || state.head.windowExpiresAt === state.windowToldAt) return null;
  return state.head.windowExpiresAt;
}

/** When the assignee is to be told that the window closes and the customer waits; null: not, or it was told (B-69). */
export function closingDue(state: State | null, now: number): number | null {
  if (!state) return null;
  const { archived, assignee, blocked, waitingSince, windowExpiresAt } = state.head;
  if (!assignee || archived || blocked || waitingSince === undefined) return null;
  const isOver = windowExpiresAt === null || windowExpiresAt <= now;
  return isOver || windowExpiresAt === state.closingToldAt ? null : windowExpiresAt - hour;
}

function freeEntryDue(state: State | null): number | null {
  if (!state || state.head.freeEntryUntil === state.freeEntryToldAt) return null;
  return state.head.freeEntryUntil;
}

/** One that was tried just now and is still here waits for D1: it is not tried in a loop. */
function scheduledDue({ state, choresAt }: Facts): number | null {
  const times = (state?.scheduled ?? []).map(({ dueAt }) => dueAt);
  if (times.length === 0) return null;
  const first = Math.min(...times);
  return first <= choresAt ? choresAt + chorePatience : first;
}

function profileDue(state: State | null): number | null {
  const dueAt = state?.profileDueAt ?? null;
  return dueAt === null ? null : dueAt + chorePatience;
}

/** Chores follow the commit at once; the alarm is only there in case that fails. */
function choreDue(facts: Facts, waits: boolean): number | null {
  return waits ? facts.choresAt + chorePatience : null;
}

/** It asks at once; the alarm is only there in case that fails. */
function assignDue({ state, choresAt }: Facts): number | null {
  const asked = state && soughtOf(state);
  return asked ? Math.max(asked.since, choresAt) + chorePatience : null;
}

/** Everything that this conversation waits for. */
export function deadlines(facts: Facts): Deadline[] {
  const all: [Deadline['kind'], number | null][] = [
    ['window', windowDue(facts.state)],
    ['closing', closingDue(facts.state, facts.now)],
    ['free-entry', freeEntryDue(facts.state)],
    ['scheduled', scheduledDue(facts)],
    ['follow-up', facts.state?.followUpDueAt ?? null],
    ['echo', facts.echoSince === null ? null : facts.echoSince + echoPatience],
    ['file', facts.fileDueAt],
    ['profile', profileDue(facts.state)],
    ['mark-read', choreDue(facts, typeof facts.state?.markRead === 'string')],
    ['assign', assignDue(facts)],
    ['join', choreDue(facts, (facts.state?.joins.length ?? 0) > 0)],
    ['index', facts.staleSince === null ? null : facts.staleSince + indexPatience],
    ['outbox', outboxDue(facts)],
    ['parked', facts.parkedSince === null ? null : facts.parkedSince + parkedFor],
    ['commands', facts.commandsSince === null ? null : facts.commandsSince + commandsFor],
  ];
  return all.flatMap(([kind, dueAt]) => (dueAt === null ? [] : [{ kind, dueAt }]));
}

/** When the alarm must ring at the latest; null for never. */
export function earliest(all: readonly Deadline[]): number | null {
  return all.length === 0 ? null : Math.min(...all.map(({ dueAt }) => dueAt));
}

/**
 * What ends without a commit, so that the index would go on telling of it, and what nobody misses for long where an alarm was
 * lost: the sweep does not come for these.
 */
const unswept: ReadonlySet<Deadline['kind']> = new Set([
  'index',
  'assign',
  'mark-read',
  'profile',
  'parked',
  'commands',
]);

/** When the sweep must come at the latest if the alarm did not; null for never. */
export function sweptAt(all: readonly Deadline[]): number | null {
  return earliest(all.filter(({ kind }) => !unswept.has(kind)));
}
