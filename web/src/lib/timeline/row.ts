/** What stands in one row of the timeline, and where. */
import type { Item } from './items.ts';
import type { Quoted, Whose } from './quoted.ts';

export type RowOf = {
  readonly item: Item;
  readonly head: Whose;
  readonly quoted: Quoted | null;
  readonly position: number;
  /** Whether Tab comes here. */
  readonly reachable: boolean;
  /** Whether it was looked for, and is marked (B-11). */
  readonly shown: boolean;
};

function isAlike<T extends object>(one: T | null, other: T | null, names: readonly (keyof T)[]): boolean {
  return (
    one === other || (one !== null && other !== null && names.every((name) => one[name] === other[name]))
  );
}

/** Whether two rows are drawn alike. */
export function isSameRow(one: RowOf, other: RowOf): boolean {
  return (
    isAlike(one, other, ['item', 'position', 'reachable', 'shown']) &&
    isAlike(one.head, other.head, ['channel', 'id', 'name']) &&
    isAlike(one.quoted, other.quoted, ['id', 'message', 'author'])
  );
}
