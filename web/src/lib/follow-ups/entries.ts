/** What can be done with one follow-up, as the lines of a menu. Pure. */
import type { Colleague } from '#domain/http.ts';
import { fallsOutside } from '#domain/follow-up.ts';
import type { FollowUpRow } from '#domain/http-follow-ups.ts';
import { presets, type Preset } from '../list/follow-up.ts';
import type { MenuEntry, MenuItem } from '../ui/menu.ts';
import { t } from '../words/follow-ups.ts';
import { when } from '../words/when.ts';
import type { FollowUpChange } from './asking.ts';

export type FollowUpAbout = FollowUpRow & {
  /** In ms. */
  readonly now: number;
  readonly zone: string;
  readonly team: readonly Colleague[];
  readonly ask: (change: FollowUpChange) => void;
  readonly pickTime: () => void;
  readonly edit: () => void;
};

/** `all`: where there is one button for everything. */
export type FollowUpPart = 'snooze' | 'give' | 'all';

const order: readonly Preset[] = ['in-an-hour', 'tomorrow', 'next-monday'];

function snooze({ head, followUp: { id }, now, zone, ask, pickTime }: FollowUpAbout): readonly MenuEntry[] {
  const offered = presets(now);
  const items = order.map((preset): MenuItem => {
    const time = when(offered[preset], now, zone);
    const hint = fallsOutside(head, offered[preset]) ? t('follow-up.after-window', { time }) : time;
    const run = () => ask({ type: 'follow-up-change', id, dueAt: offered[preset] });
    return { kind: 'item', id: preset, label: t(`do.${preset}`), hint, run };
  });
  return [
    ...items,
    { kind: 'item', id: 'pick', label: t('follow-ups.move'), icon: 'calendar', run: pickTime },
  ];
}

function give({ followUp: { id, owner }, team, ask }: FollowUpAbout): readonly MenuItem[] {
  return team.map((person): MenuItem => ({
    ...{ kind: 'item', id: person.id, label: person.name, person },
    ...{ checked: owner.id === person.id, single: true },
    run: () => ask({ type: 'follow-up-change', id, ownerId: person.id }),
  }));
}

function cancel({ followUp: { id }, ask }: FollowUpAbout): readonly MenuEntry[] {
  return [
    { kind: 'line', id: 'line' },
    {
      ...{ kind: 'item', id: 'cancel', label: t('follow-ups.cancel'), icon: 'ban' },
      run: () => ask({ type: 'follow-up-end', id, as: 'cancelled' }),
    },
  ];
}

export function followUpEntries(part: FollowUpPart, about: FollowUpAbout): readonly MenuEntry[] {
  if (part === 'give') return give(about);
  const edit: MenuItem = {
    ...{ kind: 'item', id: 'edit', label: t('follow-ups.edit'), icon: 'pencil', run: about.edit },
  };
  if (part === 'snooze') return [...snooze(about), edit, ...cancel(about)];
  return [
    {
      kind: 'branch',
      id: 'snooze',
      label: t('follow-ups.snooze'),
      icon: 'clock',
      entries: () => snooze(about),
    },
    { kind: 'branch', id: 'give', label: t('follow-ups.give'), icon: 'person', entries: () => give(about) },
    edit,
    ...cancel(about),
  ];
}
