/** History of a synchronised phone names files first and brings them later, under the same id (Meta, "history"). Pure. */
import type { EchoEvent, MessageEvent } from '../channels/channel.ts';
import type { Change } from './change.ts';
import type { StoredMessage } from './state.ts';

/** Whether a message stands in for a file that is announced. */
export function isPlaceholder({ content }: StoredMessage): boolean {
  return content.kind === 'unsupported' && content.type === 'media_placeholder';
}

/** The file itself takes the placeholder's place; nothing else changes. */
export function refill(change: Change, known: StoredMessage, event: MessageEvent | EchoEvent): void {
  if (event.content.kind === 'unsupported') return;
  change.put({ ...known, content: event.content });
  for (const source of event.sources ?? []) {
    change.fetch.push({ messageId: known.id, source, attempt: 0, dueAt: change.now });
  }
}
