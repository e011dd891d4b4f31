import { beforeEach, expect, test, vi } from 'vitest';
import type { ConversationView } from '#domain/http.ts';
import type { Outcome } from '../api.ts';
import type { Wire } from '../live/socket.ts';
import { headOf } from './fixtures.ts';
import { Threads } from './threads.svelte.ts';

type Asked = { readonly id: string; readonly signal: AbortSignal | undefined; readonly answer: () => void };

let asked: Asked[] = [];
const none = (): never => {
  throw new Error('not asked for');
};

function silent(): Wire {
  return { onopen: null, onmessage: null, onclose: null, send: () => {}, close: () => {} };
}

function make(): Threads {
  return new Threads({
    api: {
      conversation: (id, signal) => {
        const { promise, resolve } = Promise.withResolvers<Outcome<ConversationView>>();
        const view = { head: headOf({ id }), messages: [], more: false, now: 0 };
        asked.push({ id, signal, answer: () => resolve({ ok: true, value: view, cookies: [] }) });
        return promise;
      },
      history: none,
      later: none,
      around: none,
      from: none,
      command: none,
    },
    openWire: silent,
    timers: { set: () => 0, clear: () => {}, random: () => 0 },
    newId: () => 'id',
    paced: (run) => run(),
    sync: () => {},
    onLine: () => {},
    onEnd: () => {},
    onMoved: () => {},
    tell: vi.fn(),
  });
}

async function answer(index: number): Promise<void> {
  asked[index]?.answer();
  await new Promise((resolve) => setTimeout(resolve));
}

beforeEach(() => {
  asked = [];
});

test('two conversations are loaded ahead at a time, the others wait their turn (B-02)', async () => {
  const threads = make();
  for (const id of ['a', 'b', 'c', 'a']) threads.prefetch(id);
  expect(asked.map((one) => one.id)).toEqual(['a', 'b']);
  await answer(0);
  expect(asked.map((one) => one.id)).toEqual(['a', 'b', 'c']);
  expect(threads.get('a').status).toBe('ready');
});

test('whoever goes on gives up: what waits is not asked, what is on its way is cancelled and not taken', async () => {
  const threads = make();
  const stops = ['a', 'b', 'c'].map((id) => threads.prefetch(id));
  stops[2]?.();
  stops[0]?.();
  expect(asked[0]?.signal?.aborted).toBe(true);
  await answer(0);
  await answer(1);
  expect(asked.map((one) => one.id)).toEqual(['a', 'b']);
  expect([threads.get('a').status, threads.get('b').status]).toEqual(['loading', 'ready']);
});

test('what is remembered is not asked for', async () => {
  const threads = make();
  threads.prefetch('a');
  await answer(0);
  threads.prefetch('a');
  expect(asked).toHaveLength(1);
});

test('looking ahead never forgets the conversation that is open', async () => {
  const threads = make();
  const open = threads.get('open');
  open.open();
  await answer(0);
  for (let index = 0; index < 30; index += 1) {
    threads.prefetch(`c${index}`);
    await answer(index + 1);
  }
  expect(threads.get('open')).toBe(open);
  open.close();
});
