import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  csvBeginning,
  csvLine,
  CsvReader,
  isBlank,
  longestRow,
  plainCell,
  separators,
  type CsvRow,
  type Separator,
} from './csv.ts';

const decoders = {
  utf8: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  western: new TextDecoder('windows-1252'),
};
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** All rows, the file coming in pieces of `size` bytes. */
function rowsOf(
  file: string | Uint8Array,
  { separator = ',', size = 1_000_000 }: { separator?: Separator; size?: number } = {},
): CsvRow[] {
  const bytes = typeof file === 'string' ? bytesOf(file) : file;
  const reader = new CsvReader(separator, decoders);
  const rows: CsvRow[] = [];
  for (let at = 0; at < bytes.length; at += size) rows.push(...reader.push(bytes.subarray(at, at + size)));
  return [...rows, ...reader.end()];
}

const cellsOf = (...args: Parameters<typeof rowsOf>) => rowsOf(...args).map(({ cells }) => cells);

describe('rows of a CSV file (RFC 4180)', () => {
  it.each([
    [
      'plain rows',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'no line end at the end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'line ends of an old Mac',
      'a,b\rc,d\r',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'quotes around separators, quotes and line ends',
      '"a,1","b ""x""","c\r\nd"\n',
      [['a,1', 'b "x"', 'c\r\nd']],
    ],
    ['empty cells', ',"",\n', [['', '', '']]],
    ['an empty row', 'a\n\nb', [['a'], [''], ['b']]],
    ['a quote within a cell is a quote', 'a 5" b,c\n', [['a 5" b', 'c']]],
    ['what follows a closing quote belongs to the cell', '"a" b,c\n', [['a b', 'c']]],
    ['other scripts', 'فاطمة,李,नहीं\n', [['فاطمة', '李', 'नहीं']]],
  ])('%s', (_title, file, rows) => {
    for (const size of [1, 2, 3, 1000]) expect(cellsOf(file, { size })).toEqual(rows);
  });

  it('a cell that is not UTF-8 is read as Western', () => {
    expect(cellsOf(new Uint8Array([0x4a, 0x6f, 0x73, 0xe9, 0x2c, 0x80, 0x0a]))).toEqual([['José', '€']]);
  });

  it('a quote that never ends spoils its own line only', () => {
    const rows = rowsOf('a,b\n"broken,1\nc,d\n', { size: 3 });
    expect(rows.map(({ cells, problem = null }) => [cells, problem])).toEqual([
      [['a', 'b'], null],
      [['"broken,1'], 'quote'],
      [['c', 'd'], null],
    ]);
  });

  it('a row that never ends is told, and not held', () => {
    const long = `a,${'x'.repeat(3 * longestRow)}\nc,d\n`;
    const rows = rowsOf(long, { size: 10_000 });
    expect(rows.map(({ problem = null }) => problem)).toEqual(['too-long', null]);
    expect(rows[1]?.cells).toEqual(['c', 'd']);
  });

  it('whatever is written is read again, however it is cut in pieces, and from any row on', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => plainCell(text));
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        table,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(...separators),
        (rows, size, separator) => {
          const file = rows.map((cells) => csvLine(cells, separator)).join('');
          const read = rowsOf(file, { size, separator });
          expect(read.map(({ cells }) => cells.map(plainCell))).toEqual(rows);
          const bytes = bytesOf(file);
          for (const { next, number } of read) {
            const reader = new CsvReader(separator, decoders, { at: next, rows: number });
            const rest = [...reader.push(bytes.subarray(next)), ...reader.end()];
            expect(rest).toEqual(read.slice(number));
          }
        },
      ),
    );
  });
});

describe('how a file begins', () => {
  it.each<[string, string | number[], object]>([
    ['commas', 'name,phone\n', { kind: 'csv', at: 0, separator: ',' }],
    [
      'semicolons, as in countries with decimal commas',
      'name;phone;"a,b,c"\n',
      { kind: 'csv', at: 0, separator: ';' },
    ],
    ['tabs', 'name\tphone, home\tx\n', { kind: 'csv', at: 0, separator: '\t' }],
    ['a byte order mark', '\uFEFFname;phone\n', { kind: 'csv', at: 3, separator: ';' }],
    ["Excel's hint", 'sep=;\r\nname;phone\n', { kind: 'csv', at: 7, separator: ';' }],
    ['one column', 'phone\n+1\n', { kind: 'csv', at: 0, separator: ',' }],
    ['a workbook', [0x50, 0x4b, 3, 4, 0, 0], { kind: 'workbook' }],
    ['two bytes a letter', [0xff, 0xfe, 0x61, 0], { kind: 'utf-16' }],
    ['nothing', ' \r\n', { kind: 'empty' }],
  ])('%s', (_title, file, beginning) => {
    const bytes = typeof file === 'string' ? bytesOf(file) : new Uint8Array(file);
    expect(csvBeginning(bytes, decoders)).toEqual(beginning);
  });
});

it.each([
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-2+3+cmd|x!A0', "'-2+3+cmd|x!A0"],
  ['+cmd|x', "'+cmd|x"],
  ['+5511987654321', '+5511987654321'],
  ['\t=1', "'\t=1"],
  ["O'Hara", "O'Hara"],
  ['a,b', '"a,b"'],
  [' padded ', '" padded "'],
])('a cell %j leaves as %j: no spreadsheet computes it', (cell, written) => {
  expect(csvLine([cell])).toBe(`${written}\r\n`);
  expect(plainCell(cellsOf(csvLine([cell]))[0]?.[0] ?? '')).toBe(cell.trim());
});

it('a blank row is one without any text, whatever its separators', () => {
  expect(rowsOf(',,\n \na,\n').map(isBlank)).toEqual([true, true, false]);
});
