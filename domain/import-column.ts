/** What a column of an imported file is. */
import type { Attribute } from './attribute.ts';

export const attributePrefix = 'attribute:';
export type ImportColumn =
  'name' | 'phone' | 'tags' | 'lead' | 'ignore' | `${typeof attributePrefix}${string}`;

/** The id of the attribute that a column is; null for the other columns. */
export function attributeOf(one: ImportColumn): string | null {
  return one.startsWith(attributePrefix) ? one.slice(attributePrefix.length) : null;
}

export const columnOf = (attribute: Pick<Attribute, 'id'>): ImportColumn =>
  `${attributePrefix}${attribute.id}`;
