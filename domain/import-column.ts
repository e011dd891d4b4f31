/** What a column of an imported file is. */
import type { Attribute } from './attribute.ts';

export const attributePrefix = 'attribute:';
/** Details of the panel that a file may bring. */
export const importDetails = ['email', 'company', 'address'] as const;
export const fixedColumns = ['ignore', 'phone', 'name', ...importDetails, 'tags', 'lead'] as const;
export type ImportColumn = (typeof fixedColumns)[number] | `${typeof attributePrefix}${string}`;

/** The id of the attribute that a column is; null for the other columns. */
export function attributeOf(one: ImportColumn): string | null {
  return one.startsWith(attributePrefix) ? one.slice(attributePrefix.length) : null;
}

export const columnOf = (attribute: Pick<Attribute, 'id'>): ImportColumn =>
  `${attributePrefix}${attribute.id}`;
