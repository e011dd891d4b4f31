/** Making the index anew from the objects. */
import { z } from 'zod';

/** POST /api/reindex, until `next` is null. */
export const reindexBody = z.object({ cursor: z.string().max(200).nullable() });
export type ReindexAnswer = {
  readonly next: string | null;
  /** Conversations looked at, and what was found wrong and mended. */
  readonly checked: number;
  readonly mended: number;
};
