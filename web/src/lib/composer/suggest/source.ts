/** What the field suggests while one writes: quick replies after `/`, people after `@`, emoji after `:` (B-50, B-51). */
import type { Hand } from '../hand.ts';

export type Suggestion = {
  readonly id: string;
  /** The line of the list. */
  readonly title: string;
  /** Beside it, fainter. */
  readonly detail?: string;
  /** Below the list, of the one that is marked: what it would write. */
  readonly preview?: string;
  /** Stands before the title. */
  readonly mark?: string;
};

/** Where in the text something is looked for, and what was typed of it. */
export type Trigger = { readonly from: number; readonly to: number; readonly query: string };

export type Source = {
  readonly name: 'quick' | 'mention' | 'emoji';
  /** Whether this source speaks at the caret; null when it does not. Pure and quick: asked at every key. */
  triggered(text: string, caret: number, hand: Hand): Trigger | null;
  /** At most 50; those asked for an older query are dropped. */
  suggest(query: string, hand: Hand): Promise<readonly Suggestion[]>;
  /** Puts what was chosen in the place of the trigger. */
  choose(suggestion: Suggestion, trigger: Trigger, hand: Hand): void;
};
