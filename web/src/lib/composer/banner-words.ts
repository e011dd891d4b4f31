/** What a banner of the composer says and how it looks. Pure. */
import { abilities, type Channel } from '#domain/channel.ts';
import type { IconName } from '../ui/icons.ts';
import { t } from '../words/t.ts';
import { when } from '../words/when.ts';
import type { Banner } from './state.ts';

export type BannerWords = {
  readonly icon: IconName;
  readonly tone: 'calm' | 'soon' | 'bad' | 'free' | 'person';
  readonly bold: string;
  readonly rest: string;
};

type Around = {
  readonly name: string;
  readonly channel: Channel;
  /** The name of the account, '' when it is not connected any more. */
  readonly account: string;
  readonly now: number;
  readonly zone: string;
  readonly keepsDraft: boolean;
};

type Words<Kind extends Banner['kind']> = (
  banner: Extract<Banner, { kind: Kind }>,
  around: Around & { readonly moment: (at: number) => string },
) => BannerWords;

const calm = (icon: IconName, bold: string, rest: string): BannerWords => ({
  icon,
  tone: 'calm',
  bold,
  rest,
});

const words: { readonly [Kind in Banner['kind']]: Words<Kind> } = {
  open: () => calm('check', '', ''),
  closing: ({ at, after }, { moment }) => {
    const rest = t(after === 'nothing' ? 'banner.closing-hint' : `banner.closing-${after}`);
    return { icon: 'clock', tone: 'soon', bold: t('banner.closing', { time: moment(at) }), rest };
  },
  'window-closed': ({ at, templates, channel }, { name, moment }) =>
    calm(
      templates ? 'template' : 'lock',
      t('banner.window-closed', { time: moment(at) }),
      templates
        ? t('banner.window-closed-templates', { name })
        : t('banner.window-closed-hint', { name, channel: abilities[channel].label }),
    ),
  'free-template': ({ until }, { name, moment }) => ({
    icon: 'gift',
    tone: 'free',
    bold: t('banner.free', { time: moment(until) }),
    rest: t('banner.free-hint', { name }),
  }),
  'never-opened': ({ templates }, { name }) =>
    calm(
      templates ? 'template' : 'lock',
      t('banner.never', { name }),
      templates ? t('banner.never-templates') : t('banner.never-hint', { name }),
    ),
  'human-agent': ({ until }, { moment }) => ({
    icon: 'person',
    tone: 'person',
    bold: t('banner.human-agent'),
    rest: t('banner.human-agent-hint', { time: moment(until) }),
  }),
  'as-person': ({ until }, { moment }) => ({
    icon: 'person',
    tone: 'person',
    bold: t('banner.as-person'),
    rest: t('banner.as-person-hint', { time: moment(until) }),
  }),
  'assigned-other': ({ name, mayTake }) =>
    calm('person', t('banner.other', { name }), t(mayTake ? 'banner.other-take' : 'banner.other-comment')),
  unassigned: () => calm('person', t('banner.unassigned'), t('banner.unassigned-hint')),
  role: ({ role, mayTake }) =>
    calm(
      'person',
      t('banner.role'),
      mayTake ? t('banner.role-take') : t('banner.role-comment', { role: t(`role.${role}`) }),
    ),
  archived: () => calm('archive', t('banner.archived'), t('banner.archived-hint')),
  elsewhere: () => calm('outside', t('banner.elsewhere'), t('banner.elsewhere-hint')),
  offline: ({ waiting }) =>
    calm(
      'offline',
      t('banner.offline'),
      waiting > 0 ? t('banner.offline-some', { n: waiting }) : t('banner.offline-none'),
    ),
  trouble: ({ trouble }, { channel, account }) => ({
    icon: 'warning',
    tone: 'bad',
    bold: t('banner.trouble', { channel: abilities[channel].label, account }),
    rest: t('banner.trouble-wait', { trouble }),
  }),
};

function said<Kind extends Banner['kind']>(
  banner: Extract<Banner, { kind: Kind }>,
  around: Around,
): BannerWords {
  const say: Words<Kind> = words[banner.kind];
  return say(banner, { ...around, moment: (at) => when(at, around.now, around.zone) });
}

/** The words of a banner; a draft that has to wait is told to be safe. */
export function bannerWords(banner: Banner, around: Around): BannerWords {
  const plain = said(banner, around);
  return around.keepsDraft ? { ...plain, rest: `${plain.rest} ${t('banner.draft-kept')}` } : plain;
}
