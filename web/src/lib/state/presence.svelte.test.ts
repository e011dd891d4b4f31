import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Presence } from './presence.svelte.ts';

const timers = {
  set: (run: () => void, delay: number) => setTimeout(run, delay) as unknown as number,
  clear: (id: number) => clearTimeout(id),
};
const rui = { id: 'rui', name: 'Rui', typing: true };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('who writes is shown as long as it is said again, and six seconds longer (B-38)', () => {
  const presence = new Presence(timers);
  presence.note([{ id: 'c', people: [rui] }]);
  vi.advanceTimersByTime(5_000);
  presence.note([{ id: 'c', people: [rui] }]);
  vi.advanceTimersByTime(5_999);
  expect(presence.of('c')).toEqual([rui]);
  vi.advanceTimersByTime(1);
  expect(presence.of('c')).toEqual([{ ...rui, typing: false }]);
});

test('who left does not come back by a timer (B-70)', () => {
  const presence = new Presence(timers);
  presence.note([{ id: 'c', people: [rui] }]);
  presence.note([{ id: 'c', people: [] }]);
  vi.advanceTimersByTime(10_000);
  expect(presence.of('c')).toEqual([]);
});

test('that still nobody is there is no news', () => {
  const presence = new Presence(timers);
  let asked = 0;
  const stop = $effect.root(() => {
    $effect(() => {
      presence.of('c');
      asked += 1;
    });
  });
  flushSync();
  presence.note([
    { id: 'c', people: [] },
    { id: 'd', people: [] },
  ]);
  presence.forget(() => true);
  flushSync();
  expect(asked).toBe(1);
  presence.note([{ id: 'c', people: [rui] }]);
  flushSync();
  expect(asked).toBe(2);
  stop();
});
