/** What a banner of the composer says and how it looks. Pure. */
import { abilities, type Channel } from '#domain/channel.ts';
import type { Message } from '#domain/message.ts';
import { exactLeft } from '../marks/countdown.ts';
import { gistOfMessage } from '../marks/gist.ts';
import type { IconName } from '../ui/icons.ts';
import { t } from '../words/banner.ts';
import { when } from '../words/when.ts';
import type { Banner } from './state.ts';

export type BannerWords = {
  readonly icon: IconName;
  readonly tone: 'calm' | 'soon' | 'bad' | 'free' | 'person';
  readonly bold: string;
  /** What changes with every second; only for eyes. */
  readonly ticking?: string;
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
  /** Whether Enter was pressed and held back (B-38). */
  readonly heldBack: boolean;
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

const bad = (icon: IconName, bold: string, rest: string): BannerWords => ({ icon, tone: 'bad', bold, rest });

/** Seconds up to a minute, then as the header counts. */
function shortLeft(left: number): string {
  const seconds = Math.max(0, Math.ceil(left / 1000));
  return seconds < 60 ? t('left.seconds', { s: seconds }) : exactLeft(left);
}

/** So much of what a colleague wrote is quoted; all of it stands in the timeline. */
const mostQuoted = 90;

function newsWords(message: Message, heldBack: boolean): BannerWords {
  const name = message.by?.name ?? t('banner.news-business');
  const bold = t(message.direction === 'note' ? 'banner.news-comment' : 'banner.news-reply', { name });
  const letters = [...gistOfMessage(message).words];
  const text = letters.length > mostQuoted ? `${letters.slice(0, mostQuoted).join('')}…` : letters.join('');
  const said = t('banner.news-said', { text });
  return {
    icon: 'warning',
    tone: 'soon',
    bold,
    rest: heldBack ? `${said} ${t('banner.news-again')}` : said,
  };
}

const words: { readonly [Kind in Banner['kind']]: Words<Kind> } = {
  open: () => calm('check', '', ''),
  closing: ({ at, after }, { moment }) => {
    const rest = t(after === 'nothing' ? 'banner.closing-hint' : `banner.closing-${after}`);
    return { icon: 'clock', tone: 'soon', bold: t('banner.closing', { time: moment(at) }), rest };
  },
  'window-closed': ({ at, templates, channel }, { name, moment }) => {
    const time = moment(at);
    if (!templates) {
      const { label } = abilities[channel];
      return calm(
        'lock',
        t('banner.closed-now', { channel: label }),
        t('banner.closed-now-hint', { time, name }),
      );
    }
    const rest = channel === 'whatsapp' ? 'banner.window-closed-templates' : 'banner.window-closed-utility';
    return calm('template', t('banner.window-closed', { time }), t(rest, { name }));
  },
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
    calm(
      'person',
      t('banner.other', { name }),
      mayTake ? t('banner.other-take') : t('banner.other-comment', { name }),
    ),
  unassigned: () => calm('person', t('banner.unassigned'), t('banner.unassigned-hint')),
  role: ({ role, mayTake }) =>
    calm(
      'person',
      t('banner.role'),
      mayTake ? t('banner.role-take') : t('banner.role-comment', { role: t(`role.${role}`) }),
    ),
  archived: () => calm('archive', t('banner.archived'), t('banner.archived-hint')),
  blocked: ({ mayLift }, { name }) =>
    bad('ban', t('banner.blocked', { name }), t(mayLift ? 'banner.blocked-lift' : 'banner.blocked-hint')),
  'opted-out': (_banner, { name }) =>
    calm('ban', t('banner.opted-out', { name }), t('banner.opted-out-hint')),
  elsewhere: () => calm('outside', t('banner.elsewhere'), t('banner.elsewhere-hint')),
  trouble: ({ trouble }, { channel, account }) => {
    const { label } = abilities[channel];
    const bold =
      account === ''
        ? t('banner.trouble-gone', { channel: label })
        : t('banner.trouble', { channel: label, account });
    return bad('warning', bold, t('banner.trouble-rest', { trouble }));
  },
  offline: ({ waiting }) =>
    calm(
      'offline',
      t('banner.offline'),
      waiting > 0 ? t('banner.offline-some', { n: waiting }) : t('banner.offline-none'),
    ),
  // Shown by its progress, not in words: it comes and goes too quickly for a sentence.
  busy: () => calm('clock', '', ''),
  slow: ({ until, waiting, sentence }, { now }) => ({
    icon: 'clock',
    tone: 'soon',
    bold: t('banner.slow'),
    ticking: t('banner.slow-next', { left: shortLeft(until - now) }),
    // That it goes out by itself is what the seconds say.
    rest: t('banner.slow-hint', { n: waiting, why: sentence.replace(/\. .*$/s, '.') }),
  }),
  collision: ({ message }, { heldBack }) => newsWords(message, heldBack),
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
