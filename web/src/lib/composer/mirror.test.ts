import { expect, it } from 'vitest';
import { cut, type Mark } from './mirror.ts';

const drawn = (text: string, marks: readonly Mark[]): string =>
  cut(text, marks)
    .map((piece) => (piece.kind ? `[${piece.kind} ${piece.text}]` : piece.text))
    .join('');

it.each<[what: string, marks: readonly Mark[], drawn: string]>([
  ['without marks', [], 'Hello world'],
  ['in the middle', [{ from: 2, to: 5, kind: 'name' }], 'He[name llo] world'],
  ['from end to end', [{ from: 0, to: 11, kind: 'over' }], '[over Hello world]'],
  [
    'where one reaches into another',
    [
      { from: 4, to: 11, kind: 'over' },
      { from: 0, to: 6, kind: 'name' },
    ],
    '[name Hello ][over world]',
  ],
  [
    'where one lies within another',
    [
      { from: 0, to: 6, kind: 'name' },
      { from: 1, to: 3, kind: 'over' },
    ],
    '[name Hello ]world',
  ],
  ['that are empty', [{ from: 3, to: 3, kind: 'name' }], 'Hello world'],
])('the mirror has every letter once, %s', (_what, marks, expected) => {
  expect(drawn('Hello world', marks)).toBe(expected);
});
