/** What can be done to conversations, as the lines of a menu: for one row, for many, for a key. Pure. */
import { fallsOutside } from '#domain/follow-up.ts';
import type { Head } from '#domain/head.ts';
import type { BulkChange } from '#domain/command.ts';
import type { LeadStatus, Tag } from '#domain/http.ts';
import { can, type Actor } from '#domain/permission.ts';
import type { MenuBranch, MenuEntry, MenuItem } from '../ui/menu.ts';
import { t } from '../words/deeds.ts';
import { when } from '../words/when.ts';
import { presets, type Preset } from './follow-up.ts';
import { offers, parts, type Names, type Part } from './offers.ts';

export type About = {
  readonly names: Names;
  readonly me: Actor;
  /** The one that it is about; null: many, which may be unlike one another. */
  readonly head: Head | null;
  /** In ms. */
  readonly now: number;
  readonly zone: string;
  readonly ask: (change: BulkChange) => void;
  readonly pickTime: () => void;
  /** A follow-up that has more than a time; absent where many are meant. */
  readonly writeFollowUp?: () => void;
};

const line = (id: string): MenuEntry => ({ kind: 'line', id });

function assignEntries({ names, me, head, ask }: About): readonly MenuItem[] {
  const to = (personId: string | null) => () => ask({ type: 'assign', personId });
  const chosen = (id: string | null): Pick<MenuItem, 'checked' | 'single'> =>
    head ? { checked: (head.assignee?.id ?? null) === id, single: true } : {};
  const mayTake = head === null || can(me, 'conversation.take', head);
  const mayAssign = head === null || can(me, 'conversation.assign', head);
  const mine: MenuItem = {
    kind: 'item',
    id: me.id,
    label: t('do.assign-me'),
    person: me,
    run: to(me.id),
    ...chosen(me.id),
  };
  const others = names.team
    .filter((person) => person.id !== me.id)
    .map((person): MenuItem => ({
      kind: 'item',
      id: person.id,
      label: person.name,
      person,
      ...(person.away && { hint: t('do.away') }),
      run: to(person.id),
      ...chosen(person.id),
    }));
  const nobody: MenuItem = {
    kind: 'item',
    id: 'nobody',
    label: t('do.assign-nobody'),
    icon: 'person',
    run: to(null),
    ...chosen(null),
  };
  return [...(mayTake ? [mine] : []), ...(mayAssign ? [...others, nobody] : [])];
}

function groupEntries({ names, head, ask }: About): readonly MenuItem[] {
  const all = [...names.groups, { id: null, name: t('do.no-group') }];
  return all.map(({ id, name }) => ({
    kind: 'item',
    id: id ?? 'none',
    label: name,
    icon: id === null ? 'ban' : 'group',
    run: () => ask({ type: 'group', groupId: id }),
    ...(head && { checked: head.groupId === id, single: true }),
  }));
}

function leadEntries({ names, head, ask }: About): readonly MenuItem[] {
  const none = { id: null, name: t('do.no-lead'), colour: null };
  const all: readonly (LeadStatus | typeof none)[] = [...names.leads, none];
  return all.map(({ id, name, colour }) => ({
    kind: 'item',
    id: id ?? 'none',
    label: name,
    ...(colour === null ? { icon: 'ban' } : { colour: `var(--tag-${colour})` }),
    run: () => ask({ type: 'lead', status: id }),
    ...(head && { checked: (head.lead ?? null) === id, single: true }),
  }));
}

function tagItem({ id, name, colour }: Tag, run: () => void): MenuItem {
  return { kind: 'item', id, label: name, colour: `var(--tag-${colour})`, run };
}

/** Tags of one conversation are put on and taken off in one menu, which stays. */
function tagEntries({ names, head, ask }: About): readonly MenuItem[] {
  const on = new Set(head?.tags ?? []);
  return names.tags.map((tag) => {
    const change: BulkChange = on.has(tag.id)
      ? { type: 'tag', add: [], remove: [tag.id] }
      : { type: 'tag', add: [tag.id], remove: [] };
    return { ...tagItem(tag, () => ask(change)), checked: on.has(tag.id), stays: true };
  });
}

const inPresets: readonly Preset[] = ['in-an-hour', 'tomorrow', 'next-monday'];

function followUpEntries({ head, now, zone, ask, pickTime, writeFollowUp }: About): readonly MenuEntry[] {
  const offered = presets(now);
  // Whoever sets it is told where only a template could be sent then.
  const hintOf = (at: number): string => {
    const time = when(at, now, zone);
    return head && fallsOutside(head, at) ? t('follow-up.after-window', { time }) : time;
  };
  const items = inPresets.map((preset): MenuItem => ({
    kind: 'item',
    id: preset,
    label: t(`do.${preset}`),
    hint: hintOf(offered[preset]),
    run: () => ask({ type: 'follow-up', at: offered[preset] }),
  }));
  const pick: MenuItem = { kind: 'item', id: 'pick', label: t('do.pick-time'), run: pickTime };
  const none: MenuItem = {
    kind: 'item',
    id: 'none',
    label: t('do.no-follow-up'),
    icon: 'ban',
    run: () => ask({ type: 'follow-up', at: null }),
  };
  const removable = head === null || head.followUpAt !== undefined;
  const write: readonly MenuItem[] = writeFollowUp
    ? [{ kind: 'item', id: 'write', label: t('do.write-follow-up'), icon: 'pencil', run: writeFollowUp }]
    : [];
  return [...items, pick, ...write, ...(removable ? [line('line'), none] : [])];
}

/** The lines of one branch. */
export function entriesOf(part: Part, about: About): readonly MenuEntry[] {
  switch (part) {
    case 'assign':
      return assignEntries(about);
    case 'group':
      return groupEntries(about);
    case 'lead':
      return leadEntries(about);
    case 'tag':
      return tagEntries(about);
    case 'follow-up':
      return followUpEntries(about);
  }
}

/** Tags of many are put on by one menu and taken off by another, because not all have the same. */
export function tagMany({ names, ask }: About, how: 'add' | 'remove'): readonly MenuItem[] {
  return names.tags.map((tag) =>
    tagItem(tag, () => ask({ type: 'tag', add: [], remove: [], [how]: [tag.id] })),
  );
}

const branchLooks = {
  assign: { label: 'do.assign', icon: 'person' },
  group: { label: 'do.group', icon: 'group' },
  lead: { label: 'do.lead', icon: 'flag' },
  tag: { label: 'do.tag', icon: 'tag' },
  'follow-up': { label: 'do.follow-up', icon: 'clock' },
} as const;

/** What a branch is called. */
export function partWords(part: Part): string {
  return t(branchLooks[part].label);
}

export function partIcon(part: Part): (typeof branchLooks)[Part]['icon'] {
  return branchLooks[part].icon;
}

/** What a row can be asked besides its changes. */
export type RowDoings = {
  readonly pinned: boolean;
  readonly selected: boolean;
  readonly link: string;
  readonly pin: () => void;
  readonly select: () => void;
  readonly copyLink: () => void;
};

/** The whole menu of a row (B-15): nothing in it that its person may not do. */
export function rowEntries(about: About & { readonly head: Head }, row: RowDoings): readonly MenuEntry[] {
  const { head, me, ask } = about;
  const branches = parts
    .filter((part) => offers(part, about))
    .map((part): MenuBranch => {
      const entries = (): readonly MenuEntry[] => entriesOf(part, about);
      return { kind: 'branch', id: part, label: partWords(part), icon: partIcon(part), entries };
    });
  const unread = head.unread > 0;
  const read: MenuItem = {
    kind: 'item',
    id: unread ? 'read' : 'unread',
    label: t(unread ? 'do.read' : 'do.unread'),
    icon: unread ? 'check' : 'unread',
    run: () => ask(unread ? { type: 'read', rev: head.rev } : { type: 'unread' }),
  };
  const archive: MenuItem = {
    kind: 'item',
    id: head.archived ? 'reopen' : 'archive',
    label: t(head.archived ? 'do.reopen' : 'do.archive'),
    icon: head.archived ? 'reopen' : 'archive',
    run: () => ask({ type: head.archived ? 'reopen' : 'archive' }),
  };
  const { pinned, selected, link, pin, select, copyLink } = row;
  return [
    ...(can(me, 'conversation.read', head) ? [read] : []),
    ...branches,
    ...(can(me, 'conversation.archive', head) ? [archive] : []),
    line('line-row'),
    { kind: 'item', id: 'pin', label: t(pinned ? 'do.unpin' : 'do.pin'), icon: 'pushpin', run: pin },
    {
      kind: 'item',
      id: 'select',
      label: t(selected ? 'do.unselect' : 'do.select'),
      icon: 'list',
      run: select,
    },
    { kind: 'item', id: 'copy-link', label: t('do.copy-link'), icon: 'link', run: copyLink },
    { kind: 'link', id: 'new-tab', label: t('do.new-tab'), icon: 'outside', href: link },
  ];
}
