/**
 * What is typed into the search box: words to look for, and operators (`tag:vip`, `is:unread`, `before:2026-05-31`) that
 * become the same filter as the panel's. Any text is fine: what is no operator is words.
 */
import { abilities, channels } from './channel.ts';
import { beginningOf, dayOf, endOf } from './day.ts';
import { followUpStates, noFilter, readFilter, windowStates, type Filter } from './filter.ts';
import { broadcastStates, statuses } from './head.ts';
import type { Directory } from './http.ts';
import { foldedText } from './words.ts';

export type Typed = {
  /** What is left to look for. */
  readonly words: string;
  readonly filter: Filter;
  /** Operators that were not understood, as they were typed; they are looked for as words. */
  readonly unknown: readonly string[];
};

/** When (ms) and in which time zone somebody types. */
type Moment = { readonly at: number; readonly zone: string };
type Context = Moment & { readonly directory: Directory };
/** What an operator becomes; null when it cannot be understood. */
type Meaning = { readonly filter: Filter } | { readonly words: string } | null;
type Operator = (value: string, context: Context) => Meaning;
/** One of what a name may mean. */
type Named = { readonly id: string; readonly names: readonly string[] };

const most = 50;

const fold = (text: string): string => foldedText(text).replace(/\s+/gu, ' ').trim();

/** Those of that name; else those whose name begins so; else those of whom a later word does. */
function resolve(value: string, named: readonly Named[]): string[] {
  const wanted = fold(value);
  const fits: readonly ((name: string) => boolean)[] = [
    (name) => name === wanted,
    (name) => name.startsWith(wanted),
    (name) => name.includes(` ${wanted}`),
  ];
  for (const fit of fits) {
    const found = named.filter(({ names }) => names.some((name) => fit(fold(name))));
    if (found.length > 0) return found.map(({ id }) => id).slice(0, most);
  }
  return [];
}

const byName = (list: readonly { readonly id: string; readonly name: string }[]): Named[] =>
  list.map(({ id, name }) => ({ id, names: [name] }));

type Names = (directory: Directory) => readonly Named[];

/** An operator whose value is the name of something. */
function ofNames(named: Names, filter: (ids: string[]) => Filter): Operator {
  return (value, { directory }) => {
    const ids = resolve(value, named(directory));
    return ids.length > 0 ? { filter: filter(ids) } : null;
  };
}

/** An operator whose value is one of few words. */
function ofWords(meanings: ReadonlyMap<string, Filter>): Operator {
  return (value) => {
    const filter = meanings.get(fold(value));
    return filter ? { filter } : null;
  };
}

const none = (...names: string[]): Named => ({ id: 'none', names: ['none', ...names] });

const agent = ofNames(
  ({ team }) => [{ id: 'me', names: ['me'] }, none('nobody', 'unassigned'), ...byName(team)],
  (agents) => ({ agents }),
);
const group = ofNames(
  ({ groups }) => [none(), ...byName(groups)],
  (groups) => ({ groups }),
);
const lead = ofNames(
  ({ leads }) => [none(), ...byName(leads)],
  (leads) => ({ leads }),
);
const leadOwner = ofNames(
  ({ team }) => [{ id: 'me', names: ['me'] }, none('nobody'), ...byName(team)],
  (leadOwners) => ({ leadOwners }),
);
const tag = ofNames(
  ({ tags }) => byName(tags),
  (tags) => ({ tags }),
);
const account = ofNames(
  ({ accounts }) =>
    accounts.map(({ channel, id, name, handle }) => ({ id: `${channel}:${id}`, names: [name, handle] })),
  (accounts) => ({ accounts }),
);

const shortNames = { whatsapp: ['wa'], messenger: ['facebook', 'fb'], instagram: ['ig'] } as const;

const channel = ofNames(
  () => channels.map((id) => ({ id, names: [abilities[id].label, ...shortNames[id]] })),
  (ids) => ({ channels: channels.filter((one) => ids.includes(one)) }),
);

const is = new Map<string, Filter>([
  ['unread', { unread: true }],
  ['unanswered', { unanswered: true }],
  ['failed', { failed: true }],
  ['active', { statuses: ['new', 'open', 'reopened'] }],
  ['archived', { statuses: ['archived'] }],
  ['new', { statuses: ['new'] }],
  ['reopened', { statuses: ['reopened'] }],
  ['open', { windows: ['open'] }],
  ['expired', { windows: ['expired'] }],
  ['free', { windows: ['free'] }],
]);

const has = new Map<string, Filter>([
  ['follow-up', { followUps: ['any'] }],
  ['ad', { ads: ['any'] }],
]);

/** `spring:read`, `read` of any, or `spring` in every state. */
function broadcast(value: string): Meaning {
  const state = broadcastStates.find((one) => one === value);
  if (state) return { filter: { broadcasts: [`any:${state}`] } };
  const isWhole = broadcastStates.some((one) => value.endsWith(`:${one}`));
  const reached = isWhole ? [value] : broadcastStates.map((one) => `${value}:${one}`);
  return { filter: { broadcasts: reached } };
}

/** Days of the newest message, in the person's zone; `after` is from the next day on. */
function ofDay(filter: (from: number, to: number) => Filter): Operator {
  return (value, { at, zone }) => {
    const day = fold(value) === 'today' ? dayOf(at, zone) : value;
    const [from, to] = [beginningOf(day, zone), endOf(day, zone)];
    return from === null || to === null ? null : { filter: filter(from, to) };
  };
}

const customer: Operator = (words) => ({ filter: { customer: words } });

const operators = new Map<string, Operator>([
  ['from', customer],
  ['name', customer],
  // A number that was copied from a link.
  ['tel', (words) => ({ words })],
  ['agent', agent],
  ['group', group],
  ['lead', lead],
  ['owner', leadOwner],
  ['tag', tag],
  ['channel', channel],
  ['account', account],
  ['is', ofWords(is)],
  ['has', ofWords(has)],
  ['status', ofWords(new Map(statuses.map((status) => [status, { statuses: [status] }])))],
  ['window', ofWords(new Map(windowStates.map((state) => [state, { windows: [state] }])))],
  ['follow-up', ofWords(new Map(followUpStates.map((state) => [state, { followUps: [state] }])))],
  ['before', ofDay((from) => ({ lastTo: from }))],
  ['after', ofDay((_from, to) => ({ lastFrom: to }))],
  ['on', ofDay((from, to) => ({ lastFrom: from, lastTo: to }))],
  ['template', (name) => ({ filter: { templates: [name] } })],
  ['ad', (id) => ({ filter: { ads: [id] } })],
  ['attribute', (attribute) => ({ filter: { attributes: [attribute] } })],
  ['broadcast', broadcast],
]);

type Piece = { readonly name: string; readonly value: string; readonly piece: string };

function meaningOf({ name, value, piece }: Piece, context: Context): Meaning {
  const operator = operators.get(name);
  // A time, or an address of the web, is what it is.
  if (!operator && (value === '' || value.startsWith('/'))) return { words: piece };
  if (!operator || value === '') return null;
  const meaning = operator(value, context);
  const isWrong = meaning && 'filter' in meaning && readFilter(meaning.filter) === null;
  return isWrong ? null : meaning;
}

const valuesOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Both: the same field twice is either value, times are where both hold. */
function joined(a: Filter, b: Filter): Filter {
  const found: Record<string, unknown> = { ...a };
  for (const [field, value] of Object.entries(b)) {
    const before = found[field];
    if (Array.isArray(value)) {
      found[field] = [...new Set([...valuesOf(before), ...valuesOf(value)])].slice(0, most);
    } else if (typeof before === 'number' && typeof value === 'number') {
      found[field] = field.endsWith('From') ? Math.max(before, value) : Math.min(before, value);
    } else if (typeof before === 'string') found[field] = `${before} ${String(value)}`;
    else found[field] = value;
  }
  return readFilter(found) ?? noFilter;
}

const pieces = /(?<name>[a-z][a-z-]*):(?:"(?<quoted>[^"]*)"?|(?<plain>[^\s"]*))|"(?<text>[^"]*)"?|[^\s"]+/giu;

/** What only says which way the text runs; a keyboard or what was copied brings it along. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Reads what was typed; names are found by their beginnings, whatever their case and accents. */
export function readOperators(text: string, directory: Directory, now: Moment): Typed {
  const words: string[] = [];
  const unknown: string[] = [];
  let filter: Filter = {};
  for (const { 0: whole, groups = {} } of text
    .replace(directions, '')
    .replace(/[“”„]/gu, '"')
    .matchAll(pieces)) {
    const piece = whole.trim();
    const { name, quoted, plain, text: said } = groups;
    if (name === undefined) {
      words.push(said ?? piece);
      continue;
    }
    const value = (quoted ?? plain ?? '').trim();
    const meaning = meaningOf({ name: name.toLowerCase(), value, piece }, { directory, ...now });
    if (meaning === null) {
      words.push(piece);
      unknown.push(piece);
    } else if ('words' in meaning) words.push(meaning.words);
    else filter = joined(filter, meaning.filter);
  }
  return { words: words.join(' ').trim(), filter, unknown: [...new Set(unknown)] };
}
