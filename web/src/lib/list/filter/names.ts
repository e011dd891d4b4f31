/** What the values of a filter are called. Pure; the names come from the directory. */
import type { Attribute } from '#domain/attribute.ts';
import { abilities, channels } from '#domain/channel.ts';
import { attributeAsked, followUpStates, windowStates, type Filter } from '#domain/filter.ts';
import { broadcastStates, statuses } from '#domain/head.ts';
import type { Directory } from '#domain/http.ts';
import { dayWords } from '../../words/dates.ts';
import { t } from '../../words/t.ts';
import type { Flag, ManyField, Span } from './change.ts';

export type Names = Pick<Directory, 'team' | 'groups' | 'leads' | 'tags' | 'accounts' | 'attributes'>;

type Named = { readonly id: string; readonly name: string };

function nameOf(all: readonly Named[], id: string): string {
  return all.find((one) => one.id === id)?.name ?? t('filter.gone');
}

function pick<Value extends string>(all: readonly Value[], value: string): Value | undefined {
  return all.find((one) => one === value);
}

/** How the filter names an account. */
export function accountValue({ channel, id }: { readonly channel: string; readonly id: string }): string {
  return `${channel}:${id}`;
}

function broadcastWords(value: string): string {
  const at = value.lastIndexOf(':');
  const state = pick(broadcastStates, value.slice(at + 1));
  if (state === undefined) return value;
  const broadcast = value.slice(0, at);
  const words = t(`filter.broadcast-${state}`);
  return broadcast === 'any' ? words : t('filter.chip-broadcast', { broadcast, state: words.toLowerCase() });
}

/** A value of an attribute as it is read; what was noted before it was of its type stays as it is. */
export function attributeValue(type: Attribute['type'] | undefined, value: string): string {
  if (type === 'checkbox' && (value === 'yes' || value === 'no')) return t(`filter.attribute-${value}`);
  const day = type === 'date' ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(day) ? value : dayWords(day, 'UTC');
}

function attributeParts(asked: string, { attributes }: Names): { name: string; value: string | null } {
  const { id, value } = attributeAsked(asked);
  const attribute = attributes.find((one) => one.id === id);
  return {
    name: attribute?.name ?? t('filter.attribute-gone'),
    value: value === null ? null : attributeValue(attribute?.type, value),
  };
}

function attributeWords(asked: string, names: Names): string {
  const { name, value } = attributeParts(asked, names);
  return value === null ? t('filter.attribute-has', { name }) : t('filter.chip', { field: name, value });
}

const words: Readonly<Record<ManyField, (value: string, names: Names) => string>> = {
  windows: (value) => {
    const state = pick(windowStates, value);
    return state ? t(`filter.window-${state}`) : value;
  },
  agents: (value, { team }) => {
    if (value === 'me') return t('filter.me');
    return value === 'none' ? t('filter.unassigned') : nameOf(team, value);
  },
  leads: (value, { leads }) => (value === 'none' ? t('filter.no-lead') : nameOf(leads, value)),
  leadOwners: (value, { team }) => {
    if (value === 'me') return t('filter.me');
    return value === 'none' ? t('filter.nobody') : nameOf(team, value);
  },
  channels: (value) => {
    const channel = pick(channels, value);
    return channel ? abilities[channel].label : value;
  },
  groups: (value, { groups }) => (value === 'none' ? t('filter.no-group') : nameOf(groups, value)),
  statuses: (value) => {
    const status = pick(statuses, value);
    return status ? t(`filter.status-${status}`) : value;
  },
  tags: (value, { tags }) => nameOf(tags, value),
  accounts: (value, { accounts }) =>
    accounts.find((one) => accountValue(one) === value)?.name ?? t('filter.gone'),
  followUps: (value) => {
    const state = pick(followUpStates, value);
    return state ? t(`filter.follow-up-${state}`) : value;
  },
  broadcasts: broadcastWords,
  templates: (value) => value,
  ads: (value) => (value === 'any' ? t('filter.ad-any') : t('filter.ad-one', { id: value })),
  attributes: attributeWords,
};

/** What a value is called under the title of its field. */
export function valueWords(field: ManyField, value: string, names: Names): string {
  return words[field](value, names);
}

export function flagWords(flag: Flag): string {
  return t(`filter.flag-${flag}`);
}

export function fieldWords(field: ManyField): string {
  return t(`filter.field-${field}`);
}

/** Some values of one field, as one line; `n`: so many more. */
export function manyWords(
  field: ManyField,
  { shown, n }: { shown: readonly string[]; n: number },
  names: Names,
): string {
  if (field !== 'attributes') {
    const values = shown.map((value) => valueWords(field, value, names)).join(', ');
    return t('filter.chip-many', { field: fieldWords(field), values, n });
  }
  const parts = shown.map((value) => attributeParts(value, names));
  const values = parts.map(({ value }) => value ?? t('filter.attribute-some')).join(', ');
  return t('filter.chip-many', { field: parts[0]?.name ?? '', values, n });
}

export function spanWords(span: Span): string {
  return t(`filter.dates-${span}`);
}

/** Values that say by themselves what they are about. */
const plain: Partial<Readonly<Record<ManyField, (value: string) => string | null>>> = {
  windows: (value) => {
    if (value === 'open' || value === 'expired') return t(`filter.chip-window-${value}`);
    return null;
  },
  agents: (value) => (value === 'me' ? t('filter.mine') : null),
  leadOwners: (value) => (value === 'me' || value === 'none' ? t(`filter.chip-lead-owner-${value}`) : null),
  followUps: (value) => {
    const state = pick(followUpStates, value);
    return state ? t(`filter.chip-follow-up-${state}`) : null;
  },
  broadcasts: (value) =>
    value.startsWith('any:')
      ? t('filter.chip-broadcast-any', { state: broadcastWords(value).toLowerCase() })
      : null,
};

const titled: readonly ManyField[] = ['groups', 'leads', 'leadOwners', 'statuses', 'tags', 'templates'];
const untitled: readonly string[] = ['none'];

/** What a value is called where it stands alone. */
export function aloneWords(field: ManyField, value: string, names: Names): string {
  const own = plain[field]?.(value) ?? null;
  if (own !== null) return own;
  const name = valueWords(field, value, names);
  if (!titled.includes(field) || (untitled.includes(value) && field !== 'tags')) return name;
  return t('filter.chip', { field: fieldWords(field), value: name });
}

/** How many fields of `filter` are in use. */
export function fieldsUsed(filter: Filter): number {
  const used = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([field]) => field.replace(/(From|To)$/, ''));
  return new Set(used).size;
}
