/** Faults on request: what the next sends meet instead of an ordinary answer. */
import { z } from 'zod';

const times = z.union([z.int().min(1).max(100_000), z.literal('all')]).default(1);
/**
 * Which requests it meets. To /messages: sends, marks of reading, reactions, typing; elsewhere: `upload` of media, `media`
 * (an id resolved to its address), `download` of the bytes, `profile`, `templates`.
 */
export const occasions = [
  'send',
  'read',
  'react',
  'typing',
  'upload',
  'media',
  'download',
  'profile',
  'templates',
] as const;
export type Occasion = (typeof occasions)[number];
const meets = z.enum([...occasions, 'any']).default('send');
const retryAfter = z.int().min(0).max(86_400).optional();
/** Only requests of this account; of any if left out. */
const accountId = z.string().optional();
const shared = { times, meets, accountId };

export const faultSchema = z.discriminatedUnion('kind', [
  /** Refused with a Graph error body; nothing is sent. */
  z.strictObject({
    kind: z.literal('error'),
    code: z.int().min(0),
    status: z.int().min(400).max(599).optional(),
    title: z.string().optional(),
    details: z.string().default('The simulator was asked to refuse this.'),
    subcode: z.int().optional(),
    /** Meta's `is_transient`. */
    transient: z.boolean().optional(),
    retryAfterSeconds: retryAfter,
    /** Minutes, told in the usage header. */
    regainMinutes: z.number().min(0).max(1440).optional(),
    ...shared,
  }),
  /** The token has expired, the account is restricted, or too much was asked: in the words of the channel. */
  z.strictObject({ kind: z.enum(['expired', 'restricted']), ...shared }),
  z.strictObject({
    kind: z.literal('limited'),
    retryAfterSeconds: z.int().min(0).max(86_400).default(2),
    ...shared,
  }),
  /** Refused with a bare HTTP answer that no Graph error explains; nothing is sent. */
  z.strictObject({
    kind: z.literal('http'),
    status: z.int().min(400).max(599),
    body: z.string().default('<html><body>Sorry, something went wrong.</body></html>'),
    retryAfterSeconds: retryAfter,
    ...shared,
  }),
  /** No answer: for `seconds`, or as long as anybody waits. Accepted at once, or never. */
  z.strictObject({
    kind: z.literal('silence'),
    accepted: z.boolean(),
    seconds: z.number().min(0).max(3600).nullable().default(null),
    ...shared,
  }),
  /** The connection breaks in the middle of the answer. */
  z.strictObject({ kind: z.literal('reset'), accepted: z.boolean(), ...shared }),
  /** An ordinary answer, later; accepted only then. */
  z.strictObject({ kind: z.literal('slow'), ms: z.int().min(0).max(3_600_000), ...shared }),
  /** Accepted, then a status `failed` with this code. */
  z.strictObject({
    kind: z.literal('failed'),
    code: z.int().min(0),
    title: z.string().optional(),
    details: z.string().default('The simulator was asked to let this fail.'),
    ...shared,
  }),
]);
export type Fault = z.infer<typeof faultSchema>;
export type WaitingFault = Fault & { readonly id: number; readonly remaining: number | 'all' };
