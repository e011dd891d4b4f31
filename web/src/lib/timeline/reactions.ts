/** Reactions under a message: one chip for each emoji, with who. Pure. */
import type { Reaction } from '#domain/message.ts';
import { t } from '../words/t.ts';

export type Chip = {
  readonly emoji: string;
  readonly names: readonly string[];
  /** What Meta said against ours; null when it stands. */
  readonly sentence: string | null;
};

function nameOf({ from, by }: Reaction, customer: string): string {
  if (by) return by.name;
  if (from === 'customer') return customer;
  return from === 'business' ? t('reaction.of-business') : from;
}

/** In the order in which they came; what was taken back is gone. */
export function chipsOf(reactions: readonly Reaction[], customer: string): Chip[] {
  const chips = new Map<string, Chip>();
  const standing = reactions.filter((one) => one.emoji !== '').sort((a, b) => a.at - b.at);
  for (const reaction of standing) {
    const known = chips.get(reaction.emoji);
    chips.set(reaction.emoji, {
      emoji: reaction.emoji,
      names: [...(known?.names ?? []), nameOf(reaction, customer)],
      sentence: reaction.sentence ?? known?.sentence ?? null,
    });
  }
  return [...chips.values()];
}

/** What the team's own reaction is now; '' for none. */
export function ownReaction(reactions: readonly Reaction[] | undefined): string {
  return reactions?.find((one) => one.from === 'business')?.emoji ?? '';
}
