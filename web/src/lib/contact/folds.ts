/** Which sections of the contact panel stand open, kept on this device (B-60). */
import type { Shelf } from '../state/shelf.ts';

const keyOf = (personId: string): string => `casement:panel:${personId}:sections`;

function kept(shelf: Pick<Shelf, 'get'>, personId: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(shelf.get(keyOf(personId)) ?? '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Whether this person left the section open; null: they never touched it, or what is kept is strange. */
export function wasOpen(shelf: Pick<Shelf, 'get'>, personId: string, section: string): boolean | null {
  const value = kept(shelf, personId)[section];
  return typeof value === 'boolean' ? value : null;
}

/** Remembers it for the next conversation, and the next page. */
export function rememberOpen(
  shelf: Pick<Shelf, 'get' | 'set'>,
  personId: string,
  section: { readonly name: string; readonly open: boolean },
): void {
  const all = { ...kept(shelf, personId), [section.name]: section.open };
  shelf.set(keyOf(personId), JSON.stringify(all));
}
