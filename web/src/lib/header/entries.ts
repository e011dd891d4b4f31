/** What the menu of the open conversation has besides what the menu of its row has. */
import type { Head } from '#domain/head.ts';
import { can } from '#domain/permission.ts';
import type { Desk } from '../state/desk.ts';
import type { MenuEntry, MenuItem } from '../ui/menu.ts';
import { t } from '../words/states.ts';

type Needed = Pick<Desk, 'handles' | 'session' | 'threads' | 'toasts'>;

/** A block is done at once and can be taken back, like everything that only concerns us (B-75). */
async function block(head: Head, on: boolean, { threads, toasts }: Needed): Promise<void> {
  const thread = threads.get(head.id);
  if (!(await thread.ask({ type: 'block', on }))) return;
  const name = head.name || t('name.unknown');
  const undo = { label: t('done.undo'), run: () => void thread.ask({ type: 'block', on: !on }) };
  toasts.show(t(on ? 'header.is-blocked' : 'header.is-unblocked', { name }), undo, true);
}

/** `history`: shows how the lead came to where it is. */
export function moreEntries(head: Head, desk: Needed, history: () => void): readonly MenuEntry[] {
  const { handles, session } = desk;
  const blocked = head.blocked ?? false;
  const within: MenuItem = {
    kind: 'item',
    id: 'within',
    label: t('header.within'),
    icon: 'search',
    run: () => void handles.use('within'),
  };
  const blocking: MenuItem = {
    kind: 'item',
    id: blocked ? 'unblock' : 'block',
    label: t(blocked ? 'banner.lift' : 'header.block'),
    icon: blocked ? 'check' : 'ban',
    run: () => void block(head, !blocked, desk),
  };
  const date: MenuItem = {
    kind: 'item',
    id: 'date',
    label: t('header.date'),
    icon: 'clock',
    run: () => void handles.use('date'),
  };
  const leads: MenuItem = {
    kind: 'item',
    id: 'lead-history',
    label: t('leads.title'),
    icon: 'flag',
    run: history,
  };
  return [
    { kind: 'line', id: 'line-more' },
    ...(handles.has('within') ? [within] : []),
    ...(handles.has('date') ? [date] : []),
    leads,
    ...(can(session.actor, 'conversation.block', head) ? [blocking] : []),
  ];
}
