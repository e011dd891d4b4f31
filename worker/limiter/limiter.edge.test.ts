import { expect, it, vi } from 'vitest';
import type { Env } from '../env.ts';
import { env } from '../testing/door.ts';
import { askTurn, reportPause } from './turn.ts';

const at = new Date('2026-11-21T12:00:00Z').getTime();
const named = (channel: 'whatsapp' | 'messenger', accountId: string) => ({ channel, accountId });

/** The clock stands still between the lines of a test. */
function stopClock() {
  vi.useFakeTimers({ toFake: ['Date'], now: at });
  return () => vi.useRealTimers();
}

it('one account waits for its own turns only (R-22)', async () => {
  const start = stopClock();
  const sales = named('messenger', 'sales');
  const waits = [];
  for (let turn = 0; turn < 14; turn += 1) waits.push(await askTurn(env, sales, 'text'));
  expect(waits.slice(0, 10)).toEqual(Array(10).fill(0));
  expect(Math.min(...waits.slice(10))).toBeGreaterThan(0);
  expect(await askTurn(env, named('messenger', 'support'), 'text')).toBe(0);
  start();
});

it('when Meta says so, everything of the account waits, and a shorter pause ends no longer one (R-22)', async () => {
  const start = stopClock();
  const sales = named('whatsapp', 'paused');
  await reportPause(env, sales, 90_000);
  await reportPause(env, sales, 5_000);
  expect(await askTurn(env, sales, 'text')).toBe(90_000);
  expect(await askTurn(env, sales, 'media')).toBe(90_000);
  vi.setSystemTime(at + 90_000);
  expect(await askTurn(env, sales, 'text')).toBe(0);
  start();
});

it('asks again within the hour, whatever Meta said', async () => {
  const start = stopClock();
  const sales = named('whatsapp', 'paused for long');
  await reportPause(env, sales, 24 * 60 * 60_000);
  expect(await askTurn(env, sales, 'text')).toBe(60 * 60_000);
  start();
});

it('a limiter that breaks holds nothing back, and is told of', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const overloaded = () => {
    throw new Error('overloaded');
  };
  const broken = { ...env, LIMITER: { ...env.LIMITER, getByName: overloaded } };
  expect(await askTurn(broken as unknown as Env, named('whatsapp', 'broken'), 'text')).toBe(0);
  expect(logged.mock.calls.join()).toContain('limiter.unreachable');
  vi.restoreAllMocks();
});
