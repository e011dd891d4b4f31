import { expect, test } from 'vitest';
import { keyAction, type KeyFacts } from './keys.ts';

const plain: KeyFacts = { key: 'j', shift: false, modified: false, composing: false, editable: false };

test('letters mean what the list of keys says', () => {
  expect(keyAction(plain)).toBe('next');
  expect(keyAction({ ...plain, key: 'E' })).toBe('archive');
  expect(keyAction({ ...plain, key: '?', shift: true })).toBe('help');
  expect(keyAction({ ...plain, key: 'z' })).toBe(null);
});

test('letters are left alone in fields, with modifiers and while an input method is at work', () => {
  expect(keyAction({ ...plain, editable: true })).toBe(null);
  expect(keyAction({ ...plain, modified: true })).toBe(null);
  expect(keyAction({ ...plain, composing: true })).toBe(null);
});

test('F6 works everywhere', () => {
  expect(keyAction({ ...plain, key: 'F6', editable: true })).toBe('next-region');
  expect(keyAction({ ...plain, key: 'F6', shift: true })).toBe('previous-region');
});
