import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { callGraph, downloadFromMeta, type GraphAccess, type GraphRequest } from './graph.ts';

const place = {
  GRAPH_URL: 'https://graph.facebook.com',
  INSTAGRAM_GRAPH_URL: 'https://graph.instagram.com',
  GRAPH_VERSION: 'v26.0',
};
const token = 'EAAsecret';
const sales: GraphAccess = { channel: 'whatsapp', login: 'page', token };
const send: GraphRequest = { method: 'POST', path: '1/messages', body: { text: 'Hello' } };

const asked: Request[] = [];
let answer: (request: Request) => Response | Promise<Response>;

beforeEach(() => {
  asked.length = 0;
  answer = () => Response.json({ ok: true });
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    asked.push(request);
    return answer(request);
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const words = (): string[] => asked.map((request) => `${request.method} ${request.url}`);
const tokens = (): (string | null)[] => asked.map((request) => request.headers.get('authorization'));

describe('a request to the Graph API', () => {
  test.each<[string, GraphAccess, string]>([
    ['WhatsApp', sales, 'https://graph.facebook.com/v26.0/1/messages'],
    ['a page', { ...sales, channel: 'messenger' }, 'https://graph.facebook.com/v26.0/1/messages'],
    [
      'Instagram by its page',
      { ...sales, channel: 'instagram' },
      'https://graph.facebook.com/v26.0/1/messages',
    ],
    [
      'Instagram by its own login',
      { ...sales, channel: 'instagram', login: 'instagram' },
      'https://graph.instagram.com/v26.0/1/messages',
    ],
    [
      'a page that claims Instagram’s login',
      { ...sales, channel: 'messenger', login: 'instagram' },
      'https://graph.facebook.com/v26.0/1/messages',
    ],
  ])('of %s goes where that account lives', async (_title, access, url) => {
    expect(await callGraph(place, access, send)).toEqual({ type: 'ok', body: { ok: true } });
    expect(words()).toEqual([`POST ${url}`]);
    expect(tokens()).toEqual([`Bearer ${token}`]);
    expect(await asked[0]?.json()).toEqual({ text: 'Hello' });
  });

  it('asks with GET, without a body', async () => {
    await callGraph(place, sales, { method: 'GET', path: '77', query: { fields: 'name,username' } });
    expect(words()).toEqual(['GET https://graph.facebook.com/v26.0/77?fields=name%2Cusername']);
    expect(asked[0]?.body).toBeNull();
  });
});

describe('what came back, as a value', () => {
  const refused = (code: number, message = 'why') => ({ error: { code, message } });
  test.each<[string, () => Response, unknown]>([
    [
      'a refusal',
      () => Response.json(refused(131047), { status: 400 }),
      { type: 'refused', status: 400, body: refused(131047), retryAfterMs: null },
    ],
    [
      'a limit with a time (R-20)',
      () => Response.json(refused(131056), { status: 429, headers: { 'retry-after': '7' } }),
      { type: 'refused', status: 429, body: refused(131056), retryAfterMs: 7000 },
    ],
    [
      'a limit of the whole account (R-22)',
      () => Response.json(refused(130429), { status: 400 }),
      { type: 'refused', status: 400, body: refused(130429), retryAfterMs: null, pauseMs: 1000 },
    ],
    [
      'the longer of two times',
      () =>
        Response.json(refused(613), {
          status: 429,
          headers: {
            'retry-after': '7',
            'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":2}]}',
          },
        }),
      { type: 'refused', status: 429, body: refused(613), retryAfterMs: 120_000, pauseMs: 120_000 },
    ],
    [
      'a good answer that was the last for now (R-22)',
      () => Response.json({ ok: true }, { headers: { 'x-app-usage': '{"call_count":100}' } }),
      { type: 'ok', body: { ok: true }, pauseMs: 60_000 },
    ],
    [
      'a page of some proxy',
      () => new Response('<html>Bad gateway', { status: 502 }),
      { type: 'refused', status: 502, body: null, retryAfterMs: null },
    ],
    [
      'a redirect, which is not followed',
      () => new Response(null, { status: 302, headers: { location: 'https://evil.example/' } }),
      { type: 'refused', status: 302, body: null, retryAfterMs: null },
    ],
  ])('%s', async (_title, answered, expected) => {
    answer = answered;
    expect(await callGraph(place, sales, send)).toEqual(expected);
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['connect ECONNREFUSED 157.240.0.1:443', 'not-sent'],
    ['getaddrinfo ENOTFOUND graph.facebook.com', 'not-sent'],
    ['DNS lookup failed', 'not-sent'],
    ['Network connection lost.', 'no-answer'],
    ['read ECONNRESET', 'no-answer'],
    ['something else', 'no-answer'],
  ])('%s: %s (R-8, R-20)', async (message, type) => {
    answer = () => Promise.reject(new Error(message));
    expect(await callGraph(place, sales, send)).toEqual({ type, why: message });
  });

  it('silence ends after fifteen seconds and may have been heard (R-8)', async () => {
    vi.useFakeTimers();
    answer = ({ signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    const call = callGraph(place, sales, send);
    await vi.advanceTimersByTimeAsync(14_999);
    const early = await Promise.race([call, Promise.resolve('still waiting')]);
    expect(early).toBe('still waiting');
    await vi.advanceTimersByTimeAsync(1);
    expect(await call).toEqual({ type: 'no-answer', why: 'no answer in time' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('never tells the token, even where Meta quotes it', async () => {
    answer = () => Response.json(refused(190, `Malformed access token ${token}`), { status: 401 });
    expect(JSON.stringify(await callGraph(place, sales, send))).not.toContain(token);
    answer = () => Promise.reject(new Error(`bad header: Bearer ${token}`));
    expect(JSON.stringify(await callGraph(place, sales, send))).not.toContain(token);
  });
});

describe('a file of Meta', () => {
  const file = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1';
  const moved = (location: string) => new Response(null, { status: 302, headers: { location } });

  it('comes with its type and length, and the token goes to Meta’s own hosts', async () => {
    answer = () =>
      new Response('bytes', { headers: { 'content-type': 'image/jpeg', 'content-length': '5' } });
    const download = await downloadFromMeta(place, file, sales);
    expect(download).toMatchObject({ type: 'ok', mime: 'image/jpeg', bytes: 5 });
    expect(tokens()).toEqual([`Bearer ${token}`]);
  });

  it('an encoded body has no length that could be relied on', async () => {
    answer = () => new Response('bytes', { headers: { 'content-encoding': 'br', 'content-length': '5' } });
    expect(await downloadFromMeta(place, file, null)).toMatchObject({ type: 'ok', bytes: null });
  });

  it('goes without the token to everybody else, and where there is none', async () => {
    await downloadFromMeta(place, 'https://scontent.xx.fbcdn.net/t1.jpg', sales);
    await downloadFromMeta(place, file, null);
    expect(tokens()).toEqual([null, null]);
  });

  it('is not fetched from an address inside', async () => {
    const download = await downloadFromMeta(place, 'http://169.254.169.254/latest', sales);
    expect(download.type).toBe('forbidden');
    expect(asked).toEqual([]);
  });

  it('is followed where it moved, and loses the token on the way out', async () => {
    answer = ({ url }) =>
      url === file ? moved('https://scontent.xx.fbcdn.net/t1.jpg') : new Response('bytes');
    expect((await downloadFromMeta(place, file, sales)).type).toBe('ok');
    expect(tokens()).toEqual([`Bearer ${token}`, null]);
  });

  test.each(['http://127.0.0.1/', 'https://10.0.0.1/', 'https://metadata.internal/', 'ftp://example.com/'])(
    'is not followed to %s',
    async (inside) => {
      answer = () => moved(inside);
      expect((await downloadFromMeta(place, file, sales)).type).toBe('forbidden');
      expect(asked).toHaveLength(1);
    },
  );

  it('is not followed for ever', async () => {
    answer = ({ url }) => moved(`${url}&again`);
    expect((await downloadFromMeta(place, file, sales)).type).toBe('forbidden');
    expect(asked).toHaveLength(6);
  });

  it.each([401, 404, 410, 429, 503])('is refused with %i', async (status) => {
    answer = () => new Response('no', { status, headers: { 'retry-after': '9' } });
    expect(await downloadFromMeta(place, file, sales)).toEqual({
      type: 'refused',
      status,
      retryAfterMs: 9000,
    });
  });

  it('or does not come', async () => {
    answer = () => Promise.reject(new Error(`Network connection lost for ${token}`));
    expect(await downloadFromMeta(place, file, sales)).toEqual({
      type: 'no-answer',
      why: 'Network connection lost for (token)',
    });
  });
});
