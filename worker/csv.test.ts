/** CSV as RFC 4180 has it, harmless in a spreadsheet. */
import { describe, expect, it } from 'vitest';
import { csvField, csvLine } from './csv.ts';

describe('a field', () => {
  it.each([
    ['plain', 'Maria Sousa', 'Maria Sousa'],
    ['with a comma', 'Sousa, Maria', '"Sousa, Maria"'],
    ['with quotes', 'the "big" one', '"the ""big"" one"'],
    ['of two lines', 'a\nb', '"a\nb"'],
    ['a formula', '=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['a formula behind a plus', '+1+cmd', "'+1+cmd"],
    ['a phone', '+351912345678', "'+351912345678"],
    ['a formula behind a minus', '-2+3', "'-2+3"],
    ['a negative number', '-12.50', '-12.50'],
    ['a formula behind an at', '@SUM(A1)', "'@SUM(A1)"],
    ['a formula behind a tab', '\t=1', "'\t=1"],
    ['a formula behind a carriage return', '\r=1', `"'\r=1"`],
    ['a full-width formula', '＝1+1', "'＝1+1"],
    ['in another script', 'こんにちは', 'こんにちは'],
    ['empty', '', ''],
  ])('%s', (_title, text, field) => {
    expect(csvField(text)).toBe(field);
  });
});

it('a line ends as RFC 4180 has it', () => {
  expect(csvLine(['a', 'b,c', ''])).toBe('a,"b,c",\r\n');
});
