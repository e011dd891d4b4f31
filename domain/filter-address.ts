/**
 * A list as its address says it: short names, and commas between several values. `writeAddress` and `readAddress` are each
 * other's reverse (a property test). Not among the names: `cursor`, `from`, `kind`, `limit`, `q`, which requests put beside
 * them.
 */
import {
  isValueOf,
  noFilter,
  readFilter,
  sorts,
  tabs,
  type Filter,
  type FilterField,
  type Sort,
  type Tab,
} from './filter.ts';

/** `tab` null: both. */
export type Listed = { readonly tab: Tab | null; readonly sort: Sort; readonly filter: Filter };

/** What is read of an address: URLSearchParams, or anything like it. */
export type Params = { get(name: string): string | null };

const valueNames = {
  agents: 'agent',
  groups: 'group',
  leads: 'lead',
  leadOwners: 'lead-owner',
  statuses: 'status',
  tags: 'tag',
  channels: 'channel',
  accounts: 'account',
  windows: 'window',
  broadcasts: 'broadcast',
  templates: 'template',
  ads: 'ad',
  attributes: 'attribute',
  followUps: 'follow-up',
} as const;
const textNames = { customer: 'customer' } as const;
const factNames = { unread: 'unread', unanswered: 'unanswered', failed: 'failed' } as const;
const timeNames = {
  lastFrom: 'last-from',
  lastTo: 'last-to',
  createdFrom: 'created-from',
  createdTo: 'created-to',
} as const;

const defaultTab: Tab = 'active';
const defaultSort: Sort = 'newest';
const most = 50;
/** The latest time that a date says (ms). */
const lastDate = 8.64e15;

const written = (value: string): string => value.replace(/[\\,]/gu, '\\$&');

/** Values that stand between commas; a backslash takes the meaning of the comma or backslash after it away. */
function readValues(text: string): string[] {
  const values = [''];
  for (const { 0: piece, 1: escaped } of text.matchAll(/\\([\\,])|[^]/gu)) {
    if (piece === ',') values.push('');
    else values.push(`${values.pop() ?? ''}${escaped ?? piece}`);
  }
  return values;
}

/** To the minute where that is enough: `2026-05-01T09:30Z`. */
function writeTime(time: number): string {
  if (time > lastDate) return String(time);
  return new Date(time).toISOString().replace(/(?::00)?\.000Z$/u, 'Z');
}

const dated = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z)?$|^\+\d{6}-\d\d-\d\dT[\d:.]+Z$/u;

/** In ms, or a date of UTC; NaN for anything else. */
function readTime(text: string): number {
  if (/^\d{1,16}$/u.test(text)) return Number(text);
  const at = dated.test(text) ? Date.parse(text) : Number.NaN;
  // The 31st of a shorter month would be the 1st of the next.
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(text.slice(0, 10)) ? Number.NaN : at;
}

const keysOf = <K extends string>(names: Readonly<Record<K, string>>): K[] => Object.keys(names) as K[];

/** The names and values of an address, for URLSearchParams. What everybody gets without asking is left out. */
export function writeAddress({ tab, sort, filter }: Listed): [string, string][] {
  const pairs: [string, string][] = [];
  if (tab !== defaultTab) pairs.push(['tab', tab ?? 'all']);
  if (sort !== defaultSort) pairs.push(['sort', sort]);
  for (const key of keysOf(valueNames)) {
    const values = filter[key] ?? [];
    if (values.length > 0) pairs.push([valueNames[key], values.map(written).join(',')]);
  }
  for (const key of keysOf(textNames)) {
    const text = filter[key];
    if (text !== undefined) pairs.push([textNames[key], text]);
  }
  for (const key of keysOf(factNames)) if (filter[key]) pairs.push([factNames[key], 'yes']);
  for (const key of keysOf(timeNames)) {
    const time = filter[key];
    if (time !== undefined) pairs.push([timeNames[key], writeTime(time)]);
  }
  return pairs;
}

function filterOf(params: Params): Filter {
  const found: Partial<Record<FilterField, unknown>> = {};
  for (const key of keysOf(valueNames)) {
    const values = readValues(params.get(valueNames[key]) ?? '').filter((value) => isValueOf(key, [value]));
    if (values.length > 0) found[key] = values.slice(0, most);
  }
  for (const key of keysOf(textNames)) {
    const text = params.get(textNames[key]);
    if (isValueOf(key, text)) found[key] = text;
  }
  for (const key of keysOf(factNames)) if (params.get(factNames[key]) === 'yes') found[key] = true;
  for (const key of keysOf(timeNames)) {
    const time = readTime(params.get(timeNames[key]) ?? '');
    if (isValueOf(key, time)) found[key] = time;
  }
  return readFilter(found) ?? noFilter;
}

/** What an address asks for. What is unknown or broken in it is as if it were not there. */
export function readAddress(params: Params): Listed {
  const tab = params.get('tab');
  const sort = params.get('sort');
  return {
    tab: tab === 'all' ? null : (tabs.find((one) => one === tab) ?? defaultTab),
    sort: sorts.find((one) => one === sort) ?? defaultSort,
    filter: filterOf(params),
  };
}
