/** Whether the window will be open when a follow-up is due; of an overdue one, whether it is now. Pure. */
import type { FollowUpRow } from '#domain/http-follow-ups.ts';
import { windowState, type WindowState } from '#domain/window.ts';
import { t } from '../words/follow-ups.ts';

export type WindowThen = { readonly state: WindowState; readonly words: string };

export function windowThen({ head, followUp: { dueAt } }: FollowUpRow, now: number): WindowThen {
  const when = dueAt > now ? 'then' : 'now';
  const state = windowState(head, Math.max(dueAt, now));
  const isOpen = state === 'open' || state === 'soon';
  if (isOpen) return { state, words: t(`follow-ups.window-${when}-open`) };
  if (when === 'now') return { state, words: t('follow-ups.window-now-closed') };
  const way = head.channel === 'whatsapp' ? 'closed' : 'shut';
  return { state, words: t(`follow-ups.window-then-${way}`) };
}
