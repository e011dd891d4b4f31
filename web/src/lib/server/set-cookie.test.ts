import { expect, test } from 'vitest';
import { parseSetCookie } from './set-cookie.ts';

test('a session cookie keeps its value and every attribute', () => {
  const line =
    '__Host-casement.session_token=a%2Bb.c%3D; Max-Age=604800; Path=/; HttpOnly; Secure; SameSite=Lax';
  const parsed = parseSetCookie(line);
  expect(parsed).toMatchObject({
    name: '__Host-casement.session_token',
    value: 'a%2Bb.c%3D',
    options: { maxAge: 604800, path: '/', httpOnly: true, secure: true, sameSite: 'lax' },
  });
  expect(parsed?.options.encode?.('a%2Bb')).toBe('a%2Bb');
});

test('what is not said is not added', () => {
  expect(parseSetCookie('a=1')?.options).toMatchObject({ path: '/', httpOnly: false, secure: false });
  expect(parseSetCookie('a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT')?.options.expires?.getTime()).toBe(0);
});

test('a value may hold an equals sign, and a line without a name is none', () => {
  expect(parseSetCookie('a=b=c')?.value).toBe('b=c');
  expect(parseSetCookie('=x')).toBe(null);
  expect(parseSetCookie('')).toBe(null);
});
