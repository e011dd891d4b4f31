/** The operators that the search box offers. Pure; what they mean is in `domain/operators.ts`. */
import type { WordKey } from '../../words/t.ts';

export type Hint = {
  /** What a click writes; with a space at the end nothing is left to say. */
  readonly insert: string;
  readonly words: Extract<WordKey, `search.hint-${string}`>;
};

export const hints: readonly Hint[] = [
  { insert: 'from:', words: 'search.hint-from' },
  { insert: 'agent:', words: 'search.hint-agent' },
  { insert: 'tag:', words: 'search.hint-tag' },
  { insert: 'channel:', words: 'search.hint-channel' },
  { insert: 'is:unread ', words: 'search.hint-unread' },
  { insert: 'is:unanswered ', words: 'search.hint-unanswered' },
  { insert: 'before:', words: 'search.hint-before' },
  { insert: 'after:', words: 'search.hint-after' },
];

/** What was not understood and is not just being typed: an operator at the end may get its value yet. */
export function toldUnknown(unknown: readonly string[], text: string): readonly string[] {
  return unknown.filter((one) => !(one.endsWith(':') && text.endsWith(one)));
}
