/** One step from a filter to the next. Pure. */
import { channels } from '#domain/channel.ts';
import { followUpStates, windowStates, type Filter } from '#domain/filter.ts';
import { statuses } from '#domain/head.ts';

/** Fields that hold several values, of which one is enough. */
export const manyFields = [
  'agents',
  'windows',
  'leads',
  'channels',
  'groups',
  'statuses',
  'tags',
  'accounts',
  'followUps',
  'broadcasts',
  'templates',
  'ads',
  'attributes',
] as const satisfies readonly (keyof Filter)[];
export type ManyField = (typeof manyFields)[number];

/** Fields that are on or not there. */
export const flags = ['unread', 'unanswered', 'failed'] as const satisfies readonly (keyof Filter)[];
export type Flag = (typeof flags)[number];

/** Pairs of times, from (with it) and to (without it). */
export const spans = {
  last: ['lastFrom', 'lastTo'],
  created: ['createdFrom', 'createdTo'],
} as const satisfies Record<string, readonly [keyof Filter, keyof Filter]>;
export type Span = keyof typeof spans;
export type TimeField = (typeof spans)[Span][number];

/** A list takes no more values. */
const most = 50;

/** Values of a closed list that it has. */
function known<Value extends string>(all: readonly Value[], values: readonly string[]): Value[] {
  return all.filter((one) => values.includes(one));
}

const fields: Readonly<Record<ManyField, (values: string[]) => Filter>> = {
  agents: (agents) => ({ agents }),
  windows: (values) => ({ windows: known(windowStates, values) }),
  leads: (leads) => ({ leads }),
  channels: (values) => ({ channels: known(channels, values) }),
  groups: (groups) => ({ groups }),
  statuses: (values) => ({ statuses: known(statuses, values) }),
  tags: (tags) => ({ tags }),
  accounts: (accounts) => ({ accounts }),
  followUps: (values) => ({ followUps: known(followUpStates, values) }),
  broadcasts: (broadcasts) => ({ broadcasts }),
  templates: (templates) => ({ templates }),
  ads: (ads) => ({ ads }),
  attributes: (attributes) => ({ attributes }),
};

/** Without these fields. */
function without(filter: Filter, ...gone: readonly (keyof Filter)[]): Filter {
  const left: Filter = { ...filter };
  for (const field of gone) Reflect.deleteProperty(left, field);
  return left;
}

/** With exactly these values of one field; without any, the field goes. More than a list takes change nothing. */
export function withValues(filter: Filter, field: ManyField, values: readonly string[]): Filter {
  if (values.length > most) return filter;
  const part = fields[field]([...values]);
  return part[field]?.length ? { ...filter, ...part } : without(filter, field);
}

/** Puts a value to the others of its field, or takes it away. */
export function toggled(filter: Filter, field: ManyField, value: string): Filter {
  const before: readonly string[] = filter[field] ?? [];
  const without = before.filter((one) => one !== value);
  return withValues(filter, field, without.length < before.length ? without : [...before, value]);
}

export function withFlag(filter: Filter, flag: Flag, on: boolean): Filter {
  return on ? { ...filter, [flag]: true } : without(filter, flag);
}

/** `at` in ms; null takes the time away. */
export function withTime(filter: Filter, field: TimeField, at: number | null): Filter {
  return at === null || at < 0 ? without(filter, field) : { ...filter, [field]: at };
}

/** Without both ends of a span. */
export function withoutSpan(filter: Filter, span: Span): Filter {
  return without(filter, ...spans[span]);
}
