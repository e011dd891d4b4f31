/** What an order comes to. Pure. */
import type { OrderItem } from '#domain/content.ts';

type Total = { readonly currency: string; readonly amount: number };

/** One sum for each currency, in the order in which they appear. */
export function totalsOf(items: readonly OrderItem[]): Total[] {
  const sums = new Map<string, number>();
  for (const { currency, price, quantity } of items) {
    sums.set(currency, (sums.get(currency) ?? 0) + price * quantity);
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount }));
}
