import { expect, test } from 'vitest';
import { colourOf, initialsOf } from './initials.ts';

test.each([
  ['Maria Silva', 'MS'],
  ['Maria da Silva', 'MS'],
  ['siti.putri', 'SP'],
  ['@carol', 'CA'],
  ['Ö', 'Ö'],
  ['أحمد خليل', 'أخ'],
  ['प्रिया', 'प्'],
  ['+62 812 3456 7890', '#'],
  ['', '?'],
  ['😀', '?'],
])('%s is drawn as %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test('a person keeps their colour and people differ', () => {
  expect(colourOf('p1')).toBe(colourOf('p1'));
  const seen = new Set(Array.from({ length: 200 }, (_, index) => colourOf(`person-${index}`)));
  expect(seen.size).toBe(10);
});
