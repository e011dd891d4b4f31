import { expect, test } from 'vitest';
import { cardOf, problemOf } from './card.ts';

const typed = { name: ' Rui Costa ', organisation: '', phones: [' +351 910 000 000', ''], emails: [''] };

test('what was left empty is not on the card', () => {
  expect(cardOf(typed)).toEqual({ name: 'Rui Costa', phones: ['+351 910 000 000'], emails: [] });
  expect(cardOf({ ...typed, organisation: ' Casa ' })).toMatchObject({ organisation: 'Casa' });
});

test.each([
  [{}, null],
  [{ phones: [], emails: ['rui@casa.example'] }, null],
  [{ name: ' ' }, 'name'],
  [{ phones: [' '], emails: [''] }, 'nothing'],
  [{ phones: ['call me'] }, 'phone'],
  [{ phones: ['+351 (21) 000-00.00'] }, null],
  [{ emails: ['rui at casa'] }, 'email'],
] as const)('%j: %s', (some, problem) => {
  expect(problemOf(cardOf({ ...typed, ...some }))).toBe(problem);
});
