/** Pieces that come after the page. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bring, bringAhead, Piece } from './piece.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a piece is fetched once, however often it is asked for', async () => {
  const fetch = vi.fn(() => Promise.resolve('menu'));
  const piece = new Piece(fetch);
  expect(piece.now).toBeNull();
  await Promise.all([piece.load(), piece.load()]);
  await piece.load();
  expect([piece.now, fetch.mock.calls.length]).toEqual(['menu', 1]);
});

test('one that cannot be had is told, and asked for again', async () => {
  let broken = true;
  const piece = new Piece(() =>
    broken ? Promise.reject(new TypeError('no line')) : Promise.resolve('menu'),
  );
  const show = vi.fn();
  await bring(piece, { show });
  expect([piece.now, show.mock.calls.length]).toEqual([null, 1]);
  broken = false;
  await bring(piece, { show });
  expect([piece.now, show.mock.calls.length]).toEqual(['menu', 1]);
});

test('pieces come one after another by themselves; one that fails comes again after the others, until it is stopped', async () => {
  const order: string[] = [];
  const named = (name: string): Piece<string> =>
    new Piece(() => {
      order.push(name);
      return name === 'b' ? Promise.reject(new TypeError('no line')) : Promise.resolve(name);
    });
  const stop = bringAhead(['a', 'b', 'c'].map(named));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(order.slice(0, 5)).toEqual(['a', 'b', 'c', 'b', 'b']);
  // However long there is no line, it is asked for every 4 s.
  const { length: before } = order;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(order.length - before).toBeGreaterThanOrEqual(14);
  stop();
  const { length } = order;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(order).toHaveLength(length);
});
