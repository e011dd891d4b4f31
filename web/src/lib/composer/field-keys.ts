/** What a key in the field asks for (B-33, B-42). Pure; letters by their meaning, not by their place on the keyboard. */
import type { EnterWay } from '../state/preferences.svelte.ts';
import type { MarkName } from './format/marks.ts';

export type FieldDeed = 'send' | 'send-archive' | MarkName;

export type FieldKey = {
  readonly key: string;
  readonly shift: boolean;
  readonly alt: boolean;
  /** Ctrl, or ⌘ on a Mac, where Ctrl with a letter moves the caret. */
  readonly command: boolean;
  /** Whether an input method is at work: the key belongs to it. */
  readonly composing: boolean;
  /** 229: an input method took the key, also where Safari says that it has just ended. */
  readonly keyCode: number;
};

const plain: Readonly<Record<string, MarkName>> = { b: 'bold', i: 'italic', e: 'mono' };
const shifted: Readonly<Record<string, MarkName>> = { x: 'strike' };

function onEnter({ shift, alt, command }: FieldKey, enter: EnterWay): FieldDeed | null {
  if (alt) return null;
  if (command) return shift ? 'send-archive' : 'send';
  return shift || enter === 'breaks' ? null : 'send';
}

/** What the key does; null for what the browser makes of it: a letter, a new line. */
export function fieldDeed(pressed: FieldKey, enter: EnterWay): FieldDeed | null {
  const { key, shift, alt, command, composing, keyCode } = pressed;
  if (composing || keyCode === 229) return null;
  if (key === 'Enter') return onEnter(pressed, enter);
  if (!command || alt) return null;
  return (shift ? shifted : plain)[key.toLowerCase()] ?? null;
}
