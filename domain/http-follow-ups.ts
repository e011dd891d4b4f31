/** Follow-ups of all conversations: what is asked of the list and the calendar, and what comes back. */
import { z } from 'zod';
import type { BoundedCount } from './http.ts';
import type { Head } from './head.ts';
import { followUpScopes, followUpTabs } from './follow-up.ts';
import type { FollowUp } from './panel.ts';

/** IANA, as "America/Sao_Paulo": whose day `today` is. */
const zone = z.string().min(1).max(60);
const scope = z.enum(followUpScopes);
const time = z.coerce.number().int().nonnegative().max(8.64e15);

/** GET /api/follow-ups?tab=&scope=&zone=&from=&to=&cursor=; `from` (with it) and `to` (without it) in ms. */
export const followUpsQuery = z.object({
  tab: z.enum(followUpTabs),
  scope,
  zone,
  from: time.optional(),
  to: time.optional(),
  cursor: z
    .string()
    .regex(/^\d{1,16}-\d{1,16}$/u)
    .optional(),
});
export type FollowUpsQuery = z.infer<typeof followUpsQuery>;

export type FollowUpRow = { readonly head: Head; readonly followUp: FollowUp };
export type FollowUpsAnswer = {
  /** By their time; what is done by when it was, the newest first. */
  readonly rows: readonly FollowUpRow[];
  /** Give it back as `cursor` for the next page; null at the end. */
  readonly next: string | null;
  /** The edge's clock in ms. */
  readonly now: number;
};

/** GET /api/follow-ups/counts?scope=&zone= */
export const followUpCountsQuery = z.object({ scope, zone });
export type FollowUpCounts = Readonly<Record<'overdue' | 'today' | 'upcoming', BoundedCount>> & {
  /** When the first of `today` is due (ms); null where none is. */
  readonly nextAt: number | null;
};
