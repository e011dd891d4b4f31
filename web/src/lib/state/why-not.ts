/** What channels would refuse; comes with the first file, because most replies have none. */
import type { Channel } from '#domain/channel.ts';
import { refuseDraft } from '#domain/limits.ts';
import { sentenceOf } from '#domain/refusal.ts';
import type { Composed } from './outbox.svelte.ts';

/** Why a channel would not take a draft, as a sentence; null when it would. */
export function whyNot(channel: Channel, draft: Composed): string | null {
  const refusal = refuseDraft(channel, draft);
  return refusal && sentenceOf(refusal);
}
