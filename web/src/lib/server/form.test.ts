import { expect, test } from 'vitest';
import { destination, field } from './form.ts';

test.each(['/inbox', '/inbox/c_1-x', '/inbox?tab=archived&tag=a%2Cb', '/inbox/c1?search=from%3Aana+b'])(
  '%s is a place to go',
  (to) => {
    expect(destination(to)).toBe(to);
  },
);

test.each([
  null,
  '',
  '//evil.example',
  'https://evil.example',
  '/inbox//evil',
  '/inbox/../x',
  '/sign-in',
  '/inboxx',
  '/inbox?to=https://evil.example',
])('%s leads to the inbox', (to) => {
  expect(destination(to)).toBe('/inbox');
});

test('a field is a text or nothing', () => {
  const form = new FormData();
  form.set('a', 'x');
  form.set('b', new Blob(['x']));
  expect([field(form, 'a'), field(form, 'b'), field(form, 'c')]).toEqual(['x', '', '']);
});
