/** The order of the list while the pointer rests on it: nothing moves under the hand. Pure. */
import type { Head } from '#domain/head.ts';
import { compareRows, type RowPosition } from './apply.ts';

/** The order as it was, by id, with where each row stood. */
export type Frozen = ReadonlyMap<string, RowPosition>;

export function freeze(rows: readonly Head[]): Frozen {
  return new Map(rows.map(({ id, lastAt }) => [id, { id, lastAt }]));
}

function edgeOf(frozen: Frozen): RowPosition | null {
  return [...frozen.values()].at(-1) ?? null;
}

function isBelow(row: Head, edge: RowPosition | null): boolean {
  return edge !== null && compareRows(row, edge) > 0;
}

/** Rows in the old order with their new content; pages that were loaded since follow below. */
export function inFrozenOrder(rows: readonly Head[], frozen: Frozen): Head[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const edge = edgeOf(frozen);
  const kept = [...frozen.keys()].map((id) => byId.get(id)).filter((row) => row !== undefined);
  return [...kept, ...rows.filter((row) => !frozen.has(row.id) && isBelow(row, edge))];
}

/** How many rows have news that would put them elsewhere if the order were let go. */
export function moved(rows: readonly Head[], frozen: Frozen): number {
  const edge = edgeOf(frozen);
  const order = [...frozen.keys()];
  const elsewhere = (row: Head, index: number): boolean => {
    const place = frozen.get(row.id);
    return place ? place.lastAt !== row.lastAt && order[index] !== row.id : !isBelow(row, edge);
  };
  return rows.filter(elsewhere).length;
}
