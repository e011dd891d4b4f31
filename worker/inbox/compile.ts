/**
 * The one compiler from a filter to SQL: an expression for MATCH on `facet` that leaves out no row, and an exact condition
 * on the row for times. Whatever it finds, `matches` and `can` find, and nothing else: a property test holds them together.
 */
import {
  contactQuery,
  everyone,
  facet,
  facts,
  latest,
  nextBucket,
  spans,
  type FacetKind,
} from '#domain/facets.ts';
import {
  byAttribute,
  closingWithin,
  soonWithin,
  type Filter,
  type FollowUpState,
  type WindowState,
} from '#domain/filter.ts';
import type { Tab } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';

/** Who asks, in which tab (null: both), and when (ms). */
export type Asker = { readonly actor: Actor; readonly tab: Tab | null; readonly now: number };

export type Compiled = {
  /** For MATCH on `facet`. Never '', and safe to join to others by AND. */
  readonly match: string;
  /** On the columns of `conversation` under the alias `c`; its `?` are `params`, in their order. */
  readonly where: string;
  readonly params: readonly number[];
};

type Part = Compiled;

const exact = '1';
const quoted = (token: string): string => `"${token}"`;
const nothing = `(${quoted(everyone)} NOT ${quoted(everyone)})`;

/** Any of these tokens; of none, nothing. */
function anyOf(tokens: readonly string[]): string {
  if (tokens.length === 0) return nothing;
  const either = [...new Set(tokens)].map(quoted).join(' OR ');
  return tokens.length === 1 ? either : `(${either})`;
}

const found = (tokens: readonly string[], where = exact, ...params: readonly number[]): Part => ({
  match: anyOf(tokens),
  where,
  params,
});

/** All of the parts. */
function both(parts: readonly Part[]): Part {
  const conditions = parts.filter(({ where }) => where !== exact);
  return {
    match: parts.length === 0 ? quoted(everyone) : parts.map(({ match }) => match).join(' AND '),
    where: conditions.length === 0 ? exact : conditions.map(({ where }) => where).join(' AND '),
    params: conditions.flatMap(({ params }) => params),
  };
}

/** Any of the parts, of which there is one at least. */
function either(parts: readonly Part[]): Part {
  return {
    match: `(${parts.map(({ match }) => match).join(' OR ')})`,
    where: `(${parts.map(({ where }) => where).join(' OR ')})`,
    params: parts.flatMap(({ params }) => params),
  };
}

const endsAfter = 'c.window_expires_at > ?';

function open(now: number): Part {
  return found([...spans('window', now + 1, latest(now)), facts.longWindow], endsAfter, now);
}

/** Whatever does not surely end later. */
function expired(now: number): Part {
  const later = spans('window', nextBucket('window', now), latest(now));
  return {
    match: `(${quoted(everyone)} NOT ${anyOf(later)})`,
    where: `(c.window_expires_at IS NULL OR c.window_expires_at <= ?)`,
    params: [now],
  };
}

function closing(state: keyof typeof closingWithin, now: number): Part {
  const until = now + closingWithin[state];
  const tokens = [...spans('window', now + 1, until), facts.longWindow];
  return found(tokens, `(${endsAfter} AND c.window_expires_at <= ?)`, now, until);
}

function free(now: number): Part {
  return found([...spans('free', now + 1, latest(now)), facts.longFree], 'c.free_entry_until > ?', now);
}

function windowPart(state: WindowState, now: number): Part {
  if (state === 'open') return open(now);
  if (state === 'expired') return expired(now);
  return state === 'free' ? free(now) : closing(state, now);
}

/** From the widest to the narrowest: each holds all of those after it. */
const byWidth: readonly WindowState[] = ['open', '12h', '3h', '1h'];

function windowParts(states: readonly WindowState[], now: number): Part[] {
  const widest = byWidth.find((state) => states.includes(state));
  const needed = new Set(states.filter((state) => state === widest || !byWidth.includes(state)));
  return [...needed].map((state) => windowPart(state, now));
}

function followUpPart(state: FollowUpState, now: number): Part {
  if (state === 'any') return found([facts.followUp]);
  if (state === 'overdue') return found(spans('followUp', 0, now), 'c.follow_up_at <= ?', now);
  const soon = now + soonWithin;
  const where = '(c.follow_up_at > ? AND c.follow_up_at <= ?)';
  return found(spans('followUp', now + 1, soon), where, now, soon);
}

/** Times from `from` (with it) to `to` (without it); absent: without end. */
type Period = {
  readonly kind: 'last' | 'created';
  readonly from: number | undefined;
  readonly to: number | undefined;
};

function periodParts({ kind, from, to }: Period): Part[] {
  if (from === undefined && to === undefined) return [];
  const tokens = spans(kind, from ?? 0, to === undefined ? Number.MAX_SAFE_INTEGER : to - 1);
  const bounds = [
    ...(from === undefined ? [] : [{ where: `c.${kind}_at >= ?`, time: from }]),
    ...(to === undefined ? [] : [{ where: `c.${kind}_at < ?`, time: to }]),
  ];
  const where = bounds.map((bound) => bound.where).join(' AND ');
  return [found(tokens, where, ...bounds.map(({ time }) => time))];
}

/** One criterion: any of its values. A criterion without values asks nothing. */
function anyValue<T>(values: readonly T[] | undefined, tokenOf: (value: T) => string): Part[] {
  return values === undefined || values.length === 0 ? [] : [found(values.map(tokenOf))];
}

const orNone =
  (kind: FacetKind, none: string) =>
  (value: string): string =>
    value === 'none' ? none : facet(kind, value);

function valueParts(filter: Filter, me: string): Part[] {
  const agent = orNone('agent', facts.unassigned);
  const leadOwner = orNone('leadOwner', facts.unowned);
  return [
    ...anyValue(filter.agents, (value) => agent(value === 'me' ? me : value)),
    ...anyValue(filter.groups, orNone('group', facts.ungrouped)),
    ...anyValue(filter.leads, orNone('lead', facts.noLead)),
    ...anyValue(filter.leadOwners, (value) => leadOwner(value === 'me' ? me : value)),
    ...anyValue(filter.statuses, (value) => facet('status', value)),
    ...anyValue(filter.tags, (value) => facet('tag', value)),
    ...anyValue(filter.channels, (value) => facet('channel', value)),
    ...anyValue(filter.accounts, (value) => facet('account', value)),
    ...anyValue(filter.broadcasts, (value) => facet('broadcast', value)),
    ...anyValue(filter.templates, (value) => facet('template', value)),
    ...anyValue(filter.ads, (value) => (value === 'any' ? facts.ad : facet('ad', value))),
    ...byAttribute(filter.attributes ?? []).flatMap((values) =>
      anyValue(values, (value) => facet('attribute', value)),
    ),
  ];
}

function factParts({ unread, unanswered, failed }: Filter): Part[] {
  return [
    ...(unread ? [found([facts.unread])] : []),
    ...(unanswered ? [found([facts.unanswered])] : []),
    ...(failed ? [found([facts.failed])] : []),
  ];
}

function customerParts({ customer }: Filter): Part[] {
  const match = customer === undefined ? '' : contactQuery(customer);
  return match === '' ? [] : [{ match: `(${match})`, where: exact, params: [] }];
}

function timeParts(filter: Filter, now: number): Part[] {
  const { windows = [], followUps = [], lastFrom, lastTo, createdFrom, createdTo } = filter;
  const due = followUps.map((state) => followUpPart(state, now));
  return [
    ...(windows.length > 0 ? [either(windowParts(windows, now))] : []),
    ...(due.length > 0 ? [either(due)] : []),
    ...periodParts({ kind: 'last', from: lastFrom, to: lastTo }),
    ...periodParts({ kind: 'created', from: createdFrom, to: createdTo }),
  ];
}

/** The rows that `actor` may see: the same answer as `can(actor, 'conversation.see', head)`. */
function visibleParts(actor: Actor): Part[] {
  if (actor.role !== 'agent' || actor.visibility === 'all') return [];
  const own = facet('agent', actor.id);
  if (actor.visibility === 'own') return [found([own])];
  return [found([own, facts.unassigned, ...actor.groups.map((group) => facet('group', group))])];
}

function tabParts(tab: Tab | null): Part[] {
  if (tab === null) return [];
  return [found([tab === 'active' ? facts.active : facet('status', 'archived')])];
}

/** What finds the rows that fit `filter`, of those that `actor` may see in `tab`. */
export function compile(filter: Filter, { actor, tab, now }: Asker): Compiled {
  return both([
    ...tabParts(tab),
    ...visibleParts(actor),
    ...valueParts(filter, actor.id),
    ...factParts(filter),
    ...customerParts(filter),
    ...timeParts(filter, now),
  ]);
}
