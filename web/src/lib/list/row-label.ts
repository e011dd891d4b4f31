/** A row of the list as one sentence for a screen reader. Pure. */
import { abilities } from '#domain/channel.ts';
import type { Head } from '#domain/head.ts';
import { isFreeEntry } from '#domain/window.ts';
import { gistOf } from '../marks/gist.ts';
import { ticksLook, ticksName } from '../marks/ticks.ts';
import { t } from '../words/t.ts';
import { when } from '../words/when.ts';

type RowWords = {
  readonly head: Head;
  readonly name: string;
  readonly draft: string;
  readonly time: string;
  readonly window: string;
  /** Until when messages are free, as a sentence; '' when they are not. */
  readonly free: string;
  readonly failed: boolean;
};

/** What the preview says when there is no draft. */
export function previewText(head: Head): string {
  const { preview } = head;
  if (!preview) return t('row.nothing');
  return gistOf(preview).words || t('row.nothing');
}

/** Until when messages are free, as a sentence; '' when they are not. `now` in ms. */
export function freeWords(head: Head, now: number, zone: string): string {
  const { freeEntryUntil } = head;
  if (freeEntryUntil === null || !isFreeEntry(head, now)) return '';
  return t('row.free-label', { time: when(freeEntryUntil, now, zone) });
}

/** Name, channel, true count of unread, what was last said, when, window, assignee. */
export function rowLabel({ head, name, draft, time, window, failed, free }: RowWords): string {
  const state = head.preview?.delivery;
  const parts = [
    name,
    abilities[head.channel].label,
    head.group ? t('row.group') : '',
    head.unread > 0 ? t('row.unread', { n: head.unread }) : '',
    draft !== '' ? `${t('row.draft')} ${draft}` : previewText(head),
    failed ? t('row.failed') : '',
    draft === '' && state && !failed ? ticksName(ticksLook(state, head.channel)) : '',
    time,
    window,
    free,
    head.assignee ? t('row.assigned', { name: head.assignee.name }) : t('row.unassigned'),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
