/** What the panel offers for one attribute: values to tick, or how they are typed. Pure. */
import { readValue, type Attribute, type ReadValue } from '#domain/attribute.ts';
import { attributeAsked, type Filter } from '#domain/filter.ts';
import type { Option } from './options.ts';
import { attributeValue } from './names.ts';

/** The value of the filter that asks for `value` of an attribute; null: for any. */
export function askedFor({ id }: Pick<Attribute, 'id'>, value: string | null): string {
  return value === null ? id : `${id}=${value}`;
}

/** What is asked of it, without “any value”. */
export function valuesOf({ attributes = [] }: Filter, { id }: Pick<Attribute, 'id'>): readonly string[] {
  return attributes
    .map(attributeAsked)
    .flatMap((one) => (one.id === id && one.value !== null ? [one.value] : []));
}

/** Those that the panel shows: filterable ones, and those that are asked for all the same. */
export function shownAttributes(
  all: readonly Attribute[],
  { attributes = [] }: Filter,
): readonly Attribute[] {
  const asked = new Set(attributes.map((one) => attributeAsked(one).id));
  return all.filter(({ id, filterable }) => filterable || asked.has(id));
}

/** What is ticked; null: its values are typed. What is chosen and not offered any more stands at the end. */
export function ticksOf(attribute: Attribute, filter: Filter): readonly Option[] | null {
  const { type, options } = attribute;
  if (type !== 'list' && type !== 'checkbox') return null;
  const chosen = valuesOf(filter, attribute);
  const all = new Set([...(type === 'list' ? options : ['yes', 'no']), ...chosen]);
  return [...all].map((value) => ({
    value: askedFor(attribute, value),
    words: attributeValue(type, value),
    chosen: chosen.includes(value),
  }));
}

/** As the edge reads it, as far as that goes without its phone book. */
function plainPhone(text: string): string | null {
  const plain = text.replace(/[\s().-]/gu, '').replace(/^00/u, '+');
  return /^\+\d{7,15}$/u.test(plain) ? plain : null;
}

/** What was typed, as it is kept, so that it is found; or what is wrong with it. */
export function readTyped(attribute: Attribute, text: string): ReadValue {
  return readValue({ ...attribute, required: false }, text, plainPhone);
}
