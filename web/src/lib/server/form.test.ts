import { expect, test } from 'vitest';
import { destination, field } from './form.ts';

test.each(['/inbox', '/inbox/c_1-x'])('%s is a place to go', (to) => {
  expect(destination(to)).toBe(to);
});

test.each([
  null,
  '',
  '//evil.example',
  'https://evil.example',
  '/inbox//evil',
  '/inbox/../x',
  '/sign-in',
  '/inboxx',
])('%s leads to the inbox', (to) => {
  expect(destination(to)).toBe('/inbox');
});

test('a field is a text or nothing', () => {
  const form = new FormData();
  form.set('a', 'x');
  form.set('b', new Blob(['x']));
  expect([field(form, 'a'), field(form, 'b'), field(form, 'c')]).toEqual(['x', '', '']);
});
