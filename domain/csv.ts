/**
 * CSV as spreadsheets write it (RFC 4180, and what they make of it): bytes in by pieces, rows out, bounded memory.
 * Everything that separates is ASCII, so bytes are looked at, and only cells become text.
 */

/** What spreadsheets put between cells. */
export const separators = [',', ';', '\t', '|'] as const;
export type Separator = (typeof separators)[number];

/** `quote`: a cell that was opened with a quote never ends. `too-long`: no line end in `longestRow` bytes. */
export type RowProblem = 'quote' | 'too-long';

export type CsvRow = {
  /** As a spreadsheet counts, from 1. */
  readonly number: number;
  /** Of a row with a problem: its first line as it stands. */
  readonly cells: readonly string[];
  /** Where the next row begins, in bytes from the beginning of the file. */
  readonly next: number;
  readonly problem?: RowProblem;
};

/** Bytes to text: UTF-8, @throws on anything else; and the Western code page that older spreadsheets save in. */
export type Decoders = {
  readonly utf8: { decode(bytes: Uint8Array): string };
  readonly western: { decode(bytes: Uint8Array): string };
};

/** A row takes so many bytes at most; all that is held in memory of an unfinished one. */
export const longestRow = 64 * 1024;

const [quote, lineFeed, carriageReturn] = [0x22, 0x0a, 0x0d] as const;

/** Where a row ends and the next begins; null while that is not known. */
type Found = { readonly cells: readonly string[]; readonly next: number } | null;

/** Of what is held: one row, as far as it is there. */
class RowReader {
  readonly #bytes: Uint8Array;
  readonly #separator: number;
  readonly #isWhole: boolean;
  readonly #text: (bytes: Uint8Array) => string;
  #at: number;

  constructor(
    bytes: Uint8Array,
    of: {
      readonly separator: number;
      readonly isWhole: boolean;
      readonly text: (bytes: Uint8Array) => string;
    },
    at: number,
  ) {
    this.#bytes = bytes;
    this.#separator = of.separator;
    this.#isWhole = of.isWhole;
    this.#text = of.text;
    this.#at = at;
  }

  row(): Found {
    const cells: string[] = [];
    for (;;) {
      const cell = this.#bytes[this.#at] === quote ? this.#quoted() : this.#plain();
      if (cell === null) return null;
      cells.push(cell);
      const end = this.#bytes[this.#at];
      if (end === this.#separator) {
        this.#at += 1;
        continue;
      }
      const next = this.#lineEnd();
      return next === null ? null : { cells, next };
    }
  }

  /** The beginning of the next line; null where a line feed may follow that is not here yet. */
  #lineEnd(): number | null {
    if (this.#at >= this.#bytes.length) return this.#isWhole ? this.#at : null;
    if (this.#bytes[this.#at] === lineFeed) return this.#at + 1;
    if (this.#at + 1 >= this.#bytes.length && !this.#isWhole) return null;
    return this.#at + (this.#bytes[this.#at + 1] === lineFeed ? 2 : 1);
  }

  #plain(): string | null {
    const from = this.#at;
    while (this.#at < this.#bytes.length && !this.#isEnd(this.#bytes[this.#at])) this.#at += 1;
    if (this.#at >= this.#bytes.length && !this.#isWhole) return null;
    return this.#text(this.#bytes.subarray(from, this.#at));
  }

  #isEnd(byte: number | undefined): boolean {
    return byte === this.#separator || byte === lineFeed || byte === carriageReturn;
  }

  /** What follows the closing quote belongs to the cell, as spreadsheets read it. */
  #quoted(): string | null {
    const from = this.#at + 1;
    let at = from;
    for (;;) {
      at = this.#bytes.indexOf(quote, at);
      if (at === -1) return null;
      if (this.#bytes[at + 1] !== quote) break;
      at += 2;
    }
    // The next piece may begin with a second quote.
    if (at + 1 >= this.#bytes.length && !this.#isWhole) return null;
    const inside = this.#text(this.#bytes.subarray(from, at)).replaceAll('""', '"');
    this.#at = at + 1;
    const rest = this.#plain();
    return rest === null ? null : inside + rest;
  }
}

/** Where to begin in the file: at which byte, and after how many rows. */
export type CsvPlace = { readonly at: number; readonly rows: number };

/** Reads rows from a place of a file on; memory is bounded by the piece that is pushed and one row. */
export class CsvReader {
  readonly #separator: number;
  readonly #decoders: Decoders;
  #held = new Uint8Array();
  #at: number;
  #rows: number;
  /** Within a line that was too long: nothing of it is kept. */
  #isSkipping = false;

  constructor(separator: Separator, decoders: Decoders, place: CsvPlace = { at: 0, rows: 0 }) {
    this.#separator = separator.charCodeAt(0);
    this.#decoders = decoders;
    this.#at = place.at;
    this.#rows = place.rows;
  }

  /** The rows that end in what came until now. */
  push(piece: Uint8Array): CsvRow[] {
    return this.#read(piece, false);
  }

  /** The last row, if the file does not end with a line end. */
  end(): CsvRow[] {
    return this.#read(new Uint8Array(), true);
  }

  #text = (bytes: Uint8Array): string => {
    try {
      return this.#decoders.utf8.decode(bytes);
    } catch {
      return this.#decoders.western.decode(bytes);
    }
  };

  #read(piece: Uint8Array, isWhole: boolean): CsvRow[] {
    const bytes = joined(this.#held, piece);
    const rows: CsvRow[] = [];
    let at = this.#isSkipping ? this.#skip(bytes) : 0;
    while (at < bytes.length) {
      const options = { separator: this.#separator, isWhole, text: this.#text };
      const found = new RowReader(bytes, options, at).row();
      const isTooLong = (found?.next ?? bytes.length) - at > longestRow;
      if (!found && !isWhole && !isTooLong) break;
      const row = found && !isTooLong ? found : null;
      const next = row ? row.next : this.#nextLine(bytes, at);
      rows.push(this.#row(row ?? this.#broken(bytes, at, next), next));
      at = next;
    }
    this.#held = bytes.slice(at);
    this.#at += at;
    return rows;
  }

  #row(found: Pick<CsvRow, 'cells' | 'problem'>, next: number): CsvRow {
    this.#rows += 1;
    const { cells, problem } = found;
    return { number: this.#rows, cells, next: this.#at + next, ...(problem && { problem }) };
  }

  /** The first line of what cannot be read; the rows after it can. */
  #broken(bytes: Uint8Array, at: number, next: number): Pick<CsvRow, 'cells' | 'problem'> {
    const line = bytes.subarray(at, Math.min(next, at + 1000));
    const problem = next - at > longestRow || this.#isSkipping ? 'too-long' : 'quote';
    return { cells: [this.#text(line).trimEnd()], problem };
  }

  #nextLine(bytes: Uint8Array, at: number): number {
    const end = bytes.indexOf(lineFeed, at);
    this.#isSkipping = end === -1;
    return end === -1 ? bytes.length : end + 1;
  }

  #skip(bytes: Uint8Array): number {
    const end = bytes.indexOf(lineFeed);
    this.#isSkipping = end === -1;
    return end === -1 ? bytes.length : end + 1;
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** What a file turns out to be by its first bytes; rows begin at `at`. */
export type CsvBeginning =
  | { readonly kind: 'csv'; readonly at: number; readonly separator: Separator }
  | { readonly kind: 'workbook' | 'utf-16' | 'empty' };

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

/** How often each separator stands outside of quotes in the first line; the most frequent one is it. */
function separatorOf(line: string): Separator {
  const outside = line.replace(/"(?:[^"]|"")*"/gu, '');
  const counted = separators.map((one) => ({ one, n: outside.split(one).length }));
  return counted.reduce((best, next) => (next.n > best.n ? next : best)).one;
}

/** Looks at the first bytes of a file: byte order mark, the line `sep=;` that Excel writes, which separator. */
export function csvBeginning(bytes: Uint8Array, { western }: Pick<Decoders, 'western'>): CsvBeginning {
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    return { kind: 'workbook' };
  }
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) return { kind: 'utf-16' };
  const mark = startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
  const text = western.decode(bytes.subarray(mark, mark + longestRow));
  if (text.trim() === '') return { kind: 'empty' };
  const said = /^sep=([,;\t|])(\r\n|\r|\n)/iu.exec(text);
  const separator = separators.find((one) => one === said?.[1]);
  if (said && separator) return { kind: 'csv', at: mark + said[0].length, separator };
  const first = /^\s*(?:"(?:[^"]|"")*"|[^\r\n"]|")*/u.exec(text)?.[0] ?? '';
  return { kind: 'csv', at: mark, separator: separatorOf(first) };
}

/** Whether a row says nothing. */
export const isBlank = ({ cells, problem }: CsvRow): boolean =>
  problem === undefined && cells.every((cell) => cell.trim() === '');

/** What a spreadsheet would read as a formula. Numbers are none, and `+` and digits compute nothing. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/u;
const number = /^(?:\+\d{3,}|-\d+(?:\.\d+)?)$/u;
const disarmed = /^'(?=[=+\-@\t\r\n＝＋－＠])/u;

function cellOf(text: string, separator: Separator): string {
  const safe = formula.test(text) && !number.test(text) ? `'${text}` : text;
  const plain = !/["\r\n]/u.test(safe) && !safe.includes(separator) && safe.trim() === safe;
  return plain ? safe : `"${safe.replaceAll('"', '""')}"`;
}

/** So that spreadsheets read a file as UTF-8: the first sign of it. */
export const byteOrderMark = '\uFEFF';

/** One line, with its end. No cell is a formula for the spreadsheet that opens it; `plainCell` undoes that. */
export function csvLine(cells: readonly string[], separator: Separator = ','): string {
  return `${cells.map((cell) => cellOf(cell, separator)).join(separator)}\r\n`;
}

/** A cell as it was before `csvLine` kept it from being a formula. */
export function plainCell(cell: string): string {
  return cell.replace(disarmed, '').trim();
}
