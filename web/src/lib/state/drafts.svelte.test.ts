import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Drafts } from './drafts.svelte.ts';
import { MemoryShelf } from './shelf.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a draft belongs to a person, a conversation and a mode, and survives the page', () => {
  const shelf = new MemoryShelf();
  const drafts = new Drafts(shelf, 'ana');
  drafts.set('c1', 'reply', 'Oi');
  drafts.set('c1', 'comment', 'check');
  vi.advanceTimersByTime(300);
  const later = new Drafts(shelf, 'ana');
  later.load();
  expect([later.get('c1', 'reply'), later.get('c1', 'comment'), later.get('c2', 'reply')]).toEqual([
    'Oi',
    'check',
    '',
  ]);
  const other = new Drafts(shelf, 'rui');
  other.load();
  expect(other.get('c1', 'reply')).toBe('');
});

test('leaving the page writes at once; an empty draft leaves nothing behind', () => {
  const shelf = new MemoryShelf();
  const drafts = new Drafts(shelf, 'ana');
  drafts.set('c1', 'reply', 'Oi');
  drafts.flush();
  expect(shelf.keys('casement:draft:')).toHaveLength(1);
  drafts.set('c1', 'reply', '');
  drafts.flush();
  expect(shelf.keys('casement:draft:')).toHaveLength(0);
});

test('another tab is heard, except over what is being written here', () => {
  const shelf = new MemoryShelf();
  const drafts = new Drafts(shelf, 'ana');
  drafts.heard('casement:draft:ana:c1:reply', 'from there');
  expect(drafts.get('c1', 'reply')).toBe('from there');
  drafts.set('c1', 'reply', 'from here');
  drafts.heard('casement:draft:ana:c1:reply', 'late');
  expect(drafts.get('c1', 'reply')).toBe('from here');
});

test('wiping forgets everything of this person only', () => {
  const shelf = new MemoryShelf();
  shelf.set('casement:draft:rui:c1:reply', 'x');
  const drafts = new Drafts(shelf, 'ana');
  drafts.set('c1', 'reply', 'Oi');
  drafts.wipe();
  vi.advanceTimersByTime(1_000);
  expect(shelf.keys('casement:draft:')).toEqual(['casement:draft:rui:c1:reply']);
});

test('a draft follows a conversation that moved, and covers nothing that is written there', () => {
  const drafts = new Drafts(new MemoryShelf(), 'ana');
  drafts.set('c1', 'reply', 'Oi');
  drafts.set('c1', 'comment', 'old');
  drafts.set('c2', 'comment', 'new');
  drafts.move('c1', 'c2');
  expect([drafts.get('c2', 'reply'), drafts.get('c2', 'comment')]).toEqual(['Oi', 'new']);
  expect(drafts.get('c1', 'reply')).toBe('');
});

test('the caret comes back where it stood; at the end unless it was moved (B-44)', () => {
  const shelf = new MemoryShelf();
  const drafts = new Drafts(shelf, 'ana');
  drafts.set('c1', 'reply', 'Oi, Maria');
  expect(drafts.caret('c1', 'reply')).toBe(9);
  drafts.putCaret('c1', 'reply', 2);
  drafts.set('c1', 'comment', 'check');
  vi.advanceTimersByTime(300);
  const later = new Drafts(shelf, 'ana');
  later.load();
  expect([later.caret('c1', 'reply'), later.caret('c1', 'comment')]).toEqual([2, 5]);
  later.heard('casement:draft:ana:c1:reply', 'O');
  expect(later.caret('c1', 'reply')).toBe(1);
});

test('what was sent leaves the device in the same task, after the outbox has it', async () => {
  const shelf = new MemoryShelf();
  const drafts = new Drafts(shelf, 'ana');
  drafts.set('c1', 'reply', 'Oi');
  drafts.putCaret('c1', 'reply', 1);
  drafts.flush();
  drafts.set('c1', 'reply', '');
  expect(shelf.get('casement:draft:ana:c1:reply')).toBe('Oi');
  await Promise.resolve();
  expect(shelf.keys('casement:')).toEqual([]);
});

test('it knows whether something is written in a conversation', () => {
  const drafts = new Drafts(new MemoryShelf(), 'ana');
  drafts.set('c1', 'comment', 'check');
  expect([drafts.has('c1'), drafts.has('c2')]).toEqual([true, false]);
});

test('a list shows what is written a little later, and what was sent no longer once its bubble is drawn (B-44)', () => {
  const drafts = new Drafts(new MemoryShelf(), 'ana');
  drafts.set('c1', 'comment', 'a');
  vi.advanceTimersByTime(200);
  drafts.set('c1', 'comment', 'ab');
  expect(drafts.listed('c1')).toBe('');
  vi.advanceTimersByTime(100);
  expect(drafts.listed('c1')).toBe('ab');
  drafts.set('c1', 'reply', 'Oi');
  vi.advanceTimersByTime(300);
  expect(drafts.listed('c1')).toBe('Oi');
  drafts.set('c1', 'reply', '');
  expect(drafts.listed('c1')).toBe('Oi');
  vi.advanceTimersByTime(100);
  expect(drafts.listed('c1')).toBe('ab');
  drafts.heard('casement:draft:ana:c2:reply', 'from another tab');
  expect(drafts.listed('c2')).toBe('from another tab');
  drafts.wipe();
  expect(drafts.listed('c2')).toBe('');
});
