import { expect, test } from 'vitest';
import { MemoryShelf } from '../state/shelf.ts';
import { rememberOpen, wasOpen } from './folds.ts';

test('a section stays as it was left, and each by itself (B-60)', () => {
  const shelf = new MemoryShelf();
  expect(wasOpen(shelf, 'ana', 'notes')).toBeNull();
  rememberOpen(shelf, 'ana', { name: 'notes', open: false });
  rememberOpen(shelf, 'ana', { name: 'files', open: true });
  expect(['notes', 'files', 'tags'].map((name) => wasOpen(shelf, 'ana', name))).toEqual([false, true, null]);
  expect(wasOpen(shelf, 'rui', 'notes')).toBeNull();
});

test.each(['', 'null', '[]', '{', '{"notes":"no"}', '7'])(
  'what is strange on the shelf (%s) counts as nothing',
  (text) => {
    const shelf = new MemoryShelf();
    shelf.set('casement:panel:ana:sections', text);
    expect(wasOpen(shelf, 'ana', 'notes')).toBeNull();
    rememberOpen(shelf, 'ana', { name: 'notes', open: true });
    expect(wasOpen(shelf, 'ana', 'notes')).toBe(true);
  },
);
