/** What was chosen in the palette last, kept on this device until sign-out. */
import type { Shelf } from '../../state/shelf.ts';
import type { Remembered } from './choices.ts';

/** So many are remembered (B-71). */
const most = 5;

const keyOf = (personId: string): string => `casement:palette:${personId}:recent`;

function isRemembered(value: unknown): value is Remembered {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof name === 'string';
}

/** Newest first; what is strange on the shelf is left out. */
export function recalled(shelf: Pick<Shelf, 'get'>, personId: string): readonly Remembered[] {
  try {
    const value: unknown = JSON.parse(shelf.get(keyOf(personId)) ?? '[]');
    return Array.isArray(value) ? value.filter(isRemembered).slice(0, most) : [];
  } catch {
    return [];
  }
}

/** Puts one in front. */
export function remember(shelf: Pick<Shelf, 'get' | 'set'>, personId: string, chosen: Remembered): void {
  const others = recalled(shelf, personId).filter(({ id }) => id !== chosen.id);
  shelf.set(keyOf(personId), JSON.stringify([chosen, ...others].slice(0, most)));
}
