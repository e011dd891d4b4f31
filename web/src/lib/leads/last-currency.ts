/** The currency in which somebody wrote a value last, on this device: the next one is most likely in it, too. */
import type { Shelf } from '../state/shelf.ts';

const key = 'casement:lead-currency';
const first = 'EUR';

export function lastCurrency(shelf: Pick<Shelf, 'get'>): string {
  return shelf.get(key) ?? first;
}

export function rememberCurrency(shelf: Pick<Shelf, 'set'>, currency: string): void {
  shelf.set(key, currency);
}
