import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import type { Hand } from '../hand.ts';
import type { Source, Suggestion } from './source.ts';
import { Suggesting } from './suggesting.svelte.ts';

// Sources get the hand as it is; nothing of it is needed here.
const hand = {} as Hand;
const rests = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** A source whose answers come when they are let go, and notes of what was chosen. */
function slow(sign: string, name: Source['name'] = 'emoji') {
  const waiting = new Map<string, (found: readonly Suggestion[]) => void>();
  const chosen: string[] = [];
  const source: Source = {
    name,
    triggered(text, caret) {
      const from = text.lastIndexOf(sign, caret - 1);
      return from < 0 || caret === 0 ? null : { from, to: caret, query: text.slice(from + 1, caret) };
    },
    suggest: (query) => new Promise((resolve) => waiting.set(query, resolve)),
    choose: ({ id }, { from, to }) => void chosen.push(`${id} ${from}-${to}`),
  };
  const answer = async (query: string, ...titles: readonly string[]): Promise<void> => {
    waiting.get(query)?.(titles.map((title) => ({ id: title, title })));
    await rests();
    flushSync();
  };
  return { source, answer, chosen };
}

const typed = (value: string, caret = value.length) => ({
  value,
  selectionStart: caret,
  selectionEnd: caret,
});
const key = (name: string, part: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...part }) as KeyboardEvent;
const titles = (suggesting: Suggesting): readonly string[] => suggesting.items.map(({ title }) => title);

test('an answer to an older question is dropped, in whatever order they come (B-50)', async () => {
  const { source, answer } = slow(':');
  const suggesting = new Suggesting(hand, [source]);
  suggesting.look(typed(':s'));
  suggesting.look(typed(':sm'));
  await answer('sm', 'smile');
  await answer('s', 'sun', 'smile');
  expect(titles(suggesting)).toEqual(['smile']);
});

test('what was suggested stays until the next answer is here, and goes with its word (B-50)', async () => {
  const { source, answer } = slow(':');
  const suggesting = new Suggesting(hand, [source]);
  suggesting.look(typed(':s'));
  await answer('s', 'sun', 'smile');
  suggesting.look(typed(':sm'));
  expect(suggesting.open).toBe(true);
  suggesting.look(typed('nothing'));
  expect(suggesting.open).toBe(false);
  await answer('sm', 'smile');
  expect(suggesting.open).toBe(false);
});

test('the arrows go round, Enter and Tab choose in the place of what was typed (B-50)', async () => {
  const { source, answer, chosen } = slow(':');
  const suggesting = new Suggesting(hand, [source]);
  for (const last of ['Enter', 'Tab']) {
    suggesting.look(typed('Hi :s'));
    await answer('s', 'sun', 'smile', 'snow');
    expect(suggesting.takes(key('ArrowUp'))).toBe(true);
    expect(suggesting.marked?.title).toBe('snow');
    suggesting.takes(key('ArrowDown'));
    suggesting.takes(key('ArrowDown'));
    expect(suggesting.takes(key(last))).toBe(true);
    expect(suggesting.open).toBe(false);
  }
  expect(chosen).toEqual(['smile 3-5', 'smile 3-5']);
});

test('a key that is quicker than the answer to what was typed takes from that answer, not from the last one (B-50)', async () => {
  const { source, answer, chosen } = slow(':');
  const suggesting = new Suggesting(hand, [source]);
  suggesting.look(typed(':s'));
  await answer('s', 'sun', 'smile', 'smirk');
  suggesting.look(typed(':sm'));
  expect(suggesting.takes(key('ArrowDown'))).toBe(true);
  expect(suggesting.takes(key('Enter'))).toBe(true);
  expect(chosen).toEqual([]);
  // The caret is told to be where it is, once more.
  suggesting.moved(typed(':sm'));
  await answer('sm', 'smile', 'smirk');
  expect([chosen, suggesting.open]).toEqual([['smirk 0-3'], false]);
});

test('such a key does nothing when there is nothing, or somebody goes on typing; Escape never waits (B-50)', async () => {
  const { source, answer, chosen } = slow(':');
  const suggesting = new Suggesting(hand, [source]);
  const begin = async (): Promise<void> => {
    suggesting.look(typed(':s'));
    await answer('s', 'sun', 'smile');
    suggesting.look(typed(':sm'));
  };
  await begin();
  suggesting.takes(key('Enter'));
  await answer('sm');
  await begin();
  suggesting.takes(key('Enter'));
  suggesting.look(typed(':smi'));
  await answer('smi', 'smile');
  expect([chosen, suggesting.open]).toEqual([[], true]);
  await begin();
  suggesting.takes(key('Escape'));
  expect(suggesting.open).toBe(false);
});

test('while nothing is suggested no key is taken, and none with Shift or Ctrl ever (B-42)', async () => {
  const { source, answer } = slow(':');
  const suggesting = new Suggesting(hand, [source]);
  expect(suggesting.takes(key('Enter'))).toBe(false);
  suggesting.look(typed(':s'));
  expect(suggesting.takes(key('Enter'))).toBe(false);
  await answer('s', 'sun');
  expect(suggesting.takes(key('Enter', { shiftKey: true }))).toBe(false);
  expect(suggesting.takes(key('Enter', { ctrlKey: true }))).toBe(false);
  expect(suggesting.takes(key('x'))).toBe(false);
  expect(suggesting.open).toBe(true);
});

test('after Escape nothing is suggested for this word, but for the next one (B-50)', async () => {
  const { source, answer } = slow(':');
  const suggesting = new Suggesting(hand, [source]);
  suggesting.look(typed(':s'));
  await answer('s', 'sun');
  expect(suggesting.takes(key('Escape'))).toBe(true);
  suggesting.look(typed(':su'));
  await answer('su', 'sun');
  expect(suggesting.open).toBe(false);
  suggesting.look(typed(':su :r'));
  await answer('r', 'rain');
  expect(titles(suggesting)).toEqual(['rain']);
});

test('the first source that speaks has the word; one that fails suggests nothing', async () => {
  const people = slow('@', 'mention');
  const broken: Source = { ...slow(':').source, suggest: () => Promise.reject(new Error('no network')) };
  const suggesting = new Suggesting(hand, [people.source, broken]);
  suggesting.look(typed('@a'));
  await people.answer('a', 'Ana');
  expect(suggesting.name).toBe('mention');
  suggesting.look(typed(':s'));
  await rests();
  expect(suggesting.open).toBe(false);
});

test('a caret that moves elsewhere closes it, and opens nothing', async () => {
  const { source, answer } = slow(':');
  const suggesting = new Suggesting(hand, [source]);
  suggesting.moved(typed('Hi :s'));
  await answer('s', 'sun');
  expect(suggesting.open).toBe(false);
  suggesting.look(typed('Hi :s'));
  await answer('s', 'sun');
  suggesting.moved(typed('Hi :s', 0));
  expect(suggesting.open).toBe(false);
});
