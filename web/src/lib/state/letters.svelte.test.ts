import { expect, test, vi } from 'vitest';
import type { Letter } from '#domain/http.ts';
import type { Outcome } from '../api.ts';
import { Letters, type LettersOptions } from './letters.svelte.ts';

const letter = (id: string, some: Partial<Letter> = {}): Letter => ({
  id,
  channel: 'whatsapp',
  reason: 'strange',
  arrivedAt: 0,
  raw: '{}',
  cut: false,
  replayable: true,
  ...some,
});

function ok<Value>(value: Value): Promise<Outcome<Value>> {
  return Promise.resolve({ ok: true, value, cookies: [] });
}

function make(api: Partial<LettersOptions['api']>): { letters: Letters; say: LettersOptions['say'] } {
  const none = (): never => {
    throw new Error('not asked for');
  };
  const say = vi.fn();
  const all = { letters: none, letter: none, replayLetter: none, deleteLetter: none, accountEvents: none };
  const first = { letters: [letter('a', { cut: true }), letter('b')], next: 'n' };
  const letters = new Letters(
    first,
    { events: [], next: null },
    { api: { ...all, ...api }, tell: vi.fn(), say },
  );
  return { letters, say };
}

test('one that is understood now is gone; one that is not keeps today’s reason (R-40)', async () => {
  const { letters, say } = make({
    replayLetter: (id) => ok({ letter: id === 'a' ? null : letter('b', { reason: 'still' }) }),
  });
  await letters.replay('a');
  await letters.replay('b');
  expect(letters.letters).toMatchObject([{ id: 'b', reason: 'still' }]);
  expect(say).toHaveBeenLastCalledWith('Still not understood: still');
});

test('a deleted one is gone', async () => {
  const { letters } = make({ deleteLetter: () => ok({}) });
  await letters.remove('a');
  expect(letters.letters.map((one) => one.id)).toEqual(['b']);
});

test('older ones come after, none twice', async () => {
  const { letters } = make({ letters: () => ok({ letters: [letter('b'), letter('c')], next: null }) });
  await letters.olderLetters();
  expect(letters.letters.map((one) => one.id)).toEqual(['a', 'b', 'c']);
  expect(letters.moreLetters).toBeNull();
});

test('the whole is fetched only where the list has a beginning', async () => {
  const ask = vi.fn(() => ok(letter('a', { raw: '{"all":1}' })));
  const { letters } = make({ letter: ask });
  await letters.whole('b');
  expect(ask).not.toHaveBeenCalled();
  await letters.whole('a');
  expect(letters.letters[0]).toMatchObject({ raw: '{"all":1}' });
});
