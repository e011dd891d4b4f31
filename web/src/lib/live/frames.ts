/** Text of a socket → frame. The server is ours, so only the outer shape is looked at. */
import type { ConversationFrame, ListFrame } from '#domain/frame.ts';

function named(text: string, names: readonly string[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('t' in value)) return null;
  return typeof value.t === 'string' && names.includes(value.t) ? value : null;
}

/** A frame of a conversation; null for one that this page does not know. */
export function readConversationFrame(text: string): ConversationFrame | null {
  return named(text, ['changes', 'snapshot']) as ConversationFrame | null;
}

/** A frame of the list; null for one that this page does not know. */
export function readListFrame(text: string): ListFrame | null {
  return named(text, [
    'welcome',
    'rows',
    'present',
    'counts',
    'templates',
    'team',
    'notice',
    'noticed',
  ]) as ListFrame | null;
}
