/** The text of the field cut into pieces, some of them marked: what lies under the letters (B-51, B-55). Pure. */

export type Mark = {
  /** In UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** `over`: too long to be sent; `name`: somebody of the team; `hole`: a variable that nothing has filled. */
  readonly kind: 'over' | 'name' | 'hole';
};
type Piece = { readonly text: string; readonly kind: Mark['kind'] | null };

/** All of the text in its order. Where marks overlap, the earlier one ends the later one's beginning. */
export function cut(text: string, marks: readonly Mark[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { from, to, kind } of marks.toSorted((a, b) => a.from - b.from)) {
    const start = Math.max(from, done);
    if (to <= start) continue;
    if (start > done) pieces.push({ text: text.slice(done, start), kind: null });
    pieces.push({ text: text.slice(start, to), kind });
    done = to;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), kind: null });
  return pieces;
}
