import { expect, test } from 'vitest';
import { outliving } from './outliving.ts';

/** A `fetch` whose requests stay on their way until they are let go. */
function line() {
  const asked: RequestInit[] = [];
  const letGo: (() => void)[] = [];
  const fetch = outliving((_, init = {}) => {
    asked.push(init);
    return new Promise((resolve) => letGo.push(() => resolve(new Response('{}'))));
  });
  const carried = (): readonly boolean[] => asked.map(({ keepalive }) => keepalive === true);
  return { fetch, letGo, carried };
}

test('a small change outlives its page; a question and a long text need not', () => {
  const { fetch, carried } = line();
  void fetch('/api/pins', { method: 'POST', body: '{"on":true}' });
  void fetch('/api/views/v1', { method: 'DELETE' });
  void fetch('/api/me');
  void fetch('/api/conversations/c1/commands', { method: 'POST', body: 'ä'.repeat(2001) });
  void fetch('/api/uploads', { method: 'POST', body: new Blob(['a']) });
  expect(carried()).toEqual([true, true, false, false, false]);
});

test('of many changes only as many are carried as a browser takes; then the next ones again', async () => {
  const { fetch, letGo, carried } = line();
  const change = (): Promise<Response> => fetch('/api/pins', { method: 'POST', body: '{}' });
  const first = change();
  for (let index = 0; index < 8; index += 1) void change();
  expect(carried().filter(Boolean)).toHaveLength(8);
  expect(carried().at(-1)).toBe(false);
  letGo[0]?.();
  await first;
  void change();
  expect(carried().at(-1)).toBe(true);
});

test('a request that fails is no longer counted', async () => {
  const asked: RequestInit[] = [];
  const fetch = outliving((_, init = {}) => {
    asked.push(init);
    return Promise.reject(new TypeError('no network'));
  });
  for (let index = 0; index < 9; index += 1) {
    await expect(fetch('/api/pins', { method: 'POST' })).rejects.toThrow('no network');
  }
  expect(asked.every(({ keepalive }) => keepalive === true)).toBe(true);
});
