/**
 * What a person last wrote into the fields of a template, kept on this device. What was taken from the customer is kept as
 * a token, so that the next one gets their own.
 */
import type { MessageTemplate } from '#domain/template.ts';
import type { Shelf } from './shelf.ts';

/** Texts by the keys of their fields. */
export type LastValues = Readonly<Record<string, string>>;

type Named = Pick<MessageTemplate, 'ownerId' | 'name' | 'language'>;
type Place = { readonly shelf: Shelf; readonly personId: string };

function keyOf(personId: string, { ownerId, name, language }: Named): string {
  return `casement:template:${personId}:${ownerId}:${name}:${language}`;
}

/** What was kept; strange texts count as nothing. */
export function lastValues({ shelf, personId }: Place, template: Named): LastValues {
  try {
    const kept: unknown = JSON.parse(shelf.get(keyOf(personId, template)) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
    );
  } catch {
    return {};
  }
}

/** Keeps them in the place of the last ones. */
export function keepValues({ shelf, personId }: Place, template: Named, values: LastValues): void {
  const key = keyOf(personId, template);
  if (Object.keys(values).length === 0) shelf.remove(key);
  else shelf.set(key, JSON.stringify(values));
}
