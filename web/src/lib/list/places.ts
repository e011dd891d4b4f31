/** Which rows of a long list are on the screen, and what keeps them there while others come and go (B-04). Pure. */

/** Rows that were on the screen: where each stood. */
export type Seen = ReadonlyMap<string, number>;

/**
 * By how many places most of the rows on the screen moved. A row that jumped to the top because of its own news is not
 * followed; rows that are gone do not count.
 */
export function shiftOf(seen: Seen, placeOf: (id: string) => number): number {
  const votes = new Map<number, number>();
  for (const [id, before] of seen) {
    const now = placeOf(id);
    if (now >= 0) votes.set(now - before, (votes.get(now - before) ?? 0) + 1);
  }
  let [shift, most] = [0, 0];
  for (const [by, count] of votes) {
    if (count > most) [shift, most] = [by, count];
  }
  return shift;
}

/** An array with a length and nothing in it: what a list of 100,000 rows costs while none of them is read (B-16). */
export function blank(length: number): readonly undefined[] {
  const empty: undefined[] = [];
  empty.length = length;
  return empty;
}

/** The first and the last place on the screen. Sizes in px. */
export function placesAt(
  { top, height }: { readonly top: number; readonly height: number },
  { row, length }: { readonly row: number; readonly length: number },
): { readonly first: number; readonly last: number } {
  const last = Math.max(0, length - 1);
  return {
    first: Math.min(last, Math.max(0, Math.floor(top / row))),
    last: Math.min(last, Math.max(0, Math.ceil((top + height) / row) - 1)),
  };
}
