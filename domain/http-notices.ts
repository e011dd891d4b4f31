/** What the bell asks for and gets: /api/notices. */
import { z } from 'zod';
import { noticeKinds, type Notice } from './notice.ts';

/** Unread notices are counted no further than this. */
export const mostUnread = 100;
/** The newest notices of a person are kept, so many and so long (ms). */
export const keptNotices = { most: 200, for: 30 * 24 * 60 * 60 * 1000 } as const;

/** GET /api/notices */
export const noticesQuery = z.object({ cursor: z.string().max(200).optional() });

/** POST /api/notices/read: these, or all up to a time (ms). */
export const readNoticesBody = z.union([
  z.strictObject({ ids: z.array(z.string().min(1).max(160)).min(1).max(keptNotices.most) }),
  z.strictObject({ upTo: z.number().int().nonnegative() }),
]);
export type ReadNotices = z.infer<typeof readNoticesBody>;

/** PUT and GET /api/notices/settings: what a person does not want to be told of, and whether it makes a sound. */
export const noticeSettingsBody = z.object({
  off: z
    .array(z.enum(noticeKinds))
    .max(noticeKinds.length)
    .transform((kinds) => [...new Set(kinds)]),
  sound: z.boolean(),
});
export type NoticeSettings = z.infer<typeof noticeSettingsBody>;

/** `readAt` in ms; null: not yet. */
export type ListedNotice = Notice & { readonly readAt: number | null };

/** GET /api/notices, newest first. */
export type NoticesPage = {
  readonly notices: readonly ListedNotice[];
  /** Give it back as `cursor` for the next page; null at the end. */
  readonly next: string | null;
  /** Unread ones of all that the caller may see, counted to `mostUnread`. */
  readonly unread: number;
  readonly settings: NoticeSettings;
};
