import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Connection } from './connection.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('short trouble is not told', () => {
  const connection = new Connection();
  expect(connection.shown).toBe('starting');
  connection.report('list', 'connecting');
  connection.report('list', 'open');
  expect(connection.shown).toBe('live');
  connection.report('list', 'waiting');
  vi.advanceTimersByTime(1_999);
  expect(connection.shown).toBe('live');
  connection.report('list', 'open');
  vi.advanceTimersByTime(5_000);
  expect(connection.shown).toBe('live');
});

test('after two seconds it is told, and then that it catches up', () => {
  const connection = new Connection();
  connection.report('list', 'open');
  connection.catchUp(true);
  expect(connection.shown).toBe('live');
  connection.catchUp(false);
  connection.report('list', 'waiting');
  connection.report('list', 'connecting');
  vi.advanceTimersByTime(2_000);
  expect(connection.shown).toBe('connecting');
  connection.report('list', 'open');
  connection.catchUp(true);
  expect(connection.shown).toBe('catching-up');
  connection.catchUp(false);
  expect(connection.shown).toBe('live');
});

test('one bad line is trouble; a line that was left is none', () => {
  const connection = new Connection();
  connection.report('list', 'open');
  connection.report('conversation', 'waiting');
  vi.advanceTimersByTime(2_000);
  expect(connection.shown).toBe('connecting');
  connection.report('conversation', 'idle');
  expect(connection.shown).toBe('live');
});

test('no network is told at once', () => {
  const connection = new Connection();
  connection.report('list', 'open');
  connection.setOnline(false);
  expect(connection.shown).toBe('offline');
  connection.setOnline(true);
  expect(connection.shown).toBe('live');
});
