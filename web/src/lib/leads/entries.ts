/** The menu that moves a card: every status, the one that it has marked. Pure. */
import type { Head } from '#domain/head.ts';
import type { LeadStatus } from '#domain/http.ts';
import type { MenuItem } from '../ui/menu.ts';

export function statusEntries(
  statuses: readonly LeadStatus[],
  head: Head,
  move: (id: string, status: string) => Promise<void>,
): readonly MenuItem[] {
  return statuses.map(({ id, name, colour }) => ({
    kind: 'item',
    id,
    label: name,
    colour: `var(--tag-${colour})`,
    checked: head.lead === id,
    single: true,
    run: () => void (head.lead !== id && move(head.id, id)),
  }));
}
