/**
 * What may be sent now, until when, and why.
 * One pure function of channel, times and now; screen, edge, outbox and everything later ask the same one.
 */
import { abilities, type Channel } from './channel.ts';
import type { Refusal } from './refusal.ts';

const hour = 60 * 60 * 1000;

/** The customer service window: 24 hours from the customer's latest opener (Meta, "Send messages"). */
const windowLength = 24 * hour;
/** From here on the screen warns (product, section 2). */
const closingSoon = 3 * hour;
/** A time that is further ahead of our clock than this is not believed. */
const clockTolerance = 5 * 60 * 1000;

/** The facts of one conversation that its window follows from. Times in ms. */
export type WindowFacts = {
  readonly channel: Channel;
  /** When the window closes or closed; null while the customer never opened one. */
  readonly windowExpiresAt: number | null;
};

export type WindowState = 'none' | 'open' | 'soon' | 'closed';

/** Meta's time of an event, or our own where Meta's lies too far ahead. All in ms. */
export function eventTime(metaAt: number, arrivedAt: number): number {
  return metaAt > arrivedAt + clockTolerance ? arrivedAt : metaAt;
}

/** When the window closes after an opener at `openerAt`; it never moves back. */
export function extendWindow(windowExpiresAt: number | null, openerAt: number): number {
  return Math.max(windowExpiresAt ?? 0, openerAt + windowLength);
}

/** The state of the window at `now`; the instant of expiry is already closed. */
export function windowState(facts: WindowFacts, now: number): WindowState {
  if (facts.windowExpiresAt === null) return 'none';
  const left = facts.windowExpiresAt - now;
  if (left <= 0) return 'closed';
  return left < closingSoon ? 'soon' : 'open';
}

/** Why free text may not leave now, or null when it may. */
export function refuseText(facts: WindowFacts, now: number): Refusal | null {
  if (!abilities[facts.channel].sends) return { code: 'channel-cannot-send', channel: facts.channel };
  const state = windowState(facts, now);
  if (state === 'none') return { code: 'window-never-opened' };
  if (state === 'closed') return { code: 'window-closed', closedAt: facts.windowExpiresAt ?? 0 };
  return null;
}
