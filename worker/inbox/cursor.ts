/** Where a page of the list or of a search ended, as text that the client gives back. */

export type Cursor = {
  /** A sort may have two stretches: those that it is about, then the others. */
  readonly stretch: number;
  /** Of the last row. */
  readonly place: string;
  /** Sort by closing: the bucket of the last row, and since when windows count as open (both in ms). */
  readonly closing?: { readonly bucket: number; readonly now: number };
};

const shape = /^([01])\.(\d{1,19})(?:\.(\d{1,15})\.(\d{1,15}))?$/;

export function writeCursor({ stretch, place, closing }: Cursor): string {
  return [stretch, place, ...(closing ? [closing.bucket, closing.now] : [])].join('.');
}

/** Null without one, and for one of another age: begin at the top rather than fail. */
export function readCursor(text: string | undefined): Cursor | null {
  const [, stretch, place, bucket, now] = shape.exec(text ?? '') ?? [];
  if (stretch === undefined || place === undefined) return null;
  const closing = bucket !== undefined && { closing: { bucket: Number(bucket), now: Number(now) } };
  return { stretch: Number(stretch), place, ...closing };
}
