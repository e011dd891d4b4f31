/** One step from a filter to the next. Pure. */
import { readFilter, type Filter } from '#domain/filter.ts';

/** Fields that hold several values, of which one is enough. */
export const manyFields = [
  'agents',
  'windows',
  'leads',
  'leadOwners',
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

/** With these changes; undefined takes a field away. What no filter may hold changes nothing. */
function changed(filter: Filter, changes: Readonly<Record<string, unknown>>): Filter {
  return readFilter({ ...filter, ...changes }) ?? filter;
}

/** With exactly these values of one field; without any, the field goes. */
export function withValues(filter: Filter, field: ManyField, values: readonly string[]): Filter {
  return changed(filter, { [field]: values.length > 0 ? values : undefined });
}

/** Puts a value to the others of its field, or takes it away. */
export function toggled(filter: Filter, field: ManyField, value: string): Filter {
  const before: readonly string[] = filter[field] ?? [];
  const without = before.filter((one) => one !== value);
  return withValues(filter, field, without.length < before.length ? without : [...before, value]);
}

export function withFlag(filter: Filter, flag: Flag, on: boolean): Filter {
  return changed(filter, { [flag]: on ? true : undefined });
}

/** `at` in ms; null takes the time away. */
export function withTime(filter: Filter, field: TimeField, at: number | null): Filter {
  return changed(filter, { [field]: at ?? undefined });
}

/** Without both ends of a span. */
export function withoutSpan(filter: Filter, span: Span): Filter {
  const [from, to] = spans[span];
  return changed(filter, { [from]: undefined, [to]: undefined });
}
