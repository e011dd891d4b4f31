/** The team: what is changed of a person, and handing over all that somebody has open. Bodies are zod schemas; answers are types. */
import { z } from 'zod';
import { teamMemberBody, type BoundedCount, type Colleague } from './http.ts';
import { roles } from './permission.ts';

const id = z.string().min(1).max(120);

/** PATCH /api/team/:id: an admin changes all of it, everybody whether they are away themselves; at least one thing. */
export const memberPatch = z
  .object({
    name: teamMemberBody.shape.name,
    role: z.enum(roles),
    /** Whoever is not active is signed out at once and cannot sign in. */
    active: z.boolean(),
    /** Gets nothing new by itself. */
    away: z.boolean(),
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'there is nothing to change');
export type Member = Colleague & { readonly active: boolean };

/** POST /api/team/:id/hand-over: a step; ask again with `next` until there is none. */
export const handOverBody = z.object({
  /** A person; a group, in which nobody has it yet; or nobody. */
  to: z.union([z.object({ personId: id }), z.object({ groupId: id })]).nullable(),
  cursor: z.string().max(200).nullable().default(null),
});
export type HandOverAnswer = {
  /** Conversations that went over in this step. */
  readonly handed: number;
  /** Follow-ups that went over in this step, once all conversations have; to a person only. */
  readonly followUps: number;
  /** Conversations of this step that could not be reached: asking anew from the beginning goes on with them. */
  readonly failed: number;
  /** How many were open at the beginning; null in later steps. */
  readonly open: BoundedCount | null;
  /** Give it back as `cursor` for the next step; null at the end. */
  readonly next: string | null;
};
