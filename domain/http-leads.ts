/** Leads: the board, their statuses, their history. Bodies and answers of /api/leads and /api/lead-statuses. */
import { z } from 'zod';
import type { Head } from './head.ts';
import type { BoundedCount } from './http.ts';
import type { Message } from './message.ts';
import type { Lead } from './panel.ts';
import { tagColours } from './tag-colours.ts';

const id = z.string().min(1).max(120);

/** POST /api/lead-statuses, PUT /api/lead-statuses/:id */
export const leadStatusBody = z.object({
  name: z.string().trim().min(1).max(40),
  colour: z.enum(tagColours),
  final: z.boolean(),
});
/** PUT /api/lead-statuses: the ids of all of them, in their new order. Answer: all of them. */
export const leadOrderBody = z.object({ ids: z.array(id).min(1).max(200) });
/** DELETE /api/lead-statuses/:id?to=…: what has this status gets the other first, some at each call. */
export const leadDropQuery = z.object({ to: id.optional() });
/** `left`: as many leads still have it; 0: it is gone. `refused`: why one of them would not take the other status. */
export type LeadDropAnswer = { readonly left: number; readonly refused: string | null };

/** What there is of one lead status. Values in hundredths by currency (ISO 4217); absent where they are not kept. */
export type LeadCount = BoundedCount & { readonly values?: Readonly<Record<string, number>> };
/** By the id of the status. */
export type LeadCounts = Readonly<Record<string, LeadCount>>;

/** GET /api/leads: rows of the list, without its counts; the address says which. */
export type LeadsPage = {
  readonly rows: readonly Head[];
  readonly next: string | null;
  readonly now: number;
};
/** GET /api/leads/counts: of what fits the address, by status. */
export type LeadCountsAnswer = { readonly counts: LeadCounts; readonly now: number };

/** GET /api/conversations/:id/leads: all of them, and the lines that tell of them, newest first. */
export type LeadHistory = { readonly leads: readonly Lead[]; readonly lines: readonly Message[] };
