/** What the palette offers besides conversations: what can be done to the one that is open, places, preferences (B-71). */
import type { Head } from '#domain/head.ts';
import { writeAddress } from '#domain/filter-address.ts';
import { can, canManage } from '#domain/permission.ts';
import { offers, type Part } from '../../list/offers.ts';
import type { Desk } from '../../state/desk.ts';
import { enterWays, textSizes, themes } from '../../state/preferences.svelte.ts';
import type { IconName } from '../../ui/icons.ts';
import { t, type PaletteKey } from '../../words/en-palette.ts';
import type { KeyAction } from '../keys.ts';
import type { PageName } from '../pages.ts';

export type Command = {
  /** The same each time, so that it can be remembered. */
  readonly id: string;
  readonly group: 'this' | 'go' | 'preferences';
  readonly label: string;
  readonly icon: IconName;
  /** The key that does the same. */
  readonly keys: string | null;
  readonly run: () => unknown;
};

export type Palette = {
  readonly desk: Desk;
  /** Where it was opened. */
  readonly at: PageName;
  /** What it was opened over: the row in focus, or the open conversation. */
  readonly head: Head | null;
  /** Does what a key of the page does. */
  readonly run: (action: KeyAction) => void;
};

type KeyWord = Extract<PaletteKey, `key.${string}`>;

/** A command that a key does as well. `offered`: whether it means something now. */
type Keyed = {
  readonly action: KeyAction;
  readonly label: string;
  readonly icon: IconName;
  readonly keys: Exclude<KeyWord, 'key.hint'>;
  readonly offered: boolean;
};

const made = (group: Command['group'], { run }: Palette) => {
  return ({ action, label, icon, keys }: Keyed): Command => ({
    ...{ id: action, group, label, icon, keys: t(keys) },
    run: () => run(action),
  });
};

/** Who answers it, what it is, where it stands. */
function sortingOf({ desk }: Palette, head: Head): readonly Keyed[] {
  const { directory, session } = desk;
  const me = session.actor;
  const has = (part: Part): boolean => offers(part, { names: directory, me, head });
  const mine = head.assignee?.id === me.id;
  const archive = head.archived ? 'do.reopen' : 'do.archive';
  const unread = head.unread === 0 ? 'do.unread' : 'do.read';
  const may = { archive: can(me, 'conversation.archive', head), read: can(me, 'conversation.read', head) };
  const take = !mine && can(me, 'conversation.take', head);
  return [
    { action: 'take', label: t('do.assign-me'), icon: 'person', keys: 'key.take', offered: take },
    { action: 'assign', label: t('do.assign'), icon: 'group', keys: 'key.assign', offered: has('assign') },
    { action: 'archive', label: t(archive), icon: 'archive', keys: 'key.archive', offered: may.archive },
    { action: 'unread', label: t(unread), icon: 'unread', keys: 'key.unread', offered: may.read },
    { action: 'tag', label: t('do.tag'), icon: 'tag', keys: 'key.tag', offered: has('tag') },
    { action: 'lead', label: t('do.lead'), icon: 'flag', keys: 'key.lead', offered: has('lead') },
    {
      ...{ action: 'follow-up', label: t('do.follow-up'), icon: 'clock', keys: 'key.follow-up' },
      offered: has('follow-up'),
    },
  ];
}

/** What is done in the conversation that is open, whatever has the focus. */
function writingIn({ desk }: Palette): readonly Keyed[] {
  const { handles, place } = desk;
  const open = place.selected !== null;
  return [
    { action: 'reply', label: t('palette.reply'), icon: 'reply', keys: 'key.reply', offered: open },
    { action: 'comment', label: t('palette.comment'), icon: 'lock', keys: 'key.comment', offered: open },
    {
      ...{ action: 'templates', label: t('palette.templates'), icon: 'template', keys: 'key.template' },
      offered: handles.has('templates'),
    },
    {
      ...{ action: 'quick', label: t('palette.quick'), icon: 'chat', keys: 'key.quick' },
      offered: handles.has('quick'),
    },
    {
      ...{ action: 'within', label: t('palette.within'), icon: 'search', keys: 'key.within' },
      offered: handles.has('within'),
    },
    { action: 'panel', label: t('palette.panel'), icon: 'panel', keys: 'key.panel', offered: open },
  ];
}

/** What has no key of its own. */
function toolsOf({ desk: { handles }, at }: Palette): readonly Command[] {
  if (at !== 'chat' || !handles.has('date')) return [];
  const label = t('palette.date');
  const run = (): unknown => handles.use('date');
  return [{ id: 'date', group: 'this', label, icon: 'clock', keys: null, run }];
}

function places({ desk, at }: Palette): readonly Keyed[] {
  const chat = at === 'chat';
  const letters = canManage(desk.session.actor, 'letters.manage');
  const settings = canManage(desk.session.actor, 'groups.manage');
  return [
    { action: 'search', label: t('palette.search'), icon: 'search', keys: 'key.search', offered: chat },
    { action: 'undo', label: t('palette.undo'), icon: 'again', keys: 'key.undo', offered: chat },
    { action: 'go-chat', label: t('palette.chat'), icon: 'chat', keys: 'key.go-chat', offered: true },
    { action: 'go-leads', label: t('palette.leads'), icon: 'flag', keys: 'key.go-leads', offered: true },
    {
      ...{ action: 'go-follow-ups', label: t('palette.follow-ups'), icon: 'calendar' },
      ...{ keys: 'key.go-follow-ups', offered: true },
    },
    {
      ...{ action: 'go-letters', label: t('palette.letters'), icon: 'letter', keys: 'key.go-letters' },
      offered: letters,
    },
    {
      ...{ action: 'go-settings', label: t('rail.settings'), icon: 'settings', keys: 'key.go-settings' },
      offered: settings,
    },
    { action: 'help', label: t('help.title'), icon: 'keys', keys: 'key.help', offered: true },
  ];
}

/** Places and deeds without a key of their own. */
function contactsOf({ desk: { place, session } }: Palette): readonly Command[] {
  const go = (id: string, icon: IconName, to: () => string): Command => ({
    ...{ id, group: 'go', label: t(`palette.${id === 'import' ? 'import' : 'export'}`), icon, keys: null },
    run: () => location.assign(to()),
  });
  return [
    ...(canManage(session.actor, 'contacts.import')
      ? [go('import', 'upload', () => '/contacts/import')]
      : []),
    ...(canManage(session.actor, 'contacts.export')
      ? [
          go(
            'export',
            'download',
            () => `/api/contacts.csv?${new URLSearchParams(writeAddress(place.query))}`,
          ),
        ]
      : []),
  ];
}

function preferencesOf({ desk: { preferences } }: Palette): readonly Command[] {
  const liked = (id: string, label: string, run: () => void): Command => ({
    ...{ id, group: 'preferences', label, keys: null, run },
    icon: id.startsWith('letters') ? 'keys' : 'text',
  });
  const { letters } = preferences;
  return [
    ...themes.map((theme) => {
      const label = t('palette.theme', { name: t(`person.theme-${theme}`) });
      return liked(`theme-${theme}`, label, () => preferences.setTheme(theme));
    }),
    ...textSizes.map((text) => {
      const label = t('palette.text', { name: t(`person.text-${text}`) });
      return liked(`text-${text}`, label, () => preferences.setText(text));
    }),
    ...enterWays
      .filter((way) => way !== preferences.enter)
      .map((way) => liked(`enter-${way}`, t(`palette.enter-${way}`), () => preferences.setEnter(way))),
    liked('letters', t(letters ? 'palette.letters-off' : 'palette.letters-on'), () =>
      preferences.setLetters(!letters),
    ),
  ];
}

/** Everything that means something here and now, in the order in which it is shown. */
export function commandsOf(palette: Palette): readonly Command[] {
  const { at, head } = palette;
  const about = at === 'chat' ? [...writingIn(palette), ...(head ? sortingOf(palette, head) : [])] : [];
  const offered = (all: readonly Keyed[]): readonly Keyed[] => all.filter((one) => one.offered);
  return [
    ...offered(about).map(made('this', palette)),
    ...toolsOf(palette),
    ...offered(places(palette)).map(made('go', palette)),
    ...contactsOf(palette),
    ...preferencesOf(palette),
  ];
}
