/** What a change does, in words: "Put on vip". Pure. */
import type { BulkChange } from '#domain/command.ts';
import { t } from '../words/deeds.ts';
import { when } from '../words/when.ts';
import type { Names } from './offers.ts';

type Named = { readonly id: string; readonly name: string };

function nameOf(all: readonly Named[], id: string | undefined): string {
  return all.find((one) => one.id === id)?.name ?? '?';
}

/** The words of `change`; times are read in `zone`. */
export function whatWords(
  change: BulkChange,
  names: Names,
  { now, zone }: { readonly now: number; readonly zone: string },
): string {
  switch (change.type) {
    case 'assign':
      return change.personId === null
        ? t('what.release')
        : t('what.assign', { name: nameOf(names.team, change.personId) });
    case 'group':
      return change.groupId === null
        ? t('what.ungroup')
        : t('what.group', { name: nameOf(names.groups, change.groupId) });
    case 'tag':
      return change.add.length > 0
        ? t('what.tag', { name: nameOf(names.tags, change.add[0]) })
        : t('what.untag', { name: nameOf(names.tags, change.remove[0]) });
    case 'lead':
      return change.status === null
        ? t('what.no-lead')
        : t('what.lead', { name: nameOf(names.leads, change.status) });
    case 'follow-up':
      return change.at === null
        ? t('what.no-follow-up')
        : t('what.follow-up', { time: when(change.at, now, zone) });
    default:
      return t(`what.${change.type}`);
  }
}
