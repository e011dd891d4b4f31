/** A row of the list as one sentence for a screen reader. Pure. */
import { abilities } from '#domain/channel.ts';
import type { Head } from '#domain/head.ts';
import { isFreeEntry } from '#domain/window.ts';
import { gistOf } from '../marks/gist.ts';
import { ticksLook, ticksName } from '../marks/ticks.ts';
import { t } from '../words/t.ts';
import { when } from '../words/when.ts';

export type RowWords = {
  readonly head: Head;
  readonly name: string;
  readonly draft: string;
  /** Who of the team writes an answer right now; '' for nobody. */
  readonly typing: string;
  readonly time: string;
  readonly window: string;
  /** Until when messages are free, as a sentence; '' when they are not. */
  readonly free: string;
  readonly failed: boolean;
  readonly moved: boolean;
  readonly pinned: boolean;
  /** Name of the lead's status; '' without one. */
  readonly lead: string;
  /** Names of the tags. */
  readonly tags: readonly string[];
  /** When to come back to it, as a sentence; '' when that is not soon. */
  readonly due: string;
  /** Names of those who look at it. */
  readonly viewers: readonly string[];
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

/** Names one after the other: "Ana, Rui". */
function together(names: readonly string[]): string {
  return names.join(', ');
}

/** What was last said: who writes now before a draft, a draft before the last message (B-06). */
function said({ head, draft, typing, failed }: RowWords): readonly string[] {
  if (typing !== '') return [t('row.typing', { name: typing })];
  if (draft !== '') return [`${t('row.draft')} ${draft}`];
  const state = head.preview?.delivery;
  return [previewText(head), state && !failed ? ticksName(ticksLook(state, head.channel)) : ''];
}

/** Everything that the row shows, with the true count of unread messages (B-07). */
export function rowLabel(row: RowWords): string {
  const { head } = row;
  const parts = [
    row.moved ? t('row.moved-label') : '',
    row.name,
    abilities[head.channel].label,
    head.group ? t('row.group') : '',
    row.pinned ? t('row.pinned') : '',
    head.unread > 0 ? t('row.unread', { n: head.unread }) : '',
    ...said(row),
    row.failed ? t('row.failed') : '',
    head.reopened ? t('row.reopened') : '',
    row.time,
    row.window,
    row.free,
    row.lead === '' ? '' : t('row.lead', { status: row.lead }),
    row.tags.length === 0 ? '' : t('row.tags', { names: together(row.tags) }),
    row.due,
    head.assignee ? t('row.assigned', { name: head.assignee.name }) : t('row.unassigned'),
    row.viewers.length === 0 ? '' : t('row.viewing', { names: together(row.viewers) }),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
