import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Clock, type ClockSources } from './clock.svelte.ts';

const hour = 3_600_000;
const serverNow = 1_700_000_000_400;
let slept = 0;

/** A device whose clock is ten minutes fast. */
const device: ClockSources = {
  steady: () => performance.now(),
  wall: () => Date.now() + 10 * 60_000 + slept,
};

beforeEach(() => {
  slept = 0;
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Every value that a reader of `now` saw. */
function reading(clock: Clock): { seen: number[]; stop: () => void } {
  const seen: number[] = [];
  const stop = $effect.root(() => {
    $effect(() => {
      seen.push(clock.now);
    });
  });
  flushSync();
  return { seen, stop };
}

function pass(time: number): void {
  vi.advanceTimersByTime(time);
  flushSync();
}

test('the time is the server’s, whatever this device thinks', () => {
  const clock = new Clock(serverNow, device);
  expect(clock.read()).toBe(serverNow);
  vi.advanceTimersByTime(5_000);
  expect(clock.read()).toBe(serverNow + 5_000);
});

test('nobody reads, nothing ticks; far deadlines tick slowly', async () => {
  const clock = new Clock(serverNow, device);
  expect(vi.getTimerCount()).toBe(0);
  clock.watch(serverNow + 20 * hour);
  const { seen, stop } = reading(clock);
  pass(60_000);
  expect(seen.length).toBeLessThanOrEqual(6);
  stop();
  // Svelte lets go a moment later.
  await Promise.resolve();
  expect(vi.getTimerCount()).toBe(0);
});

test('in the last hour it ticks every second, just after the whole second', () => {
  const clock = new Clock(serverNow, device);
  const end = serverNow - (serverNow % 1_000) + 4_000;
  const release = clock.watch(end);
  const { seen, stop } = reading(clock);
  pass(3_599);
  expect(seen.at(-1)).toBeLessThan(end);
  pass(10);
  expect(seen.at(-1)).toBeGreaterThanOrEqual(end);
  expect((seen.at(-1) ?? 0) - end).toBeLessThan(20);
  release();
  stop();
});

test('an answer with a later time counts, a slow one does not set it back, a wrong start is corrected', () => {
  const clock = new Clock(serverNow, device);
  const asked = vi.fn();
  clock.onDoubt = asked;
  clock.sync(serverNow + 80);
  expect(clock.read()).toBe(serverNow + 80);
  clock.sync(serverNow - 900);
  expect(clock.read()).toBe(serverNow + 80);
  // It may only have waited here; the server is asked, and says the same.
  clock.sync(serverNow - 10_000);
  expect(clock.read()).toBe(serverNow + 80);
  expect(asked).toHaveBeenCalledTimes(1);
  clock.sync(serverNow - 10_000);
  expect(clock.read()).toBe(serverNow - 10_000);
  // A frame that waited ten seconds, then one that did not.
  clock.sync(serverNow - 20_000);
  clock.sync(serverNow - 10_000);
  clock.sync(serverNow - 20_000);
  expect(clock.read()).toBe(serverNow - 10_000);
});

test('sleep is noticed and the time is asked for', () => {
  const clock = new Clock(serverNow, device);
  const asked = vi.fn();
  clock.onDoubt = asked;
  clock.tick();
  expect(asked).not.toHaveBeenCalled();
  slept = 8 * hour;
  clock.tick();
  clock.tick();
  expect(asked).toHaveBeenCalledTimes(1);
});

test('with nobody to ask after a sleep, the device says how long it was, until an answer says better (B-47)', () => {
  const clock = new Clock(serverNow, device);
  clock.believe();
  expect(clock.read()).toBe(serverNow);
  slept = 8 * hour;
  clock.tick();
  clock.believe();
  clock.believe();
  expect(clock.read()).toBe(serverNow + 8 * hour);
  clock.sync(serverNow + hour);
  clock.sync(serverNow + hour);
  expect(clock.read()).toBe(serverNow + hour);
  slept += hour;
  clock.tick();
  clock.sync(serverNow + 2 * hour);
  clock.believe();
  expect(clock.read()).toBe(serverNow + 2 * hour);
});
