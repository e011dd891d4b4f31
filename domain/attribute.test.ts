import { expect, test } from 'vitest';
import { readValue, type Attribute, type AttributeType } from './attribute.ts';

const phone = (text: string): string | null => (text.startsWith('+') ? text.replace(/ /gu, '') : null);
const of = (type: AttributeType, part: Partial<Attribute> = {}): Attribute => ({
  ...{ id: 'x', name: 'Thing', type, of: 'contact', required: false, filterable: true },
  options: type === 'list' ? ['Small', 'Large'] : [],
  ...part,
});

test.each<[AttributeType, string, string]>([
  ['text', '  Porto ', 'Porto'],
  ['number', '12', '12'],
  ['number', '12,50', '12.5'],
  ['number', '-0.25', '-0.25'],
  ['date', '2026-02-28', '2026-02-28'],
  ['list', 'small', 'Small'],
  ['checkbox', 'yes', 'yes'],
  ['checkbox', 'no', 'no'],
  ['link', 'https://example.com/a?b=c', 'https://example.com/a?b=c'],
  ['link', 'example.com', 'https://example.com'],
  ['phone', '+55 11 98765 4321', '+5511987654321'],
])('a %s “%s” is kept as “%s”', (type, text, value) => {
  expect(readValue(of(type), text, phone)).toEqual({ value });
});

test.each<[AttributeType, string]>([
  ['text', 'x'.repeat(201)],
  ['number', 'a dozen'],
  ['number', '1e999'],
  ['number', '1,280.50'],
  ['date', '28.2.2026'],
  ['date', '2026-02-30'],
  ['list', 'Medium'],
  ['checkbox', 'maybe'],
  ['link', 'javascript:alert(1)'],
  ['link', 'not a page'],
  ['link', 'https://'],
  ['phone', '98765 4321'],
])('a %s takes no “%s”, and says what it takes', (type, text) => {
  const read = readValue(of(type), text, phone);
  expect('problem' in read && /\. .+\.$/u.test(read.problem)).toBe(true);
});

test('only what is required cannot be taken away', () => {
  expect(readValue(of('list'), ' ', phone)).toEqual({ value: '' });
  expect(readValue(of('text', { required: true }), '', phone)).toHaveProperty('problem');
});
