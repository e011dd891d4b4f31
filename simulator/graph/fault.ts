/** Faults on request: what the next sends meet instead of an ordinary answer. */
import { z } from 'zod';

const times = z.union([z.int().min(1).max(100_000), z.literal('all')]).default(1);
/** Which requests to /messages it meets: sends, or marks of reading. */
const meets = z.enum(['send', 'read']).default('send');
const retryAfter = z.int().min(0).max(86_400).optional();
const shared = { times, meets };

export const faultSchema = z.discriminatedUnion('kind', [
  /** Refused with a Graph error body; nothing is sent. */
  z.strictObject({
    kind: z.literal('error'),
    code: z.int().min(0),
    status: z.int().min(400).max(599).optional(),
    title: z.string().optional(),
    details: z.string().default('The simulator was asked to refuse this.'),
    subcode: z.int().optional(),
    retryAfterSeconds: retryAfter,
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
