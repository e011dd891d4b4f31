/** What can be set about this Meta: where the product is, its secret, Meta's habits and limits. */
import { z } from 'zod';
import { defaultHabits, habitsSchema } from './webhooks/habits.ts';

const milliseconds = z
  .int()
  .min(0)
  .max(24 * 60 * 60 * 1000);
const seconds = z
  .int()
  .min(0)
  .max(30 * 24 * 60 * 60);

export const settingsSchema = z.strictObject({
  /** The product's webhook address; a bare origin gets `/webhooks/meta`. */
  productUrl: z.url({ protocol: /^https?$/ }).transform(withWebhookPath),
  appSecret: z.string().min(1),
  /** The origin of this simulator in addresses of files, as the product may fetch it; null: as the caller reached it. */
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .transform((address) => new URL(address).origin)
    .nullable(),
  /** What a free text outside the 24-hour window gets: an accepted send that fails later (as Meta mostly does), or 400 at once. */
  closedWindow: z.enum(['async', 'sync']),
  /** First pause before a webhook that was not answered with 200 comes again; it doubles up to 60 s. */
  retryBaseMs: milliseconds.min(1),
  /** How long the product may take to answer a webhook. */
  answerTimeoutMs: milliseconds.min(1),
  /** Pause between acceptance, sent, delivered and read of one message. */
  statusGapMs: milliseconds,
  /** Most sends per second of one account; null for no limit. */
  throughput: z.int().min(1).nullable(),
  /** Sends from one account to one customer: `burst` at once, then one every `refillMs`; null for no limit. */
  pairRate: z.strictObject({ burst: z.int().min(1), refillMs: milliseconds.min(1) }).nullable(),
  /** How long the addresses of media live, in seconds: WhatsApp's resolved ones, and those of the CDN. */
  mediaUrlSeconds: seconds,
  cdnUrlSeconds: seconds,
  /** Whether Messenger and Instagram tell the product of its own sends (`is_echo`). */
  echoes: z.boolean(),
  /** Id of the product's app at Meta, as echoes name it. */
  appId: z.string().regex(/^\d+$/, 'use digits'),
  habits: habitsSchema,
});
export type Settings = z.infer<typeof settingsSchema>;

export const settingsPatch = settingsSchema.partial().extend({ habits: habitsSchema.partial().optional() });
export type SettingsPatch = z.infer<typeof settingsPatch>;

export const defaultSettings: Settings = {
  productUrl: 'http://localhost:8787/webhooks/meta',
  appSecret: 'local-app-secret',
  publicUrl: null,
  closedWindow: 'async',
  retryBaseMs: 2000,
  answerTimeoutMs: 10_000,
  statusGapMs: 150,
  throughput: null,
  pairRate: null,
  mediaUrlSeconds: 300,
  cdnUrlSeconds: 4 * 24 * 60 * 60,
  echoes: true,
  appId: '1517776481860111',
  habits: defaultHabits,
};

function withWebhookPath(address: string): string {
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = '/webhooks/meta';
  return url.href;
}
