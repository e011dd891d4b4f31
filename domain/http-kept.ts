/** What is kept to be sent again: templates, quick replies, interactive messages. Bodies are zod schemas; answers are types. */
import { z } from 'zod';
import { channels } from './channel.ts';
import { draft } from './draft.ts';
import type { MessageTemplate } from './template.ts';

const id = z.string().min(1).max(120);

/** GET /api/templates?channel=&account=: all of the owner of that account; POST /api/templates/sync asks Meta first. */
export const templatesQuery = z.object({ channel: z.enum(channels), account: z.string().min(1).max(64) });
export type TemplatesAnswer = {
  readonly templates: readonly MessageTemplate[];
  /** When they were last read from Meta, in ms; 0 for never. */
  readonly syncedAt: number;
  /** Why the last try did not succeed; null when it did. */
  readonly sentence: string | null;
  /** Whether they are worth reading again: never read, older than a day, or Meta told of some that are not known here. */
  readonly stale: boolean;
};

const quickReplyScopes = ['mine', 'group', 'all'] as const;
/** POST /api/quick-replies, PUT /api/quick-replies/:id */
export const quickReplyBody = z.object({
  scope: z.enum(quickReplyScopes),
  /** Only of the scope `group`. */
  groupId: id.nullable(),
  /** Typed after a slash. */
  shortcut: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[\p{L}\p{N}_-]{1,40}$/u, 'must be letters and digits, without spaces'),
  title: z.string().trim().min(1).max(80),
  /** With variables in braces: `{{name}}`; `domain/variables.ts` says which. */
  text: z.string().min(1).max(4096),
});
export type QuickReply = z.infer<typeof quickReplyBody> & { readonly id: string; readonly owner: string };

/** POST /api/library, PUT /api/library/:id: interactive messages that are kept (B-57). */
export const savedInteractiveBody = z.object({
  name: z.string().trim().min(1).max(80),
  channel: z.enum(channels),
  draft: draft.refine(({ kind }) => kind === 'interactive', 'must be an interactive message'),
});
export type SavedInteractive = z.infer<typeof savedInteractiveBody> & {
  readonly id: string;
  readonly owner: string;
};
