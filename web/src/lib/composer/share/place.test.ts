import { expect, test } from 'vitest';
import { isShortLink, readPlace } from './place.ts';

const lisbon = { latitude: 38.7223, longitude: -9.1393 };

test.each([
  ['38.7223, -9.1393', lisbon],
  [' 38.7223 -9.1393 ', lisbon],
  ['38.7223;-9.1393', lisbon],
  ['38,7223; -9,1393', lisbon],
  ['38,7223 -9,1393', lisbon],
  ['geo:38.7223,-9.1393?z=15', lisbon],
  ['https://www.google.com/maps/@38.7223,-9.1393,15z', lisbon],
  ['https://www.google.com/maps/place/Loja/@1.5,2.5,17z/data=!4m6!8m2!3d38.7223!4d-9.1393', lisbon],
  ['https://maps.google.com/?q=38.7223,-9.1393', lisbon],
  ['https://www.google.com/maps/search/?api=1&query=38.7223%2C-9.1393', lisbon],
  ['https://maps.apple.com/?ll=38.7223,-9.1393&q=Loja', lisbon],
  ['https://www.openstreetmap.org/?mlat=38.7223&mlon=-9.1393#map=16/1.5/2.5', lisbon],
  ['https://www.openstreetmap.org/#map=16/38.7223/-9.1393', lisbon],
  ['0, 0', { latitude: 0, longitude: 0 }],
  ['-90 180', { latitude: -90, longitude: 180 }],
])('%j is a place', (pasted, place) => {
  expect(readPlace(pasted)).toEqual(place);
});

test.each([
  '',
  'Rua Augusta 12, Lisboa',
  '91, 0',
  '0, 181',
  '38.7223',
  'https://maps.app.goo.gl/abc',
  'https://example.com/38.7223,-9.1393',
  'javascript:alert(1)',
  '1e3, 2',
  `${'9'.repeat(5000)}, 1`,
])('%j names no place', (pasted) => {
  expect(readPlace(pasted)).toBeNull();
});

test('a short link is told apart, because it can be opened', () => {
  expect(isShortLink(' https://maps.app.goo.gl/abc')).toBe(true);
  expect(isShortLink('https://www.google.com/maps/@1,2,3z')).toBe(false);
});
