import { beforeEach, expect, test, vi } from 'vitest';
import type { WithinAnswer } from '#domain/http-within.ts';
import type { Outcome } from '../api.ts';
import { Within } from './within.svelte.ts';

type Call = {
  readonly id: string;
  readonly words: string;
  readonly signal: AbortSignal | undefined;
  readonly answer: (outcome: Outcome<WithinAnswer>) => void;
};

let calls: Call[] = [];
let shown: string[] = [];
const leave = vi.fn();

function make(): Within {
  return new Within({
    api: {
      within: (id, words, signal) => new Promise((answer) => calls.push({ id, words, signal, answer })),
    },
    session: { leave },
    timers: { set: (run) => Number(setTimeout(run)), clear: (id) => clearTimeout(id), random: () => 1 },
    show: (id) => shown.push(id),
  });
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

async function answer(index: number, ids: readonly string[], more = false): Promise<void> {
  await settled();
  const hits = ids.map((id, at) => ({ id, at, seq: at }));
  calls[index]?.answer({ ok: true, value: { hits, more }, cookies: [] });
  await settled();
}

beforeEach(() => {
  calls = [];
  shown = [];
  vi.clearAllMocks();
});

test('the newest hit is shown at once, then the others around the ends (B-39)', async () => {
  const within = make();
  within.open('c1');
  within.set('bolsa');
  expect(within.busy).toBe(true);
  await answer(0, ['m9', 'm5', 'm1']);
  expect([within.place, within.words, within.busy]).toEqual([1, 'bolsa', false]);
  within.step(1);
  within.step(1);
  within.step(1);
  within.step(-1);
  expect(shown).toEqual(['m9', 'm5', 'm1', 'm9', 'm1']);
  expect(within.place).toBe(3);
});

test('only the last text is searched, and an answer to an earlier one is not looked at', async () => {
  const within = make();
  within.open('c1');
  within.set('b');
  within.set('bo');
  await settled();
  expect(calls.map(({ words }) => words)).toEqual(['bo']);
  within.set('bol');
  await answer(0, ['late']);
  expect([calls[0]?.signal?.aborted, within.hits]).toEqual([true, []]);
  await answer(1, []);
  expect([within.place, within.busy, shown]).toEqual([0, false, []]);
});

test('an emptied field and a closed bar show nothing any more', async () => {
  const within = make();
  within.open('c1');
  within.set('bolsa');
  await answer(0, ['m9'], true);
  expect(within.more).toBe(true);
  within.set('');
  expect([within.hits, within.words, within.more]).toEqual([[], '', false]);
  within.set('bolsa');
  within.close();
  await answer(1, ['m9']);
  expect([within.id, within.text, within.hits]).toEqual([null, '', []]);
});

test('a failure is told where one searches; the end of the session leads away', async () => {
  const within = make();
  within.open('c1');
  within.set('a');
  await settled();
  calls[0]?.answer({ ok: false, failure: { kind: 'unreachable', sentence: 'No line.' } });
  await settled();
  expect(within.problem).toBe('No line.');
  within.set('ab');
  await settled();
  const problem = { code: 'signed-out', sentence: 'Signed out.', requestId: 'r' } as const;
  calls[1]?.answer({ ok: false, failure: { kind: 'refused', status: 401, problem } });
  await settled();
  expect(leave).toHaveBeenCalledOnce();
});
