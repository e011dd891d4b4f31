/** How much of a text is too much, and what is said of it on the way there (B-55). Pure. */
import { abilities, textLength, type Channel } from '#domain/channel.ts';
import type { Mode } from '../state/drafts.svelte.ts';
import type { Measure } from './state.ts';

export type Unit = 'characters' | 'bytes';

/** In what a text is counted. */
export function unitOf(mode: Mode, channel: Channel): Unit {
  return mode === 'comment' ? 'characters' : abilities[channel].textUnit;
}

/** Where the part begins that is too much, in UTF-16 units; null where everything fits. Never within a character. */
export function overflowFrom(text: string, { size, unit, channel }: Counted): number | null {
  if (!size.over) return null;
  let left = size.limit;
  let at = 0;
  for (const sign of text) {
    left -= unit === 'bytes' ? textLength(channel, sign) : 1;
    if (left < 0) break;
    at += sign.length;
  }
  return at;
}

type Counted = { readonly size: Measure; readonly unit: Unit; readonly channel: Channel };

/** Steps at which a person who does not see the count is told of it, in what is left. */
const steps = [0, 20, 50, 200] as const;
export type Step = (typeof steps)[number] | 'over';

/** The step that a text has reached; null while the limit is far. It changes seldom, so that nobody is told all the time. */
export function stepOf({ length, limit, near, over }: Measure): Step | null {
  if (over) return 'over';
  if (!near) return null;
  return steps.find((step) => limit - length <= step) ?? null;
}
