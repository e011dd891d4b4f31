/**
 * What a list shows: one typed filter, asked of a row by `matches` and of D1 through `facets.ts` and the one compiler.
 * AND between fields, OR inside one. The two never disagree: a property test holds them together.
 */
import { channels, type Channel } from './channel.ts';
import { fitsContact } from './facets.ts';
import { broadcastStates, broadcastStateOf, statuses, statusOf, type Head, type Status } from './head.ts';
import { leadOwnerOf } from './lead.ts';

/** `open`: free text may be written; `1h`, `3h`, `12h`: it closes within that; `expired`: it is not open; `free`: FEP runs. */
export const windowStates = ['open', '1h', '3h', '12h', 'expired', 'free'] as const;
export type WindowState = (typeof windowStates)[number];

/** `overdue`: due by now; `soon`: due within 24 hours; `any`: there is one. */
export const followUpStates = ['overdue', 'soon', 'any'] as const;
export type FollowUpState = (typeof followUpStates)[number];

export const sorts = ['newest', 'oldest', 'waiting', 'closing'] as const;
/** `waiting`: longest first, then the others by newest; `closing`: open windows by their end, then the others by newest. */
export type Sort = (typeof sorts)[number];

export const tabs = ['active', 'archived'] as const;
export type Tab = (typeof tabs)[number];

/** No field is there without a value; every list has at least one. */
export type Filter = {
  /** Ids of people; `me` is who asks, `none` nobody. */
  readonly agents?: readonly string[];
  /** Ids of groups, or `none`. */
  readonly groups?: readonly string[];
  /** Ids of lead statuses, or `none`. */
  readonly leads?: readonly string[];
  /** Ids of people whose lead it is; `me` is who asks, `none`: there is a lead, and it is nobody’s. */
  readonly leadOwners?: readonly string[];
  readonly statuses?: readonly Status[];
  /** Ids of tags. */
  readonly tags?: readonly string[];
  readonly channels?: readonly Channel[];
  /** `channel:id` of accounts. */
  readonly accounts?: readonly string[];
  readonly windows?: readonly WindowState[];
  readonly unread?: true;
  /** The customer waits for an answer. */
  readonly unanswered?: true;
  /** The newest message of ours failed. */
  readonly failed?: true;
  /** Last message and beginning, in ms: from (with it) and to (without it). */
  readonly lastFrom?: number;
  readonly lastTo?: number;
  readonly createdFrom?: number;
  readonly createdTo?: number;
  /** `broadcast:state`; the broadcast `any` is any of them. */
  readonly broadcasts?: readonly string[];
  /** Names of templates. */
  readonly templates?: readonly string[];
  /** Ids of ads; `any` is any of them. */
  readonly ads?: readonly string[];
  /** `attribute=value`; without a value: whoever has the attribute. Each attribute is a field of its own. */
  readonly attributes?: readonly string[];
  readonly followUps?: readonly FollowUpState[];
  /** Beginnings of words of the customer's name or username, or part of the phone. */
  readonly customer?: string;
};
export type FilterField = keyof Filter;

const most = 50;
type Check = (value: unknown) => boolean;

const some =
  (isOne: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.length <= most && value.every(isOne);
const text =
  (longest: number): Check =>
  (value) =>
    typeof value === 'string' && value.length > 0 && value.length <= longest;
const oneOf =
  (all: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && all.includes(value);
const isId = text(120);
const isTime: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isOn: Check = (value) => value === true;
const broadcastReached = new RegExp(`^[^:]+:(${broadcastStates.join('|')})$`);
const isReached: Check = (value) => text(160)(value) && broadcastReached.test(String(value));

/** Checked by hand: the browser reads filters, too, and zod is more than all the rest of the list weighs. */
const checks: Readonly<Record<FilterField, Check>> = {
  agents: some(isId),
  groups: some(isId),
  leads: some(isId),
  leadOwners: some(isId),
  statuses: some(oneOf(statuses)),
  tags: some(isId),
  channels: some(oneOf(channels)),
  accounts: some(isId),
  windows: some(oneOf(windowStates)),
  unread: isOn,
  unanswered: isOn,
  failed: isOn,
  lastFrom: isTime,
  lastTo: isTime,
  createdFrom: isTime,
  createdTo: isTime,
  broadcasts: some(isReached),
  templates: some(isId),
  ads: some(isId),
  attributes: some(text(300)),
  followUps: some(oneOf(followUpStates)),
  customer: text(120),
};
const fields = Object.keys(checks) as FilterField[];

/** Whether `value` may stand in a field of a filter. */
export const isValueOf = (field: FilterField, value: unknown): boolean => checks[field](value);

/** Reads a filter from outside, without what is no field; null when a field has a value that it may not have. */
export function readFilter(value: unknown): Filter | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const given = value as Readonly<Record<string, unknown>>;
  const present = fields.filter((field) => given[field] !== undefined);
  if (!present.every((field) => isValueOf(field, given[field]))) return null;
  return Object.fromEntries(present.map((field) => [field, given[field]]));
}

export const noFilter: Filter = {};

/** Who asks, and when (ms). */
export type Asked = { readonly me: string; readonly now: number };

const hour = 60 * 60 * 1000;
/** How long before its end a window counts as closing (ms). */
export const closingWithin = { '1h': hour, '3h': 3 * hour, '12h': 12 * hour } as const;
/** A follow-up is due soon within this (ms). */
export const soonWithin = 24 * hour;

type Test = (head: Head, filter: Filter, at: Asked) => boolean;

/** Whether any of `wanted` fits; a criterion without values asks nothing. */
function any<T>(wanted: readonly T[] | undefined, fits: (value: T) => boolean): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.some(fits);
}

/** Whether `value` is the one that is meant; `none` means that there is none. */
const isOrNone = (wanted: string, value: string | null | undefined): boolean =>
  wanted === 'none' ? (value ?? null) === null : wanted === value;

function isWindow({ windowExpiresAt, freeEntryUntil }: Head, state: WindowState, now: number): boolean {
  const open = windowExpiresAt !== null && windowExpiresAt > now;
  if (state === 'open') return open;
  if (state === 'expired') return !open;
  if (state === 'free') return freeEntryUntil !== null && freeEntryUntil > now;
  return open && windowExpiresAt <= now + closingWithin[state];
}

function isFollowUp({ followUpAt }: Head, state: FollowUpState, now: number): boolean {
  if (followUpAt === undefined) return false;
  if (state === 'overdue') return followUpAt <= now;
  return state === 'any' || (followUpAt > now && followUpAt <= now + soonWithin);
}

function isBroadcast({ broadcasts = [] }: Head, wanted: string): boolean {
  if (!wanted.startsWith('any:')) return broadcasts.includes(wanted);
  return broadcasts.some((reached) => broadcastStateOf(reached) === broadcastStateOf(wanted));
}

function isAd({ ads = [] }: Head, wanted: string): boolean {
  return wanted === 'any' ? ads.length > 0 : ads.includes(wanted);
}

function hasAttribute({ attributes = {} }: Head, wanted: string): boolean {
  const { id, value } = attributeAsked(wanted);
  return Object.hasOwn(attributes, id) && (value === null || attributes[id] === value);
}

/** The attribute that a value of the filter is about, and what of it; null: any value. An id has no `=`. */
export function attributeAsked(asked: string): { readonly id: string; readonly value: string | null } {
  const at = asked.indexOf('=');
  return at < 0 ? { id: asked, value: null } : { id: asked.slice(0, at), value: asked.slice(at + 1) };
}

/** The values asked of each attribute: any of them, and so of every attribute. */
export function byAttribute(asked: readonly string[]): readonly (readonly string[])[] {
  return [...Map.groupBy(asked, (one) => attributeAsked(one).id).values()];
}

function isOwner(head: Head, wanted: string): boolean {
  const owner = leadOwnerOf(head);
  return wanted === 'none' ? owner === null : owner === wanted;
}

function isWithin(time: number, from: number | undefined, to: number | undefined): boolean {
  return (from === undefined || time >= from) && (to === undefined || time < to);
}

/** One a field. */
const tests: readonly Test[] = [
  (head, { customer }) => customer === undefined || fitsContact(head, customer),
  ({ assignee }, { agents }, { me }) =>
    any(agents, (agent) => isOrNone(agent === 'me' ? me : agent, assignee?.id)),
  ({ groupId }, { groups }) => any(groups, (group) => isOrNone(group, groupId)),
  ({ lead }, { leads }) => any(leads, (status) => isOrNone(status, lead)),
  (head, { leadOwners }, { me }) => any(leadOwners, (owner) => isOwner(head, owner === 'me' ? me : owner)),
  (head, { statuses }) => any(statuses, (status) => statusOf(head) === status),
  ({ tags = [] }, filter) => any(filter.tags, (tag) => tags.includes(tag)),
  ({ channel }, { channels }) => any(channels, (wanted) => wanted === channel),
  ({ channel, accountId }, { accounts }) => any(accounts, (account) => account === `${channel}:${accountId}`),
  (head, { windows }, { now }) => any(windows, (state) => isWindow(head, state, now)),
  (head, { unread }) => !unread || head.unread > 0,
  ({ waitingSince }, { unanswered }) => !unanswered || waitingSince !== undefined,
  (head, { failed }) => !failed || head.failed === true,
  ({ lastAt }, { lastFrom, lastTo }) => isWithin(lastAt, lastFrom, lastTo),
  ({ createdAt }, { createdFrom, createdTo }) => isWithin(createdAt, createdFrom, createdTo),
  (head, { broadcasts }) => any(broadcasts, (wanted) => isBroadcast(head, wanted)),
  ({ templates = [] }, filter) => any(filter.templates, (name) => templates.includes(name)),
  (head, { ads }) => any(ads, (wanted) => isAd(head, wanted)),
  (head, { attributes = [] }) =>
    byAttribute(attributes).every((values) => any(values, (wanted) => hasAttribute(head, wanted))),
  (head, { followUps }, { now }) => any(followUps, (state) => isFollowUp(head, state, now)),
];

/** Whether a row fits a filter. Who may see it, and the tab, are asked apart. */
export function matches(head: Head, filter: Filter, at: Asked): boolean {
  return tests.every((test) => test(head, filter, at));
}

const asks = (value: unknown): boolean =>
  value !== undefined && !(Array.isArray(value) && value.length === 0);

/** Whether it asks for nothing, so that every row fits. */
export function isEmpty(filter: Filter): boolean {
  return !Object.values(filter).some(asks);
}

/** Whether what fits changes by itself as time goes on. */
export function looksAtClock({ windows, followUps }: Filter): boolean {
  return asks(windows) || (followUps ?? []).some((state) => state !== 'any');
}

/** Whether what fits depends on who asks, beyond who answers: that is counted for everybody at once. */
export function looksAtReader({ leadOwners }: Filter): boolean {
  return leadOwners?.includes('me') ?? false;
}

/** The filter for everybody's rows: kept counts are taken so, and asked by agent when they are read. */
export function withoutAgents({ agents: _agents, ...filter }: Filter): Filter {
  return filter;
}

/** The criteria of a filter as one text; neither the order of fields nor of values counts. */
function canonical(filter: Filter): string {
  const criteria = Object.entries(filter)
    .filter(([, value]) => asks(value))
    .map(([field, value]) => [field, Array.isArray(value) ? [...new Set<string>(value)].sort() : value]);
  return JSON.stringify(criteria.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

/** Whether two filters ask the same. */
export function sameFilter(a: Filter, b: Filter): boolean {
  return canonical(a) === canonical(b);
}
