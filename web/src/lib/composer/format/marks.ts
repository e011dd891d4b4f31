/** WhatsApp's marks in what is being written (B-33): put around what is selected, and taken off again. Pure. */

export const markNames = ['bold', 'italic', 'strike', 'mono'] as const;
export type MarkName = (typeof markNames)[number];

const signs: Readonly<Record<MarkName, string>> = { bold: '*', italic: '_', strike: '~', mono: '```' };

/** From `from` up to `to`, in UTF-16 units. */
type Span = { readonly from: number; readonly to: number };

/** `text` comes in the place of what stands from `from` to `to`; then `selected` is selected. */
export type Edit = Span & { readonly text: string; readonly selected: Span };

/** Where the two signs around a stretch stand. */
type Wrapping = { readonly open: number; readonly close: number };

const wordSign = /[\p{L}\p{M}\p{N}\p{Extended_Pictographic}\u{200D}\u{FE0F}'’-]/u;
/** What begins a line of a list or a quote: WhatsApp wants it before every mark. */
const lineStart = /^(?:\s*(?:[-*•]|\d{1,3}\.|>)\s+)?\s*/u;

/** The word around a caret; empty where there is none. */
function wordAt(text: string, caret: number): Span {
  const before = [...text.slice(0, caret)];
  const after = [...text.slice(caret)];
  const back = before.length - 1 - before.findLastIndex((sign) => !wordSign.test(sign));
  const ends = after.findIndex((sign) => !wordSign.test(sign));
  const ahead = ends === -1 ? after.length : ends;
  const size = (some: readonly string[]): number => some.join('').length;
  return {
    from: caret - size(back === 0 ? [] : before.slice(-back)),
    to: caret + size(after.slice(0, ahead)),
  };
}

/** Without white space at its ends: a mark beside a space is none. */
function hugged(text: string, { from, to }: Span): Span {
  const part = text.slice(from, to);
  const start = from + (part.length - part.trimStart().length);
  return part.trim() === '' ? { from, to: from } : { from: start, to: start + part.trim().length };
}

/** The stretches that are marked each for itself: mono takes many lines at once, the others one line each. */
function stretches(text: string, { from, to }: Span, mark: MarkName): readonly Span[] {
  if (mark === 'mono' || from === to) return [hugged(text, { from, to })];
  const spans: Span[] = [];
  let start = from;
  for (const line of text.slice(from, to).split('\n')) {
    const begins = start === 0 || text[start - 1] === '\n' ? (lineStart.exec(line)?.[0].length ?? 0) : 0;
    const span = hugged(text, { from: start + begins, to: start + line.length });
    if (span.to > span.from) spans.push(span);
    start += line.length + 1;
  }
  return spans;
}

const isMarkSign = (sign: string | undefined): boolean => sign !== undefined && '*_~`'.includes(sign);

/** The sign of `mark` around a stretch, also with other marks between them. */
function outside(text: string, { from, to }: Span, sign: string): Wrapping | null {
  for (let by = 0; isMarkSign(text[from - 1 - by]) && text[from - 1 - by] === text[to + by]; by += 1) {
    const open = from - by - sign.length;
    if (open >= 0 && text.startsWith(sign, open) && text.startsWith(sign, to + by)) {
      return { open, close: to + by };
    }
  }
  return null;
}

/** The sign of `mark` at both ends within a stretch, also behind other marks. */
function inside(text: string, { from, to }: Span, sign: string): Wrapping | null {
  for (let by = 0; from + by + sign.length < to - by - sign.length; by += 1) {
    const open = from + by;
    const close = to - by - sign.length;
    if (text.startsWith(sign, open) && text.startsWith(sign, close)) return { open, close };
    if (!isMarkSign(text[open]) || text[open] !== text[to - by - 1]) return null;
  }
  return null;
}

function wrappingOf(text: string, span: Span, mark: MarkName): Wrapping | null {
  return inside(text, span, signs[mark]) ?? outside(text, span, signs[mark]);
}

function aim(text: string, selection: Span): Span {
  return selection.from === selection.to ? wordAt(text, selection.from) : selection;
}

/** Whether all that is selected, or the word around the caret, carries the mark. */
export function isMarked(text: string, selection: Span, mark: MarkName): boolean {
  const spans = stretches(text, aim(text, selection), mark);
  return spans.length > 0 && spans.every((span) => wrappingOf(text, span, mark) !== null);
}

type Change = { readonly at: number; readonly remove: number; readonly put: string };

/** Where a place lies after the changes. `past`: behind what is put exactly there. */
function moved(place: number, changes: readonly Change[], past: boolean): number {
  return changes.reduce((to, { at, remove, put }) => {
    if (at > place || (at === place && !past)) return to;
    return to + put.length - Math.min(remove, place - at);
  }, place);
}

/** The words stay selected: of one stretch without its signs, of several with them. */
function selectedAfter(spans: readonly Span[], changes: readonly Change[], selection: Span): Span {
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last || selection.from === selection.to) {
    const caret = moved(selection.from, changes, selection.from !== last?.to || last.to === first?.from);
    return { from: caret, to: caret };
  }
  const alone = spans.length === 1;
  return { from: moved(first.from, changes, alone), to: moved(last.to, changes, !alone) };
}

/** The smallest piece of text in which all changes lie, as they make it. */
function applied(text: string, changes: readonly Change[]): Omit<Edit, 'selected'> {
  const from = Math.min(...changes.map(({ at }) => at));
  const to = Math.max(...changes.map(({ at, remove }) => at + remove));
  let written = '';
  let done = from;
  for (const { at, remove, put } of changes) {
    written += text.slice(done, at) + put;
    done = at + remove;
  }
  return { from, to, text: written + text.slice(done, to) };
}

/**
 * Puts a mark around what is selected, or around the word at the caret, or takes it off where all of that carries it.
 * What was selected stays selected. Without a word the caret comes between two signs.
 */
export function toggled(text: string, selection: Span, mark: MarkName): Edit {
  const sign = signs[mark];
  const spans = stretches(text, aim(text, selection), mark);
  const [first] = spans;
  if (!first || first.from === first.to) return between(text, first?.from ?? selection.from, sign);
  const wrapped = spans.map((span) => wrappingOf(text, span, mark));
  const isOff = wrapped.every((one) => one !== null);
  const changes = spans.flatMap((span, index): Change[] => {
    const around = wrapped[index];
    if (!around) return [put(span.from, sign), put(span.to, sign)];
    return isOff ? [cut(around.open, sign), cut(around.close, sign)] : [];
  });
  return { ...applied(text, changes), selected: selectedAfter(spans, changes, selection) };
}

const put = (at: number, sign: string): Change => ({ at, remove: 0, put: sign });
const cut = (at: number, sign: string): Change => ({ at, remove: sign.length, put: '' });

/** Two signs with the caret between them, or none any more where nothing came between them. */
function between(text: string, caret: number, sign: string): Edit {
  const isEmpty = text.slice(0, caret).endsWith(sign) && text.startsWith(sign, caret);
  const from = isEmpty ? caret - sign.length : caret;
  const at = isEmpty ? from : caret + sign.length;
  return {
    from,
    to: isEmpty ? caret + sign.length : caret,
    text: isEmpty ? '' : sign + sign,
    selected: { from: at, to: at },
  };
}
