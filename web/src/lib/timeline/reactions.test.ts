import { expect, test } from 'vitest';
import type { Reaction } from '#domain/message.ts';
import { chipsOf, objectionTo, ownReaction } from './reactions.ts';

const theirs: Reaction = { emoji: '👍', from: 'customer', at: 2 };
const ours: Reaction = { emoji: '❤️', from: 'business', at: 1, by: { id: 'ana', name: 'Ana' } };

test('one chip for each emoji, with who, in the order in which they came (R-42)', () => {
  expect(chipsOf([theirs, ours, { emoji: '👍', from: 'Siti', at: 3 }], 'Maria')).toEqual([
    { emoji: '❤️', names: ['Ana'] },
    { emoji: '👍', names: ['Maria', 'Siti'] },
  ]);
});

test('a removed one is gone (R-42)', () => {
  expect(chipsOf([{ ...theirs, emoji: '' }], 'Maria')).toEqual([]);
  expect(ownReaction([theirs])).toBe('');
  expect(ownReaction([theirs, ours])).toBe('❤️');
  expect(ownReaction(undefined)).toBe('');
});

test('ours that Meta did not take leaves its reason', () => {
  const refused = { ...ours, emoji: '', sentence: 'The window is closed.' };
  expect(chipsOf([refused], 'Maria')).toEqual([]);
  expect(objectionTo([theirs, refused])).toBe('The window is closed.');
  expect(objectionTo([theirs, ours])).toBeNull();
});

test('an echo without a person is the business’s', () => {
  expect(chipsOf([{ emoji: '👍', from: 'business', at: 1 }], 'Maria')).toEqual([
    { emoji: '👍', names: ['Business'] },
  ]);
});
