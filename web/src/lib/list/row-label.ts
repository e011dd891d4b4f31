/** A row of the list as one sentence for a screen reader. Pure. */
import { abilities } from '#domain/channel.ts';
import type { Head } from '#domain/head.ts';
import { ticksLook, ticksName } from '../marks/ticks.ts';
import { t } from '../words/t.ts';

type RowWords = {
  readonly head: Head;
  readonly name: string;
  readonly draft: string;
  readonly time: string;
  readonly window: string;
  readonly failed: boolean;
};

/** What the preview says when there is no draft. */
export function previewText(head: Head): string {
  const { preview } = head;
  if (!preview) return t('row.nothing');
  if (preview.text !== '') return preview.text;
  return preview.kind === 'unsupported' ? t('row.unsupported') : t('row.nothing');
}

/** Name, channel, true count of unread, what was last said, when, window, assignee. */
export function rowLabel({ head, name, draft, time, window, failed }: RowWords): string {
  const state = head.preview?.delivery;
  const parts = [
    name,
    abilities[head.channel].label,
    head.unread > 0 ? t('row.unread', { n: head.unread }) : '',
    draft !== '' ? `${t('row.draft')} ${draft}` : previewText(head),
    failed ? t('row.failed') : '',
    draft === '' && state && !failed ? ticksName(ticksLook(state, head.channel)) : '',
    time,
    window,
    head.assignee ? t('row.assigned', { name: head.assignee.name }) : t('row.unassigned'),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
