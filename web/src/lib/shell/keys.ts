/** Which key means what, anywhere on the page. Pure; letters by their meaning, not by their place on the keyboard. */

export type KeyAction =
  | 'next'
  | 'previous'
  | 'reply'
  | 'comment'
  | 'take'
  | 'archive'
  | 'unread'
  | 'panel'
  | 'help'
  | 'next-region'
  | 'previous-region';

export type KeyFacts = {
  readonly key: string;
  readonly shift: boolean;
  /** Ctrl, Alt, Meta or AltGraph: such keys belong to the browser or to a layout. */
  readonly modified: boolean;
  readonly composing: boolean;
  /** Whether text is being written where the key went. */
  readonly editable: boolean;
};

const letters: Readonly<Record<string, KeyAction>> = {
  j: 'next',
  k: 'previous',
  r: 'reply',
  n: 'comment',
  i: 'take',
  e: 'archive',
  u: 'unread',
  ']': 'panel',
  '?': 'help',
};

/** What a key asks for, or null. */
export function keyAction(facts: KeyFacts): KeyAction | null {
  if (facts.modified || facts.composing) return null;
  if (facts.key === 'F6') return facts.shift ? 'previous-region' : 'next-region';
  if (facts.editable) return null;
  return letters[facts.key.toLowerCase()] ?? null;
}
