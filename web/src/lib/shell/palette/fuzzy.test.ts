import { expect, test } from 'vitest';
import { scoreOf } from './fuzzy.ts';

test.each([
  ['arch', 'Archive'],
  ['ARCH', 'archive'],
  ['follow', 'Set a follow-up'],
  ['up', 'Follow-up'],
  ['jose', 'José Ferreira'],
  ['fer jo', 'José Ferreira'],
  ['atm', 'Assign to me'],
  ['مح', 'محمد أحمد'],
  ['', 'Anything'],
])('“%s” means “%s”', (typed, name) => {
  expect(scoreOf(typed, name)).not.toBe(null);
});

test.each([
  ['xyz', 'Archive'],
  ['archive maria', 'Archive'],
  ['ae', 'Archive'],
  ['.*', 'Archive'],
  ['evihcra', 'Archive'],
])('“%s” does not mean “%s”', (typed, name) => {
  expect(scoreOf(typed, name)).toBe(null);
});

test('the whole counts more than its beginning, that more than a word, a word more than letters', () => {
  const order = ['Tag', 'Tagged', 'Put a tag on', 'Montage', 'The appendix grows'];
  const scores = order.map((name) => scoreOf('tag', name) ?? -1);
  expect(scores).toEqual(scores.toSorted((one, other) => other - one));
  expect(new Set(scores).size).toBe(order.length);
});
