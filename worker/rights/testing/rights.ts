/**
 * The rights of product section 1 and, written down by hand: what the tables beside this are made of. Nothing here
 * comes from domain/permission.ts, or it would prove nothing.
 */
import type { Role, Visibility } from '#domain/permission.ts';

/** How somebody stands to a conversation: it is theirs, nobody's, a colleague's in a group of theirs, or a colleague's elsewhere. */
export const relations = ['mine', 'unassigned', 'group', 'other'] as const;
export type Relation = (typeof relations)[number];

/** `role`: seen and refused (403). `hidden`: as if it were not there (404). `out`: signed out (401). */
export type Verdict = 'may' | 'role' | 'hidden' | 'out';

/** In which relation each role has it, as far as they see the conversation at all. */
export type Right = Readonly<Record<Role, readonly Relation[]>>;
/** What becomes of each role that asks something of the place as a whole. */
export type PlaceRight = Readonly<Record<Role, Verdict>>;

const anywhere = relations;
const nowhere: readonly Relation[] = [];

/** Which conversations agents see under each setting; managers and admins see all. */
const seenByAgents: Readonly<Record<Visibility, readonly Relation[]>> = {
  own: ['mine'],
  groups: ['mine', 'unassigned', 'group'],
  all: anywhere,
};

/** Looking, commenting, and what is noted of a customer: whoever sees it. */
export const looking: Right = { agent: anywhere, manager: anywhere, admin: anywhere };
export const replying: Right = { agent: ['mine', 'unassigned'], manager: ['mine'], admin: anywhere };
export const taking: Right = { agent: ['mine', 'unassigned'], manager: anywhere, admin: anywhere };
export const handingOn: Right = { agent: ['mine'], manager: anywhere, admin: anywhere };
/** Groups, and the archive. */
export const sorting: Right = { agent: ['mine', 'unassigned'], manager: anywhere, admin: anywhere };
export const blocking: Right = { agent: ['mine'], manager: anywhere, admin: anywhere };
export const adminsOf: Right = { agent: nowhere, manager: nowhere, admin: anywhere };

export const signedIn: PlaceRight = { agent: 'may', manager: 'may', admin: 'may' };
export const managers: PlaceRight = { agent: 'role', manager: 'may', admin: 'may' };
export const admins: PlaceRight = { agent: 'role', manager: 'role', admin: 'may' };
/** Of something that the agent keeps for themselves. */
export const itsAgent: PlaceRight = { agent: 'may', manager: 'hidden', admin: 'hidden' };

export type Standing = {
  readonly role: Role;
  readonly relation: Relation;
  readonly visibility: Visibility;
};

/** What must become of somebody who asks for `right`. */
export function verdictOn(right: Right, { role, relation, visibility }: Standing): Verdict {
  if (role === 'agent' && !seenByAgents[visibility].includes(relation)) return 'hidden';
  return right[role].includes(relation) ? 'may' : 'role';
}
