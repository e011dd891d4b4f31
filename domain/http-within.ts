/** Looking into one conversation: for words, and for a day. */
import { z } from 'zod';

/** GET /api/conversations/:id/search?q=: messages of one conversation, newest first (B-39). */
export const withinQuery = z.object({ q: z.string().max(300) });
export type WithinAnswer = {
  readonly hits: readonly { readonly id: string; readonly at: number; readonly seq: number }[];
  /** Whether there are more than were looked for. */
  readonly more: boolean;
};
/** GET /api/conversations/:id/messages/at/:ms: the page around the first message at that time or later (AroundPage). */
export const atParam = z.coerce.number().int().nonnegative();
