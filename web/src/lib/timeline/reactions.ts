/** Reactions under a message: one chip for each emoji, with who. Pure. */
import type { Reaction } from '#domain/message.ts';
import { t } from '../words/t.ts';

export type Chip = { readonly emoji: string; readonly names: readonly string[] };

function nameOf({ from, by }: Reaction, customer: string): string {
  if (by) return by.name;
  if (from === 'customer') return customer;
  return from === 'business' ? t('reaction.of-business') : from;
}

/** In the order in which they came; what was taken back is gone. */
export function chipsOf(reactions: readonly Reaction[], customer: string): Chip[] {
  const names = new Map<string, string[]>();
  const standing = reactions.filter((one) => one.emoji !== '').sort((a, b) => a.at - b.at);
  for (const reaction of standing) {
    names.set(reaction.emoji, [...(names.get(reaction.emoji) ?? []), nameOf(reaction, customer)]);
  }
  return [...names].map(([emoji, who]) => ({ emoji, names: who }));
}

/** What Meta said against the team's reaction, which is gone again then; null when nothing. */
export function objectionTo(reactions: readonly Reaction[]): string | null {
  return reactions.find((one) => one.from === 'business')?.sentence ?? null;
}

/** What the team's own reaction is now; '' for none. */
export function ownReaction(reactions: readonly Reaction[] | undefined): string {
  return reactions?.find((one) => one.from === 'business')?.emoji ?? '';
}
