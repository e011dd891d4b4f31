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

test('pieces come one after another by themselves, also after one that fails, until it is stopped', async () => {
  const order: string[] = [];
  const named = (name: string): Piece<string> =>
    new Piece(() => {
      order.push(name);
      if (name === 'c') stop();
      return name === 'b' ? Promise.reject(new TypeError('no line')) : Promise.resolve(name);
    });
  const stop = bringAhead(['a', 'b', 'c', 'd'].map(named));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(order).toEqual(['a', 'b', 'c']);
});
