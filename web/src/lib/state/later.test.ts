import { expect, test, vi } from 'vitest';
import type { Timers } from '../live/socket.ts';
import { Later } from './later.ts';

const timers: Timers = {
  set: (run, delay) => Number(setTimeout(run, delay)),
  clear: (id) => clearTimeout(id),
  random: () => 0,
};

test('of each name one waits: a shorter wait takes the place of a longer one, a longer one changes nothing', () => {
  vi.useFakeTimers();
  const later = new Later<'look' | 'retry'>(timers);
  const ran: string[] = [];
  later.set('look', 30_000, () => ran.push('after a failure'));
  later.set('look', 100, () => ran.push('news'));
  later.set('look', 5_000, () => ran.push('too late'));
  later.set('retry', 50, () => ran.push('another'));
  vi.advanceTimersByTime(99);
  expect(ran).toEqual(['another']);
  vi.advanceTimersByTime(60_000);
  expect(ran).toEqual(['another', 'news']);
  later.set('look', 10, () => ran.push('never'));
  later.cancelAll();
  vi.advanceTimersByTime(60_000);
  expect(ran).toHaveLength(2);
  vi.useRealTimers();
});
