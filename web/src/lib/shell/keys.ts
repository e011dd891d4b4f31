/** Which key means what, anywhere on the page. Pure; letters by their meaning, not by their place on the keyboard. */

export type KeyAction =
  | 'next'
  | 'previous'
  | 'next-writing'
  | 'previous-writing'
  | 'open'
  | 'reply'
  | 'comment'
  | 'take'
  | 'assign'
  | 'tag'
  | 'lead'
  | 'follow-up'
  | 'archive'
  | 'unread'
  | 'select'
  | 'extend-down'
  | 'extend-up'
  | 'select-all'
  | 'undo'
  | 'search'
  | 'within'
  | 'palette'
  | 'templates'
  | 'quick'
  | 'panel'
  | 'help'
  | 'go'
  | 'go-chat'
  | 'go-leads'
  | 'go-letters'
  | 'go-follow-ups'
  | 'go-settings'
  | 'next-region'
  | 'previous-region';

export type KeyFacts = {
  readonly key: string;
  readonly shift: boolean;
  /** Ctrl or ⌘. */
  readonly command: boolean;
  readonly alt: boolean;
  /** Such keys write a sign of the layout. */
  readonly altGraph: boolean;
  readonly composing: boolean;
  /** Whether text is being written where the key went. */
  readonly editable: boolean;
  /** Whether the list has the focus, or rows of it are selected. */
  readonly inList: boolean;
  /** Whether the open conversation has the focus, or nothing has it; not its own search. */
  readonly inConversation: boolean;
  /** Whether single letters do something; a person may switch that off (WCAG 2.1.4). */
  readonly letters: boolean;
  /** Whether G was just pressed. */
  readonly afterGo: boolean;
};

const letters: Readonly<Record<string, KeyAction>> = {
  j: 'next',
  k: 'previous',
  o: 'open',
  r: 'reply',
  n: 'comment',
  i: 'take',
  a: 'assign',
  t: 'tag',
  l: 'lead',
  f: 'follow-up',
  e: 'archive',
  u: 'unread',
  x: 'select',
  q: 'quick',
  z: 'undo',
  m: 'templates',
  g: 'go',
  '/': 'search',
  ']': 'panel',
  '?': 'help',
};

const shifted: Readonly<Record<string, KeyAction>> = {
  j: 'extend-down',
  k: 'extend-up',
  '/': 'search',
  '?': 'help',
};

const places: Readonly<Record<string, KeyAction>> = {
  i: 'go-chat',
  f: 'go-follow-ups',
  l: 'go-leads',
  m: 'go-letters',
  s: 'go-settings',
};

const everywhere: ReadonlySet<KeyAction> = new Set<KeyAction>([
  'help',
  'palette',
  'go',
  'go-chat',
  'go-leads',
  'go-letters',
  'go-follow-ups',
  'go-settings',
  'next-region',
  'previous-region',
]);

/** Whether an action means something on every page, not only where the conversations are. */
export function isEverywhere(action: KeyAction): boolean {
  return everywhere.has(action);
}

/** Those with Ctrl or ⌘ that work also while writing. A second Ctrl F, in the search itself, is the browser's. */
function commanded({ key, shift, alt, inConversation }: KeyFacts): KeyAction | null {
  if (key === ';' && !alt) return 'quick';
  if (shift || alt) return null;
  if (key.toLowerCase() === 'k') return 'palette';
  return key.toLowerCase() === 'f' && inConversation ? 'within' : null;
}

/** Keys that work everywhere, also while writing. */
function anywhere(facts: KeyFacts): KeyAction | null {
  const { key, shift, command, alt } = facts;
  if (command) return commanded(facts);
  if (key === 'F6' && !alt) return shift ? 'previous-region' : 'next-region';
  if (!alt || shift) return null;
  const steps: Readonly<Record<string, KeyAction>> = {
    ArrowDown: 'next-writing',
    ArrowUp: 'previous-writing',
    j: 'next-writing',
    k: 'previous-writing',
  };
  return steps[key] ?? null;
}

/** What a key asks for, or null. AltGr and input methods are left alone (ui: keyboard map). */
export function keyAction(facts: KeyFacts): KeyAction | null {
  if (facts.composing || facts.altGraph) return null;
  const always = anywhere(facts);
  if (always) return always;
  const key = facts.key.toLowerCase();
  if (facts.editable || facts.alt) return null;
  if (facts.command) return key === 'a' && facts.inList && !facts.shift ? 'select-all' : null;
  if (!facts.letters) return null;
  if (facts.afterGo) return places[key] ?? null;
  return (facts.shift ? shifted : letters)[key] ?? null;
}
