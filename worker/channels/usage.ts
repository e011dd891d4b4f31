/** Meta's headers about limits, pure: how long an account has to hold still. Source: Meta, "Rate limits" (Graph API). */
import { z } from 'zod';

const minute = 60_000;
const percent = z.coerce.number().catch(0);
const usage = z.object({
  call_count: percent,
  total_time: percent,
  total_cputime: percent,
  /** In minutes; 0 while nothing is limited. */
  estimated_time_to_regain_access: z.coerce.number().catch(0),
});
type Usage = z.infer<typeof usage>;

const single = usage.transform((one) => [one]);
/** One list of uses for each business object. */
const business = z
  .record(z.string(), z.array(usage).catch([]))
  .transform((objects) => Object.values(objects).flat());

function read(headers: Headers, name: string, shape: z.ZodType<Usage[]>): readonly Usage[] {
  try {
    return shape.safeParse(JSON.parse(headers.get(name) ?? 'null')).data ?? [];
  } catch {
    // A header that nobody can read limits nothing.
    return [];
  }
}

/** The pause that a use asks for, in ms. A limit that is reached without a time is looked at again after a minute. */
function pauseOf(one: Usage): number {
  if (one.estimated_time_to_regain_access > 0) return one.estimated_time_to_regain_access * minute;
  return Math.max(one.call_count, one.total_time, one.total_cputime) >= 100 ? minute : 0;
}

/** How long Meta's usage headers say to pause, in ms; null when no limit is reached. */
export function usagePause(headers: Headers): number | null {
  const uses = [
    ...read(headers, 'x-business-use-case-usage', business),
    ...read(headers, 'x-app-usage', single),
    ...read(headers, 'x-page-usage', single),
  ];
  const longest = Math.max(0, ...uses.map(pauseOf));
  return longest > 0 ? longest : null;
}

/** `Retry-After`, as seconds or as a date, in ms from `now`; null without one. */
export function retryAfter(headers: Headers, now: number): number | null {
  const said = headers.get('retry-after') ?? '';
  const ms = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now;
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

/** Codes of limits that are the account's, not of one message or customer: WhatsApp, Pages, Instagram, Messenger, the app. */
const accountLimits: ReadonlySet<number> = new Set([4, 17, 32, 341, 613, 80001, 80002, 80006, 80007, 130429]);
const limited = z.object({ error: z.object({ code: z.coerce.number() }) });
const briefly = 1000;

/** How long the whole account should hold still after a refusal with `body`, in ms; null when it is not about the account. */
export function refusalPause(body: unknown, toldMs: number | null): number | null {
  const { data } = limited.safeParse(body);
  return data && accountLimits.has(data.error.code) ? (toldMs ?? briefly) : null;
}
