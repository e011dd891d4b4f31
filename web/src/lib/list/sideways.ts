/** Where a key leads in a list. Pure. */

type From = {
  /** Place of the row that has the focus. */
  readonly from: number;
  readonly length: number;
  /** How many rows fit on the screen. */
  readonly page: number;
};

/** The place that `key` leads to, within the list; null when the key means nothing here. */
export function leadsTo(key: string, { from, length, page }: From): number | null {
  if (length === 0) return null;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -length,
    End: length,
  };
  const step = steps[key];
  return step === undefined ? null : Math.min(length - 1, Math.max(0, from + step));
}

/** The next or previous place; the first one when nothing is chosen (-1). */
export function neighbour(from: number, step: number, length: number): number {
  if (from < 0) return 0;
  return Math.min(length - 1, Math.max(0, from + step));
}
