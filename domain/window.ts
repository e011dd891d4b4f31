/**
 * What may be sent now, until when, and what it costs (R-12…R-17).
 * Two clocks that know nothing of each other: the window decides what may be sent, the free entry point what it costs.
 * Pure functions of facts, rights and now; screen, edge, outbox and everything later ask the same ones.
 */
import type { Channel } from './channel.ts';
import type { Refusal } from './refusal.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** The customer service window: 24 hours from the customer's latest opener (Meta, "Send messages"). */
const windowLength = day;
/** A person may answer this long after the latest opener where Meta granted Human Agent (Meta, "Messenger policy"; R-16). */
const humanAgentLength = 7 * day;
/** Our answer to an ad within this time starts the free entry point (Meta, "Pricing"; R-15). */
const freeEntryOffer = day;
/** Free entry point, unless a status names another end. */
const freeEntryLength = 72 * hour;
/** From here on the screen warns (product, section 2). */
const closingSoon = 3 * hour;
/** A time that is further ahead of our clock than this is not believed. */
const clockTolerance = 5 * 60 * 1000;

/** The facts of one conversation that its windows follow from. Times in ms. */
export type WindowFacts = {
  readonly channel: Channel;
  /** When the window closes or closed; null while the customer never opened one. */
  readonly windowExpiresAt: number | null;
  /** The customer's latest opener; null while there was none. */
  readonly openedAt: number | null;
  /** Until when messages cost nothing; null outside of a free entry point. */
  readonly freeEntryUntil: number | null;
  /** Somebody of the team blocked the customer: nothing goes out, whatever the clocks say (C11). */
  readonly blocked?: true;
};

/** What Meta granted the account. */
export type SendRights = { readonly humanAgent: boolean; readonly utilityTemplates: boolean };

/** Who wants to send what, and what the account may do. `confirmed`: the person knows that this goes out under the Human Agent rule. */
export type Sending = {
  readonly rights: SendRights;
  readonly what: 'free' | 'template';
  readonly by: 'person' | 'automation';
  readonly confirmed: boolean;
};

/** How it goes out, or why it does not. */
export type Way = { readonly way: 'free' | 'human-agent' | 'template' } | { readonly refusal: Refusal };

export type WindowState = 'none' | 'open' | 'soon' | 'closed';

/** Meta's time of an event, or our own where Meta's lies too far ahead. All in ms. */
export function eventTime(metaAt: number, arrivedAt: number): number {
  return metaAt > arrivedAt + clockTolerance ? arrivedAt : metaAt;
}

/** When a window closes that was opened at `openedAt`. */
export function windowEnd(openedAt: number): number {
  return openedAt + windowLength;
}

/** The state of the window at `now`; the instant of expiry is already closed. */
export function windowState(facts: Pick<WindowFacts, 'windowExpiresAt'>, now: number): WindowState {
  if (facts.windowExpiresAt === null) return 'none';
  const left = facts.windowExpiresAt - now;
  if (left <= 0) return 'closed';
  return left < closingSoon ? 'soon' : 'open';
}

const isOpen = (facts: WindowFacts, now: number): boolean =>
  facts.windowExpiresAt !== null && facts.windowExpiresAt > now;

/** Until when a person may answer under the Human Agent rule; null where that is not possible at all. */
export function humanAgentUntil(facts: WindowFacts, rights: SendRights): number | null {
  if (facts.channel === 'whatsapp' || !rights.humanAgent || facts.openedAt === null) return null;
  return facts.openedAt + humanAgentLength;
}

function templateWay(facts: WindowFacts, rights: SendRights): Way {
  const may = facts.channel === 'whatsapp' || (facts.channel === 'messenger' && rights.utilityTemplates);
  return may ? { way: 'template' } : { refusal: { code: 'template-not-allowed', channel: facts.channel } };
}

function closedWay(facts: WindowFacts, sending: Sending, now: number): Way {
  const { channel, windowExpiresAt } = facts;
  const until = humanAgentUntil(facts, sending.rights);
  if (until !== null && now < until && sending.by === 'person') {
    if (sending.confirmed) return { way: 'human-agent' };
    return { refusal: { code: 'human-agent-unconfirmed', until } };
  }
  if (windowExpiresAt === null) return { refusal: { code: 'window-never-opened', channel } };
  return { refusal: { code: 'window-closed', channel, closedAt: windowExpiresAt } };
}

/** Which way a message may take at `now`, or why none. */
export function wayOut(facts: WindowFacts, sending: Sending, now: number): Way {
  if (facts.blocked) return { refusal: { code: 'blocked' } };
  if (sending.what === 'template') return templateWay(facts, sending.rights);
  return isOpen(facts, now) ? { way: 'free' } : closedWay(facts, sending, now);
}

/** Why it may not leave now, or null when it may. */
export function refuseSending(facts: WindowFacts, sending: Sending, now: number): Refusal | null {
  const way = wayOut(facts, sending, now);
  return 'refusal' in way ? way.refusal : null;
}

/** Until when our answer to an opener of an ad starts the free entry point. */
export function freeEntryOfferedUntil(openerAt: number): number {
  return openerAt + freeEntryOffer;
}

/** When a free entry point ends that began with our message at `startedAt`, unless Meta says otherwise. */
export function freeEntryEnd(startedAt: number): number {
  return startedAt + freeEntryLength;
}

/** Whether messages cost nothing at `now`. Never a permission. */
export function isFreeEntry(facts: Pick<WindowFacts, 'freeEntryUntil'>, now: number): boolean {
  return facts.freeEntryUntil !== null && facts.freeEntryUntil > now;
}
