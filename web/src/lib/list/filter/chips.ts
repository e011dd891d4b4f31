/** A filter as chips: what each is about, and the filter without it (B-09). Pure. */
import { byAttribute, type Filter } from '#domain/filter.ts';
import { dayWords } from '../../words/dates.ts';
import { t } from '../../words/t.ts';
import {
  flags,
  manyFields,
  spans,
  toggled,
  withFlag,
  withoutSpan,
  withValues,
  type ManyField,
  type Span,
} from './change.ts';
import { aloneWords, flagWords, manyWords, spanWords, type Names } from './names.ts';

export type Chip = { readonly key: string; readonly words: string; readonly without: Filter };
export type ChipWords = { readonly names: Names; readonly zone: string };

/** So many values of one field have a chip each; more of them share one. */
const mostAlone = 3;
const namedOfMany = 2;

/** The values of a field that share a chip where they are many; each attribute is a field of its own. */
function groupsOf(filter: Filter, field: ManyField): readonly (readonly string[])[] {
  const values: readonly string[] = filter[field] ?? [];
  return field === 'attributes' ? byAttribute(values) : [values];
}

function ofValues(
  filter: Filter,
  { field, values }: { field: ManyField; values: readonly string[] },
  { names }: ChipWords,
): readonly Chip[] {
  if (values.length <= mostAlone) {
    return values.map((value) => ({
      key: `${field} ${value}`,
      words: aloneWords(field, value, names),
      without: toggled(filter, field, value),
    }));
  }
  const many = { shown: values.slice(0, namedOfMany), n: values.length - namedOfMany };
  const words = manyWords(field, many, names);
  const others = (filter[field] ?? []).filter((value: string) => !values.includes(value));
  return [{ key: `${field} ${values[0]}`, words, without: withValues(filter, field, others) }];
}

function ofField(filter: Filter, field: ManyField, words: ChipWords): readonly Chip[] {
  return groupsOf(filter, field).flatMap((values) => ofValues(filter, { field, values }, words));
}

function ofSpan(filter: Filter, span: Span, zone: string): readonly Chip[] {
  const [fromField, toField] = spans[span];
  const [from, to] = [filter[fromField], filter[toField]];
  const field = spanWords(span);
  const since = from === undefined ? '' : dayWords(from, zone);
  // The end is not part of it: the last day is the one of the moment before.
  const until = to === undefined ? '' : dayWords(Math.max(0, to - 1), zone);
  const chip = (words: string): readonly Chip[] => [{ key: span, words, without: withoutSpan(filter, span) }];
  if (since !== '' && since === until) return chip(t('filter.chip', { field, value: since }));
  if (from !== undefined && to !== undefined) {
    return chip(t('filter.dates-between', { field, from: since, to: until }));
  }
  if (from !== undefined) return chip(t('filter.dates-since', { field, from: since }));
  return to === undefined ? [] : chip(t('filter.dates-until', { field, to: until }));
}

function ofCustomer({ customer, ...without }: Filter): readonly Chip[] {
  if (customer === undefined) return [];
  const words = t('filter.chip', { field: t('filter.customer'), value: customer });
  return [{ key: 'customer', words, without }];
}

/** The chips of a filter, in the order of the panel; days in the zone of the reader. */
export function chipsOf(filter: Filter, words: ChipWords): readonly Chip[] {
  return [
    ...ofCustomer(filter),
    ...manyFields.flatMap((field) => ofField(filter, field, words)),
    ...flags
      .filter((flag) => filter[flag])
      .map((flag) => ({ key: flag, words: flagWords(flag), without: withFlag(filter, flag, false) })),
    ...ofSpan(filter, 'last', words.zone),
    ...ofSpan(filter, 'created', words.zone),
  ];
}
