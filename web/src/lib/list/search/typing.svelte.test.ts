/** The text of the search box and the address. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Typing } from './typing.svelte.ts';

function setUp(there: string | null = null) {
  const place = {
    search: there,
    showSearch: vi.fn((text: string | null) => {
      place.search = text;
    }),
  };
  const search = {
    text: '',
    set: vi.fn((text: string) => {
      search.text = text;
    }),
    clear: () => search.set(''),
  };
  return { place, search, typing: new Typing({ place, search }) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('every letter is searched; the address follows when the fingers rest (B-10)', () => {
  const { place, search, typing } = setUp();
  for (const text of ['m', 'ma', 'mar']) typing.type(text);
  expect(search.set.mock.calls.flat()).toEqual(['m', 'ma', 'mar']);
  expect(place.showSearch.mock.calls.flat()).toEqual(['m']);
  vi.advanceTimersByTime(400);
  expect(place.showSearch.mock.calls.flat()).toEqual(['m', 'mar']);
});

test('who goes elsewhere comes back to what was typed (B-08)', () => {
  const { place, typing } = setUp();
  typing.type('m');
  typing.type('ma');
  typing.settle();
  expect(place.search).toBe('ma');
});

test('leaving forgets what was not written yet', () => {
  const { place, search, typing } = setUp();
  typing.type('m');
  typing.type('ma');
  typing.leave();
  vi.advanceTimersByTime(1_000);
  expect(place.search).toBeNull();
  expect([typing.text, search.text]).toEqual(['', '']);
});

test('what the address says by itself is searched, and shown in the box (B-08)', () => {
  const { place, search, typing } = setUp('maria');
  typing.follow(place.search);
  expect([typing.text, search.text]).toEqual(['maria', 'maria']);
  typing.type('maria s');
  place.search = null;
  typing.follow(place.search);
  vi.advanceTimersByTime(1_000);
  expect([typing.text, search.text, place.search]).toEqual(['', '', null]);
});

test('what we wrote ourselves does not overwrite what was typed since', () => {
  const { place, search, typing } = setUp();
  typing.type('m');
  typing.type('ma');
  typing.follow(place.search);
  expect([typing.text, search.text]).toEqual(['ma', 'ma']);
});
