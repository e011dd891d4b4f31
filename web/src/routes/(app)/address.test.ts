import { expect, test } from 'vitest';
import { addressOf, whereabouts, type Whereabouts } from './address.ts';

const plain: Whereabouts = {
  selected: null,
  message: null,
  query: { tab: 'active', sort: 'newest', filter: {} },
  view: null,
  search: null,
};

const places: readonly (readonly [string, Partial<Whereabouts>])[] = [
  ['the plain list', {}],
  ['a conversation', { selected: 'c1' }],
  ['an id with strange characters', { selected: 'c/1?&' }],
  ['a message of a conversation', { selected: 'c1', message: 'wamid.A/B=' }],
  ['the other tab, sorted', { query: { tab: 'archived', sort: 'closing', filter: {} } }],
  [
    'a filter of a view',
    { view: 'v1', query: { tab: 'active', sort: 'waiting', filter: { tags: ['t1', 't2'], unread: true } } },
  ],
  ['an empty search', { search: '' }],
  ['a search', { selected: 'c1', search: 'from:ana größe & 好' }],
];

test.each(places)('the address carries %s, there and back (B-08)', (_name, some) => {
  const place = { ...plain, ...some };
  const url = new URL(addressOf(place), 'https://casement.test');
  expect(whereabouts(url, place.selected)).toEqual(place);
});

test('the plain list has a plain address', () => {
  expect(addressOf(plain)).toBe('/inbox');
});
