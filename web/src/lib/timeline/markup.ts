/**
 * Text of a message → what is drawn: WhatsApp's marks, links, names. Never makes markup, only a tree of plain strings; linear
 * in the length of the text, which comes from strangers (B-32, B-33).
 */
import type { Person } from '#domain/message.ts';
import { partsOf } from './text.ts';

type Marked = 'bold' | 'italic' | 'strike';
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  /** Somebody of the team; `me`: whoever sits at this screen. */
  | { readonly kind: 'mention'; readonly text: string; readonly me: boolean }
  | { readonly kind: Marked; readonly spans: readonly Span[] };
export type Block =
  | { readonly kind: 'lines'; readonly spans: readonly Span[] }
  | { readonly kind: 'quote'; readonly spans: readonly Span[] }
  | {
      readonly kind: 'list';
      /** The number of the first item; null for dots. */
      readonly first: number | null;
      readonly items: readonly (readonly Span[])[];
    }
  | { readonly kind: 'code'; readonly text: string };

export type Reading = {
  /** Whether signs of WhatsApp mean anything; the other channels show them as they stand. */
  readonly marks: boolean;
  readonly mentions?: readonly Person[] | undefined;
  /** The id of whoever reads. */
  readonly me?: string;
};

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const satisfies Record<string, Marked>;
type Mark = keyof typeof marks;
const isMark = (sign: string | undefined): sign is Mark => sign !== undefined && sign in marks;
const isWord = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}\p{M}]/u.test(sign);
const isBlank = (sign: string | undefined): boolean => sign === undefined || /\s/u.test(sign);

/** What is one piece whatever stands in it: code, links, names. */
type Atom = { readonly start: number; readonly end: number; readonly span: Span };

const code = /```([^\n]+?)```|`([^`\n]+)`/gu;

function codeIn(text: string): Atom[] {
  return [...text.matchAll(code)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    span: { kind: 'code', text: found[1] ?? found[2] ?? '' },
  }));
}

function linksIn(text: string, offset: number): Atom[] {
  const atoms: Atom[] = [];
  let at = offset;
  for (const part of partsOf(text)) {
    const end = at + part.text.length;
    if (part.kind === 'link') atoms.push({ start: at, end, span: part });
    at = end;
  }
  return atoms;
}

/** `@Name` of everybody whom the comment names; the longer name wins. */
function mentionsIn(text: string, { mentions = [], me }: Reading): Atom[] {
  const atoms: Atom[] = [];
  for (const { id, name } of mentions.toSorted((a, b) => b.name.length - a.name.length)) {
    const called = `@${name}`;
    for (let at = text.indexOf(called); at >= 0; at = text.indexOf(called, at + called.length)) {
      const end = at + called.length;
      const taken = atoms.some((other) => at < other.end && end > other.start);
      if (!taken && !isWord(text[end]))
        atoms.push({ start: at, end, span: { kind: 'mention', text: called, me: id === me } });
    }
  }
  return atoms.sort((a, b) => a.start - b.start);
}

/** `more` in the gaps of `atoms`. */
function between(
  text: string,
  atoms: readonly Atom[],
  more: (gap: string, offset: number) => Atom[],
): Atom[] {
  const all: Atom[] = [];
  let done = 0;
  for (const atom of atoms) {
    all.push(...more(text.slice(done, atom.start), done), atom);
    done = atom.end;
  }
  all.push(...more(text.slice(done), done));
  return all;
}

function atomsIn(text: string, reading: Reading): readonly Atom[] {
  const fixed = reading.marks ? codeIn(text) : [];
  const named = between(text, fixed, (gap, offset) =>
    mentionsIn(gap, reading).map((atom) => ({
      ...atom,
      start: atom.start + offset,
      end: atom.end + offset,
    })),
  );
  return between(text, named, linksIn);
}

/** One stretch of text in which marks may open and close, line by line. */
class Stretch {
  readonly #text: string;
  readonly #atoms: readonly Atom[];
  readonly #marks: boolean;
  /** For every place the next place where that sign closes; built from the end. */
  readonly #closers: Readonly<Record<Mark, Int32Array>>;

  constructor(text: string, reading: Reading) {
    this.#text = text;
    this.#atoms = atomsIn(text, reading);
    this.#marks = reading.marks;
    this.#closers = {
      '*': this.#nextCloser('*'),
      _: this.#nextCloser('_'),
      '~': this.#nextCloser('~'),
    };
  }

  spans(): Span[] {
    return this.#between(0, this.#text.length, []);
  }

  /** -1: none before the end of the line. */
  #nextCloser(mark: Mark): Int32Array {
    const text = this.#text;
    const needed = this.#marks && text.includes(mark);
    const next = new Int32Array(needed ? text.length + 1 : 0).fill(-1);
    let last = this.#atoms.length - 1;
    for (let at = next.length - 2; at >= 0; at -= 1) {
      while (last >= 0 && (this.#atoms[last]?.start ?? 0) > at) last -= 1;
      const inAtom = at < (this.#atoms[last]?.end ?? 0);
      if (text[at] === '\n') next[at] = -1;
      else next[at] = !inAtom && this.#closes(mark, at) ? at : (next[at + 1] ?? -1);
    }
    return next;
  }

  #closes(mark: Mark, at: number): boolean {
    const [before, after] = [this.#text[at - 1], this.#text[at + 1]];
    return this.#text[at] === mark && !isBlank(before) && before !== mark && !isWord(after) && after !== mark;
  }

  #opens(mark: Mark, at: number): boolean {
    const [before, after] = [this.#text[at - 1], this.#text[at + 1]];
    return !isWord(before) && before !== mark && !isBlank(after) && after !== mark;
  }

  #between(start: number, end: number, open: readonly Mark[]): Span[] {
    const spans: Span[] = [];
    let done = start;
    let at = start;
    const flush = (): void => {
      if (at > done) spans.push({ kind: 'text', text: this.#text.slice(done, at) });
    };
    let next = this.#firstAtom(start);
    while (at < end) {
      const atom = this.#atoms[next];
      const close = this.#closeOf(at, open);
      if (atom?.start === at) {
        flush();
        spans.push(atom.span);
        next += 1;
        at = atom.end;
        done = at;
      } else if (close !== null && close < end) {
        flush();
        const mark = this.#text[at];
        if (isMark(mark))
          spans.push({ kind: marks[mark], spans: this.#between(at + 1, close, [...open, mark]) });
        at = close + 1;
        done = at;
        next = this.#firstAtom(at);
      } else at += 1;
    }
    flush();
    return spans;
  }

  /** Where the mark that opens at `at` closes; null when none opens there. */
  #closeOf(at: number, open: readonly Mark[]): number | null {
    const mark = this.#text[at];
    if (!this.#marks || !isMark(mark) || open.includes(mark) || !this.#opens(mark, at)) return null;
    const close = this.#closers[mark][at + 2] ?? -1;
    return close < 0 ? null : close;
  }

  /** The first atom that begins at `at` or later. */
  #firstAtom(at: number): number {
    let [low, high] = [0, this.#atoms.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#atoms[middle]?.start ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

type Line =
  | { readonly kind: 'lines' | 'quote' | 'dots'; readonly text: string }
  | { readonly kind: 'numbers'; readonly text: string; readonly first: number };

function lineOf(line: string): Line {
  const [, quoted] = /^> (.*)$/u.exec(line) ?? [];
  if (quoted !== undefined) return { kind: 'quote', text: quoted };
  const [, item] = /^[-*] (.*\S.*)$/u.exec(line) ?? [];
  if (item !== undefined) return { kind: 'dots', text: item };
  const [, number, numbered] = /^(\d{1,3})\. (.*\S.*)$/u.exec(line) ?? [];
  if (numbered !== undefined) return { kind: 'numbers', text: numbered, first: Number(number) };
  return { kind: 'lines', text: line };
}

function blockOf(lines: readonly Line[], reading: Reading): Block {
  const [first] = lines;
  const kind = first?.kind ?? 'lines';
  if (kind === 'lines' || kind === 'quote')
    return { kind, spans: new Stretch(lines.map(({ text }) => text).join('\n'), reading).spans() };
  const items = lines.map(({ text }) => new Stretch(text, reading).spans());
  return { kind: 'list', first: first?.kind === 'numbers' ? first.first : null, items };
}

/** Lines that are alike stand in one block. */
function blocksIn(text: string, reading: Reading): Block[] {
  const groups: Line[][] = [];
  for (const line of text.split('\n').map(lineOf)) {
    const group = groups.at(-1);
    if (group?.[0]?.kind === line.kind) group.push(line);
    else groups.push([line]);
  }
  return groups.map((lines) => blockOf(lines, reading));
}

/** Everything that a mark, a link, a name, a list or a quote has in it. */
const meaning = /[*_~`@\n]|:\/\/|www\.|mailto:|\+[1-9]|^(?:>|-|\d{1,3}\.) /iu;

/** Whether a text is words and nothing else, as most are: without reading it. */
export function isBare(text: string): boolean {
  return !meaning.test(text);
}

/** Code over several lines. One that is not closed is no code. */
const fenced = /```([^`]*\n[^`]*)```/gu;
const trimmed = (text: string): string => text.replace(/^\n/u, '').replace(/\n$/u, '');

/** What is drawn of a text, from top to bottom. */
export function blocksOf(text: string, reading: Reading): Block[] {
  if (!reading.marks) return [{ kind: 'lines', spans: new Stretch(text, reading).spans() }];
  const blocks: Block[] = [];
  let done = 0;
  for (const found of text.matchAll(fenced)) {
    const before = text.slice(done, found.index).replace(/\n$/u, '');
    if (before !== '') blocks.push(...blocksIn(before, reading));
    blocks.push({ kind: 'code', text: trimmed(found[1] ?? '') });
    done = found.index + found[0].length;
  }
  const rest = done > 0 ? text.slice(done).replace(/^\n/u, '') : text;
  if (rest !== '' || blocks.length === 0) blocks.push(...blocksIn(rest, reading));
  return blocks;
}

function plain(spans: readonly Span[]): string {
  return spans.map((span) => ('spans' in span ? plain(span.spans) : span.text)).join('');
}

/** The words of a text without the signs around them, in one line: for where there is no room to draw it. */
export function plainOf(text: string, reading: Reading): string {
  const told = blocksOf(text, reading).flatMap((block) => {
    if (block.kind === 'code') return [block.text];
    return block.kind === 'list' ? block.items.map(plain) : [plain(block.spans)];
  });
  return told.join(' ').replace(/\s+/gu, ' ').trim();
}
