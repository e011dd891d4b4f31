import { expect, test } from 'vitest';
import type { File } from '#domain/content.ts';
import { aboutFile, missingWords } from './file-words.ts';
import { mediaAddress } from './media.ts';
import { totalsOf } from './order.ts';
import { mapAddress } from './place.ts';

const document: File = { type: 'document', state: 'here' };

test.each([
  [{}, null],
  [{ state: 'waiting' }, 'On its way from Meta…'],
  [{ state: 'elsewhere' }, 'Only Instagram can show this. Look at it there.'],
  [{ state: 'lost' }, 'This file cannot be had any more.'],
  [{ state: 'lost', sentence: 'Meta forgot it.' }, 'Meta forgot it.'],
] as const)('%j', (some, words) => {
  expect(missingWords({ ...document, ...some }, 'instagram')).toBe(words);
});

test.each([
  [{ name: 'a.pdf', bytes: 34_000 }, 'PDF file · 34 kB'],
  [{ mime: 'application/zip' }, 'ZIP file'],
  [{ mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }, 'Document'],
  [{}, 'Document'],
])('%j is told as %s', (some, words) => {
  expect(aboutFile({ ...document, ...some })).toBe(words);
});

test('addresses of media carry their ids safely', () => {
  expect(mediaAddress('c/1', 'wamid.a=b?', 'ad')).toBe('/api/media/c%2F1/wamid.a%3Db%3F/ad');
  expect(mediaAddress('c', 'm', 0)).toBe('/api/media/c/m/0');
});

test('the map has only numbers of the place', () => {
  const place = { latitude: -22.9, longitude: -47.06, name: '"><script>' };
  expect(mapAddress(place)).toBe('https://www.openstreetmap.org/?mlat=-22.9&mlon=-47.06#map=16/-22.9/-47.06');
});

test('an order has one sum for each currency', () => {
  const item = { id: 'x', quantity: 2, price: 10, currency: 'BRL' };
  expect(totalsOf([item, item, { ...item, currency: 'USD' }])).toEqual([
    { currency: 'BRL', amount: 40 },
    { currency: 'USD', amount: 20 },
  ]);
});
