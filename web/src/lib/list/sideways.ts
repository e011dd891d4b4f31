/** Where a key leads in a list. Pure. */

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** The row that `key` leads to from the row `from`, or null when the key means nothing here. */
export function sideways<Row extends { readonly id: string }>(
  rows: readonly Row[],
  from: string | null,
  key: string,
): Row | null {
  if (key === 'Home') return rows[0] ?? null;
  if (key === 'End') return rows.at(-1) ?? null;
  const step = steps[key];
  return step === undefined ? null : neighbour(rows, from, step);
}

/** The next or previous row; the first one when `from` is not there; the same one at the ends. */
export function neighbour<Row extends { readonly id: string }>(
  rows: readonly Row[],
  from: string | null,
  step: number,
): Row | null {
  const at = rows.findIndex((row) => row.id === from);
  if (at < 0) return rows[0] ?? null;
  return rows[Math.min(rows.length - 1, Math.max(0, at + step))] ?? null;
}
