/**
 * What the server draws of a timeline, before there is a screen whose height is known: one screenful, of the newest
 * messages or of the first unread ones, so that nothing jumps when the page comes to life.
 */
import type { Item } from './items.ts';

/** Enough for a high screen. */
const drawnByServer = 30;
/** Rows before the first unread one. */
const before = 3;
/** With fewer unread rows than this the newest ones fill the screen. */
const fewUnread = 10;

/** Set once the page lives: from then on nothing is drawn as the server would. */
export const life = { begun: false };

export type Still = {
  readonly items: readonly Item[];
  /** Whether it is read from its beginning, not from its end. */
  readonly fromTop: boolean;
};

export function stillOf(items: readonly Item[]): Still {
  const unread = items.findIndex(({ kind }) => kind === 'unread');
  if (unread < 0 || items.length - unread < fewUnread)
    return { items: items.slice(-drawnByServer), fromTop: false };
  const start = Math.max(0, unread - before);
  return { items: items.slice(start, start + drawnByServer), fromTop: true };
}
