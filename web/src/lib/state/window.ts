/** A stretch of a conversation around one message, far from the newest ones, until the two meet (B-11). Pure. */
import type { AroundPage, HistoryPage } from '#domain/http.ts';
import { compareMessages, type Message, type Position } from '#domain/message.ts';
import { merge, takeMessages, type ThreadData } from './apply.ts';

/** Gapless, in display order. */
export type Window = {
  readonly messages: readonly Message[];
  /** Whether older, and newer ones exist. */
  readonly more: boolean;
  readonly moreAfter: boolean;
};

export function windowOf(page: AroundPage): Window {
  return { ...page, messages: [...page.messages].sort(compareMessages) };
}

/** Puts a page of older messages in front. */
export function takeOlder(window: Window, page: HistoryPage): Window {
  return { ...window, messages: merge(window.messages, page.messages), more: page.more };
}

/** Puts a page of newer messages behind. */
export function takeNewer(window: Window, page: AroundPage): Window {
  return { ...window, messages: merge(window.messages, page.messages), moreAfter: page.moreAfter };
}

/** What changed shows where it belongs; what is newer than the window waits for its page. */
export function takeChanges(window: Window, changed: readonly Message[]): Window {
  const [first, last] = [window.messages[0], window.messages.at(-1)];
  if (!first || !last) return window;
  const inside = changed.filter(
    (message) => compareMessages(message, first) >= 0 && compareMessages(message, last) <= 0,
  );
  return inside.length === 0 ? window : { ...window, messages: merge(window.messages, inside) };
}

/** The conversation with the window joined on, once it reaches the newest stretch; null while something lies between. */
export function joined(data: ThreadData, window: Window): ThreadData | null {
  const [newestOfWindow, oldestOfData] = [window.messages.at(-1), data.messages[0]];
  const meets =
    !window.moreAfter ||
    !newestOfWindow ||
    !oldestOfData ||
    compareMessages(newestOfWindow, oldestOfData) >= 0;
  if (!meets) return null;
  const before = window.messages[0];
  const deeper = before && oldestOfData && compareMessages(before, oldestOfData) < 0;
  const messages = merge(data.messages, window.messages);
  const whole: ThreadData = { ...data, messages, more: deeper ? window.more : data.more, aside: [] };
  return takeMessages(whole, data.aside);
}

/** Where a message stands, to ask for those before or after it. */
export function positionOf(message: Message | undefined): Position | null {
  return message ? { at: message.at, seq: message.seq } : null;
}
