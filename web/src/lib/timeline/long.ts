/** How much of a long text is drawn at first (B-35). Cut before anything else is done with it: texts come from strangers. Pure. */

/** In code units. */
export const firstPart = 700;
/** What “Read more” adds. A text of a megabyte would hold the page for seconds. */
export const nextPart = 20_000;
/** Hardly more than the first part is shown whole: a button for three words helps nobody. */
const slack = 120;
const mostLines = 24;
/** So far back a better place to cut is looked for. */
const back = 80;

/** Signs that belong to the one before them. */
const joins = /[\p{M}\u{200D}\u{FE0F}\u{1F3FB}-\u{1F3FF}\u{DC00}-\u{DFFF}]/u;

function endOfLines(text: string, lines: number): number {
  let end = -1;
  for (let line = 0; line < lines; line += 1) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text.length;
  }
  return end;
}

/** A place at or before `end` that cuts no word, or at least no sign. */
function cutAt(text: string, end: number): number {
  const tail = text.slice(Math.max(0, end - back), end);
  const blank = Math.max(tail.lastIndexOf(' '), tail.lastIndexOf('\n'));
  if (blank > 0) return end - tail.length + blank;
  for (let at = end; at > end - back && at > 0; at -= 1) {
    const joined = joins.test(text[at] ?? '') || joins.test(String.fromCodePoint(text.codePointAt(at) ?? 32));
    if (!joined && text[at - 1] !== '\u{200D}') return at;
  }
  return end;
}

/** The beginning of `text` of about `allowed` code units; all of it where hardly more is left. */
export function beginningOf(text: string, allowed: number): string {
  const lines = allowed <= firstPart ? endOfLines(text, mostLines) : text.length;
  if (lines === text.length && text.length <= allowed + slack) return text;
  return text.slice(0, lines <= allowed ? lines : cutAt(text, allowed));
}
