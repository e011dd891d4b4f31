/** The team: what is changed of a person, and handing over all that somebody has open. Bodies are zod schemas; answers are types. */
import { z } from 'zod';
import { teamMemberBody, type BoundedCount, type Colleague } from './http.ts';
import { roles } from './permission.ts';

const id = z.string().min(1).max(120);

/** Who gets what somebody has open: a person; a group; whoever the rule of each conversation's group finds; or (null) nobody. */
const receiver = z
  .union([z.object({ personId: id }), z.object({ groupId: id }), z.object({ rule: z.literal('spread') })])
  .nullable();
export type Receiver = z.infer<typeof receiver>;

/** PATCH /api/team/:id: an admin changes all of it, everybody whether they are away themselves; at least one thing. */
export const memberPatch = z
  .object({
    name: teamMemberBody.shape.name,
    role: z.enum(roles),
    /** Whoever is not active is signed out at once and cannot sign in. */
    active: z.boolean(),
    /** Gets nothing new by itself. */
    away: z.boolean(),
    /** With `active: false`: who gets all that they have open, in the same step. Absent: it stays theirs until it is handed over. */
    handTo: receiver,
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'there is nothing to change')
  .refine(
    ({ active, handTo }) => handTo === undefined || active === false,
    'handTo: it goes with deactivating a person',
  );
export type MemberPatch = z.infer<typeof memberPatch>;
/** POST /api/team */
export type NewMember = z.infer<typeof teamMemberBody>;
export type Member = Colleague & { readonly active: boolean };

/** GET /api/team: everybody who was ever here, active people first. */
export type TeamRow = Member & {
  readonly email: string;
  /** Ids of their groups. */
  readonly groups: readonly string[];
  /** Conversations that are theirs and not archived, by the kept counts. */
  readonly open: number;
};

/** POST /api/team/:id/hand-over: a step; ask again with `next` until there is none. */
export const handOverBody = z.object({
  to: receiver,
  cursor: z.string().max(200).nullable().default(null),
});
export type HandOverAnswer = {
  /** Conversations that went over in this step. */
  readonly handed: number;
  /** Conversations of this step that could not be reached: asking anew from the beginning goes on with them. */
  readonly failed: number;
  /** How many were open at the beginning; null in later steps. */
  readonly open: BoundedCount | null;
  /** Give it back as `cursor` for the next step; null at the end. */
  readonly next: string | null;
};
