import { expect, test } from 'vitest';
import { found, isSearched, isTyped, Typed, typedTo, type MenuEntry } from './menu.ts';

const labels = ['Assign', 'Archive', 'Élan', 'Tag'];

test.each([
  ['a', 0, 1],
  ['aa', 1, 0],
  ['ar', 0, 1],
  ['ar', 1, 1],
  ['e', 0, 2],
  ['T', 3, 3],
  ['x', 0, -1],
  ['', 0, -1],
])('%s typed at %i leads to %i', (typed, from, to) => {
  expect(typedTo(labels, from, typed)).toBe(to);
});

test('letters that are typed quickly are one word', () => {
  const typed = new Typed();
  expect(typed.add('a', 0)).toBe('a');
  expect(typed.add('r', 300)).toBe('ar');
  expect(typed.add('t', 1_500)).toBe('t');
});

test('keys with a name are not typed', () => {
  expect(['a', 'é', '5', '🎉'].every(isTyped)).toBe(true);
  expect(['Enter', 'F10', ' ', 'ArrowUp'].some(isTyped)).toBe(false);
});

test('names are found by any of their words, whatever the accents', () => {
  const tags = [{ label: 'São Paulo' }, { label: 'VIP' }, { label: 'Paulista' }];
  expect(found(tags, 'paul').map(({ label }) => label)).toEqual(['São Paulo', 'Paulista']);
  expect(found(tags, ' SAO pau ')).toEqual([{ label: 'São Paulo' }]);
  expect(found(tags, '')).toEqual(tags);
});

test('only long plain menus are searched (B-15)', () => {
  const item = (n: number): MenuEntry => ({ kind: 'item', id: `${n}`, label: `${n}`, run: () => {} });
  const many = Array.from({ length: 9 }, (_, n) => item(n));
  expect(isSearched(many)).toBe(true);
  expect(isSearched(many.slice(1))).toBe(false);
  expect(isSearched([...many, { kind: 'line', id: 'line' }])).toBe(false);
});
