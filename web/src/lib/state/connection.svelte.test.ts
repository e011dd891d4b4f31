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
  connection.catchUp(true, 0);
  expect(connection.shown).toBe('live');
  connection.catchUp(false, 0);
  connection.report('list', 'waiting');
  connection.report('list', 'connecting');
  vi.advanceTimersByTime(2_000);
  expect(connection.shown).toBe('connecting');
  connection.report('list', 'open');
  connection.catchUp(true, 2);
  connection.catchUp(true, 3);
  expect([connection.shown, connection.missed]).toEqual(['catching-up', 5]);
  connection.catchUp(false, 0);
  expect([connection.shown, connection.missed]).toEqual(['live', 0]);
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

test('a network that is gone for less than two seconds is not told either (B-65)', () => {
  const connection = new Connection();
  connection.report('list', 'open');
  connection.setOnline(false);
  vi.advanceTimersByTime(1_999);
  expect(connection.shown).toBe('live');
  vi.advanceTimersByTime(1);
  expect(connection.shown).toBe('offline');
  connection.setOnline(true);
  expect(connection.shown).toBe('live');
});

test('with the network back and the lines still down it is “connecting”', () => {
  const connection = new Connection();
  connection.report('list', 'open');
  connection.setOnline(false);
  connection.report('list', 'waiting');
  vi.advanceTimersByTime(2_000);
  connection.setOnline(true);
  expect(connection.shown).toBe('connecting');
  connection.report('list', 'open');
  expect(connection.shown).toBe('live');
});
