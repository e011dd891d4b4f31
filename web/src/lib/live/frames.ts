/** Text of a socket → frame. The server is ours, so only the outer shape is looked at. */
import type { ConversationFrame, ListFrame } from '#domain/frame.ts';

/** Every name once, or the compiler says which is missing. */
const ofConversation: Readonly<Record<ConversationFrame['t'], true>> = { changes: true, snapshot: true };
const ofList: Readonly<Record<ListFrame['t'], true>> = {
  welcome: true,
  rows: true,
  present: true,
  counts: true,
  templates: true,
  directory: true,
  notice: true,
  noticed: true,
};

function named(text: string, names: Readonly<Record<string, true>>): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('t' in value)) return null;
  return typeof value.t === 'string' && Object.hasOwn(names, value.t) ? value : null;
}

/** A frame of a conversation; null for one that this page does not know. */
export function readConversationFrame(text: string): ConversationFrame | null {
  return named(text, ofConversation) as ConversationFrame | null;
}

/** A frame of the list; null for one that this page does not know. */
export function readListFrame(text: string): ListFrame | null {
  return named(text, ofList) as ListFrame | null;
}
