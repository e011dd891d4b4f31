/** What choosing a line of the results does. */
import type { Desk } from '../../state/desk.ts';
import { cursor } from './cursor.svelte.ts';
import type { Group, Line } from './results.ts';

/** Opens a conversation, centred on the message that was found (B-11), or brings more of a group. */
export function openLine(
  { handles, place, search }: Pick<Desk, 'handles' | 'place' | 'search'>,
  line: Line,
  found: readonly Group[],
): void {
  if (line.head === null) {
    // The line itself moves down: one stays at the last that was seen.
    cursor.key = found.find(({ group }) => group === line.group)?.results.at(-1)?.key ?? null;
    void search.more(line.group);
    return;
  }
  cursor.key = line.key;
  const { head, hit } = line;
  if (!hit) place.open(head.id);
  else if (place.selected !== head.id || place.message !== hit.messageId) place.open(head.id, hit.messageId);
  // It is open already: one has read on, and wants to see it again.
  else handles.showMessage(hit.messageId);
}
