import { expect, test, vi } from 'vitest';
import { Api, isSignedOut, sentenceFor, type Fetch } from './api.ts';

type Call = { readonly path: string; readonly init: RequestInit | undefined };

function stub(answer: () => Response): { fetch: Fetch; calls: Call[] } {
  const calls: Call[] = [];
  const fetch: Fetch = (path, init) => {
    calls.push({ path: typeof path === 'string' ? path : 'not a text', init });
    return Promise.resolve(answer());
  };
  return { fetch, calls };
}

test('an answer is handed on with its cookies', async () => {
  const headers = new Headers({ 'set-cookie': 'a=1; Path=/' });
  const { fetch, calls } = stub(() => new Response('{"empty":true}', { headers }));
  expect(await new Api(fetch).setupState()).toEqual({
    ok: true,
    value: { empty: true },
    cookies: ['a=1; Path=/'],
  });
  expect(calls[0]?.path).toBe('/api/setup');
});

test('a refusal keeps its sentence', async () => {
  const problem = { code: 'signed-out', sentence: 'You are signed out.', requestId: 'r1' };
  const { fetch } = stub(() => new Response(JSON.stringify(problem), { status: 401 }));
  const outcome = await new Api(fetch).me();
  expect(outcome).toEqual({ ok: false, failure: { kind: 'refused', status: 401, problem } });
  expect(!outcome.ok && sentenceFor(outcome.failure)).toBe('You are signed out.');
  expect(!outcome.ok && isSignedOut(outcome.failure)).toBe(true);
});

test('a broken server or line is told apart from a refusal', async () => {
  const broken = await new Api(stub(() => new Response('<html>', { status: 502 })).fetch).me();
  expect(broken).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
  const cut = await new Api(() => Promise.reject(new TypeError('failed to fetch'))).me();
  expect(cut).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
});

test('addresses carry their values safely', async () => {
  const { fetch, calls } = stub(() => new Response('{}'));
  const api = new Api(fetch);
  await api.list({ tab: 'archived', sort: 'newest', filter: { tags: ['a b'] }, cursor: 'c d', limit: 50 });
  await api.history('x/y', { at: 5, seq: 7 });
  await api.command('c', { type: 'archive', clientId: 'id' });
  expect(calls.map((call) => call.path)).toEqual([
    '/api/conversations?tab=archived&tag=a+b&cursor=c+d&limit=50',
    '/api/conversations/x%2Fy/messages?beforeAt=5&beforeSeq=7',
    '/api/conversations/c/commands',
  ]);
  expect(calls[2]?.init).toMatchObject({ method: 'POST', body: '{"type":"archive","clientId":"id"}' });
});

/** Never answers; breaks off when it is told to. */
const silent: Fetch = (_path, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });

test('a request that hangs is given up after 30 s, and may be tried again', async () => {
  vi.useFakeTimers();
  const outcome = new Api(silent).command('c', { type: 'archive', clientId: 'id' });
  const settled = vi.fn();
  void outcome.then(settled);
  await vi.advanceTimersByTimeAsync(29_999);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(await outcome).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('whoever asked may break off before', async () => {
  const stop = new AbortController();
  const outcome = new Api(silent).within('c', 'bolsa', stop.signal);
  stop.abort();
  expect(await outcome).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
});
