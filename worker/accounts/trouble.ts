/** Why nothing may leave an account now, as Meta last said it. One word per account; the last one counts. */
import { z } from 'zod';

const trouble = z.object({
  /** Meta's time of it, in ms: an older word that comes late changes nothing. */
  at: z.number(),
  /** What is wrong and what to do; null when Meta lifted it. */
  sentence: z.string().nullable(),
  /** When it ends by itself, in ms; null when it does not. */
  until: z.number().nullable(),
});
type Trouble = z.infer<typeof trouble>;

/** As it is kept in `channel_account.trouble`. */
export function troubleText(value: Trouble): string {
  return JSON.stringify(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The sentence that holds at `now` (ms), or null when messages may leave. Text of another age counts as the sentence. */
export function troubleAt(text: string | null, now: number): string | null {
  if (text === null) return null;
  const { data } = trouble.safeParse(parsed(text));
  if (!data) return text;
  return data.until !== null && data.until <= now ? null : data.sentence;
}
