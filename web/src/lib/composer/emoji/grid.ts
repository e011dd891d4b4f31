/** Where the arrows lead in a grid that is read line by line. Pure. */
type Grid = {
  readonly at: number;
  readonly columns: number;
  readonly count: number;
  readonly rtl: boolean;
};

/** The index to go to; `out`: up and out of it; null: the key means nothing here. `far`: with Ctrl or ⌘. */
export function stepIn(
  { at, columns, count, rtl }: Grid,
  { key, far }: { readonly key: string; readonly far: boolean },
): number | 'out' | null {
  const last = count - 1;
  const start = at - (at % columns);
  const forward = rtl ? 'ArrowLeft' : 'ArrowRight';
  const within = (index: number): number => Math.max(0, Math.min(last, index));
  switch (key) {
    case 'ArrowRight':
    case 'ArrowLeft':
      return within(key === forward ? at + 1 : at - 1);
    case 'ArrowDown':
      // The last line may be short.
      return start + columns > last ? at : within(at + columns);
    case 'ArrowUp':
      return at < columns ? 'out' : at - columns;
    case 'PageDown':
      return within(at + 4 * columns);
    case 'PageUp':
      return within(at - 4 * columns);
    case 'Home':
      return far ? 0 : start;
    case 'End':
      return far ? last : within(start + columns - 1);
    default:
      return null;
  }
}
