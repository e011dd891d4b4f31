/** Whom a conversation goes to by itself (product, section 6): next in turn, or least busy; nobody above the cap. Pure. */
import type { Assigning } from '#domain/assigning.ts';
import type { Group } from '#domain/http.ts';
import type { Person } from '#domain/message.ts';

/** What a conversation asks. */
export type Sought = {
  readonly conversationId: string;
  /** The group that is to find somebody; null: only whether its assignee is still here. */
  readonly groupId: string | null;
  /** Whose it is while it asks. */
  readonly assigneeId: string | null;
  /** Since when it waits for somebody, in ms. */
  readonly since: number;
};

/** What became of the person whose the conversation was; null: it was nobody's. */
export type Presence = 'here' | 'away' | 'gone' | null;

export type Chosen = {
  /** The group that was asked, as it is called now; null: there is none. */
  readonly group: Pick<Group, 'id' | 'name'> | null;
  readonly assigning: Assigning;
  readonly to: Person | null;
  readonly assignee: Presence;
  /** The group assigns by itself, and nobody can be given more now: it will be offered again. */
  readonly waits: boolean;
};

/** Somebody who can be given a conversation, and how many active ones are theirs. */
export type Candidate = Person & { readonly active: number };

/** How a group chooses. */
export type Turn = Pick<Group, 'assigning' | 'most'> & {
  /** Id of the person who was given the last one; null: nobody was yet. */
  readonly last: string | null;
};

/** Whether somebody with so many active conversations may be given one more. */
function hasRoom({ active }: Pick<Candidate, 'active'>, { most }: Pick<Turn, 'most'>): boolean {
  return most === null || active < most;
}

/** From whoever comes after the last one on, round to the last one; ids are an order that no renaming changes. */
function inTurn(candidates: readonly Candidate[], last: string | null): readonly Candidate[] {
  const all = candidates.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const next = last === null ? 0 : all.findIndex(({ id }) => id > last);
  return next <= 0 ? all : [...all.slice(next), ...all.slice(0, next)];
}

/** Whom the next conversation goes to; null: nobody. Of several who are equally busy it is the next in turn. */
export function choose(candidates: readonly Candidate[], turn: Turn): Candidate | null {
  if (turn.assigning === 'off') return null;
  const free = inTurn(candidates, turn.last).filter((one) => hasRoom(one, turn));
  if (turn.assigning === 'round-robin') return free[0] ?? null;
  const least = Math.min(...free.map(({ active }) => active));
  return free.find(({ active }) => active === least) ?? null;
}

/**
 * How many more the group could give now: what waits in a group that does not assign any more, or is gone, is all to be asked
 * again, as it waits for nothing.
 */
export function roomOf(candidates: readonly Candidate[], turn: Turn | null): number {
  if (!turn || turn.assigning === 'off') return Infinity;
  const { most } = turn;
  if (most === null) return candidates.length > 0 ? Infinity : 0;
  return candidates.reduce((sum, { active }) => sum + Math.max(0, most - active), 0);
}
