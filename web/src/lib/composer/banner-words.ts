/** What a banner of the composer says and how it looks. Pure. */
import { abilities } from '#domain/channel.ts';
import type { IconName } from '../ui/icons.ts';
import { t } from '../words/t.ts';
import { when } from '../words/when.ts';
import type { Banner } from './state.ts';

export type BannerWords = {
  readonly icon: IconName;
  readonly tone: 'calm' | 'soon' | 'bad';
  readonly bold: string;
  readonly rest: string;
};

type Around = {
  readonly name: string;
  readonly now: number;
  readonly zone: string;
  readonly keepsDraft: boolean;
};

function said(banner: Banner, around: Around): BannerWords {
  const { name, now, zone } = around;
  switch (banner.kind) {
    case 'open':
      return { icon: 'check', tone: 'calm', bold: '', rest: '' };
    case 'closing': {
      const bold = t('banner.closing', { time: when(banner.at, now, zone) });
      return { icon: 'clock', tone: 'soon', bold, rest: t('banner.closing-hint') };
    }
    case 'window-closed': {
      const bold = t('banner.window-closed', { time: when(banner.at, now, zone) });
      return { icon: 'closed', tone: 'calm', bold, rest: t('banner.window-closed-hint', { name }) };
    }
    case 'never-opened':
      return {
        icon: 'closed',
        tone: 'calm',
        bold: t('banner.never', { name }),
        rest: t('banner.never-hint', { name }),
      };
    case 'assigned-other': {
      const rest = t(banner.mayTake ? 'banner.other-take' : 'banner.other-comment');
      return { icon: 'person', tone: 'calm', bold: t('banner.other', { name: banner.name }), rest };
    }
    case 'unassigned':
      return {
        icon: 'person',
        tone: 'calm',
        bold: t('banner.unassigned'),
        rest: t('banner.unassigned-hint'),
      };
    case 'role': {
      const role = t(`role.${banner.role}`);
      const rest = banner.mayTake ? t('banner.role-take') : t('banner.role-comment', { role });
      return { icon: 'person', tone: 'calm', bold: t('banner.role'), rest };
    }
    case 'archived':
      return { icon: 'archive', tone: 'calm', bold: t('banner.archived'), rest: t('banner.archived-hint') };
    case 'offline': {
      const rest =
        banner.waiting > 0 ? t('banner.offline-some', { n: banner.waiting }) : t('banner.offline-none');
      return { icon: 'offline', tone: 'calm', bold: t('banner.offline'), rest };
    }
    case 'channel': {
      const bold = t('banner.channel', { channel: abilities[banner.channel].label });
      return { icon: 'warning', tone: 'bad', bold, rest: t('banner.channel-hint') };
    }
  }
}

/** The words of a banner; a draft that has to wait is told to be safe. */
export function bannerWords(banner: Banner, around: Around): BannerWords {
  const words = said(banner, around);
  return around.keepsDraft ? { ...words, rest: `${words.rest} ${t('banner.draft-kept')}` } : words;
}
