/** What people write as the value of a lead, and what becomes of it. */
import { expect, it } from 'vitest';
import { amountText, currencies, readAmount, sumWords, worthRoughly } from './money.ts';

it.each<[string, number | null | undefined]>([
  ['', null],
  ['  ', null],
  ['12', 1200],
  ['12.5', 1250],
  ['12,50', 1250],
  ['1,299.50', 129_950],
  ['1.299,50', 129_950],
  ['1 299,50', 129_950],
  ["1'299.50", 129_950],
  ['1,299', 129_900],
  ['1.299.000', 129_900_000],
  ['12.345.6', undefined],
  ['1,234.567', undefined],
  ['-3', undefined],
  ['12 €', undefined],
  ['1e9', undefined],
  ['1,2,3', undefined],
  ['0', 0],
])('%j is %j hundredths', (text, value) => {
  expect(readAmount(text)).toBe(value);
});

it('is shown as it is written', () => {
  expect([undefined, 0, 1200, 1250].map(amountText)).toEqual(['', '0', '12', '12.50']);
  expect([1200, 1250].map((value) => readAmount(amountText(value)))).toEqual([1200, 1250]);
});

it('is added up by currency', () => {
  expect(sumWords({ USD: 100, EUR: 129_950, GBP: 0 })).toBe('€1,299.50 + $1.00');
  expect(sumWords(undefined)).toBe('');
});

it.each([
  [99_950, '€999.50'],
  [129_950, '€1,300'],
  [4_512_345, '€45K'],
  [123_456_789_00, '€123M'],
])('%i hundredths stand on a card as %s', (value, words) => {
  expect(worthRoughly(value, 'EUR')).toBe(words);
});

it('offers every currency once', () => {
  expect(new Set(currencies()).size).toBe(currencies().length);
});
