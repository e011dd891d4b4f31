import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { accessOf, endless, page, picture, playFiles, sha256 } from '../testing/files.ts';
import { env } from '../testing/door.ts';
import { fetchFile } from './fetch-file.ts';
import { fetchProfile } from './profile.ts';

const megabyte = 1024 * 1024;
const key = 'conversation/c/m/0';
const url = 'https://lookaside.fbsbx.com/attachment?id=1';
const fresh = 'https://lookaside.fbsbx.com/attachment?id=1&fresh';
const sales = accessOf('whatsapp');
const resolvedTo = () => Response.json({ url: fresh, mime_type: 'image/jpeg', file_size: 5, id: '900' });
const serves =
  (body: Uint8Array, headers: Record<string, string> = {}) =>
  () =>
    new Response(body, {
      headers: { 'content-type': 'image/jpeg', 'content-length': String(body.length), ...headers },
    });
const refuses = (status: number, code?: number) => () =>
  Response.json(code === undefined ? {} : { error: { code, message: 'why' } }, { status });

afterEach(async () => {
  vi.restoreAllMocks();
  await env.MEDIA.delete(key);
});

async function stored(): Promise<Uint8Array | null> {
  const object = await env.MEDIA.get(key);
  return object && new Uint8Array(await object.arrayBuffer());
}

describe('a file comes into the bucket', () => {
  it('by the address of the webhook, with the token and its sum checked', async () => {
    const whole = picture();
    const { asked } = playFiles(serves(whole));
    const source = { slot: '0', url, mediaId: '900', sha256: await sha256(whole) };
    expect(await fetchFile(env, sales, { source, key })).toEqual({
      state: 'here',
      mime: 'image/jpeg',
      bytes: 10_000,
    });
    expect(asked).toEqual([{ url, token: 'Bearer EAAtoken' }]);
    expect(await stored()).toEqual(whole);
  });

  it('by its media id where there is no address', async () => {
    const { asked } = playFiles(resolvedTo, serves(picture()));
    const fetched = await fetchFile(env, sales, { source: { slot: '0', mediaId: '900' }, key });
    expect(fetched.state).toBe('here');
    expect(asked.map((one) => one.url)).toEqual(['https://graph.test/v26.0/900?phone_number_id=555', fresh]);
  });

  it.each([401, 403, 404, 410])('by its media id after the address ran out with %i', async (status) => {
    const { asked } = playFiles(refuses(status), resolvedTo, serves(picture()));
    const fetched = await fetchFile(env, sales, { source: { slot: '0', url, mediaId: '900' }, key });
    expect(fetched.state).toBe('here');
    expect(asked).toHaveLength(3);
  });

  it.each(['messenger', 'instagram'] as const)('on %s without a token', async (channel) => {
    const { asked } = playFiles(serves(picture()));
    expect((await fetchFile(env, accessOf(channel), { source: { slot: '0', url }, key })).state).toBe('here');
    expect(asked).toEqual([{ url, token: null }]);
  });

  it('as what its bytes are, not as what it is called', async () => {
    playFiles(serves(page, { 'content-type': 'image/png' }));
    const fetched = await fetchFile(env, null, { source: { slot: '0', url }, key });
    expect(fetched).toEqual({ state: 'here', mime: 'text/plain', bytes: page.length });
    expect((await env.MEDIA.head(key))?.httpMetadata?.contentType).toBe('text/plain');
  });

  test.each([
    ['a small one', 1000, 3],
    ['one that fills a part exactly', megabyte, 5],
    ['one of several parts', megabyte + 1, 12],
  ])('without a length: %s', async (_title, size, times) => {
    const chunk = picture(size);
    playFiles(() => new Response(endless(chunk, times)));
    const fetched = await fetchFile(env, null, { source: { slot: '0', url }, key });
    expect(fetched).toEqual({ state: 'here', mime: 'image/jpeg', bytes: size * times });
    const whole = await stored();
    expect(whole?.length).toBe(size * times);
    for (let part = 0; part < times; part += 1) {
      expect(await sha256(new Uint8Array(whole?.slice(part * size, (part + 1) * size) ?? []))).toBe(
        await sha256(chunk),
      );
    }
  });
});

describe('a file does not come', () => {
  const lost = (words: RegExp) => ({ state: 'lost', sentence: expect.stringMatching(words) as string });

  test.each([
    ['Meta is busy', refuses(503), { state: 'later', afterMs: 30_000 }],
    [
      'Meta names a time',
      () => new Response('', { status: 429, headers: { 'retry-after': '90' } }),
      { state: 'later', afterMs: 90_000 },
    ],
    [
      'the line breaks',
      () => Promise.reject(new Error('Network connection lost.')),
      { state: 'later', afterMs: 30_000 },
    ],
    ['its address has run out', refuses(403), lost(/does not keep .* send it again/)],
    ['it is gone', refuses(404), lost(/does not keep .* send it again/)],
  ])('%s', async (_title, answer, expected) => {
    playFiles(answer);
    expect(await fetchFile(env, accessOf('messenger'), { source: { slot: '0', url }, key })).toEqual(
      expected,
    );
    expect(await stored()).toBeNull();
  });

  test.each([
    ['the id has run out', [refuses(400, 100)], lost(/does not keep/)],
    ['the token is no good', [refuses(401, 190)], { state: 'later', afterMs: 300_000 }],
    ['a permission is missing', [refuses(403, 10)], { state: 'later', afterMs: 300_000 }],
    ['Meta limits the number', [refuses(400, 130429)], { state: 'later', afterMs: 30_000 }],
    [
      'Meta answers something else',
      [() => Response.json({ id: '900' })],
      { state: 'later', afterMs: 30_000 },
    ],
    ['the fresh address is refused too', [resolvedTo, refuses(404)], { state: 'later', afterMs: 300_000 }],
  ])('of WhatsApp: %s', async (_title, answers, expected) => {
    playFiles(...answers);
    expect(await fetchFile(env, sales, { source: { slot: '0', mediaId: '900' }, key })).toEqual(expected);
  });

  it('the account is not connected', async () => {
    const { asked } = playFiles(refuses(500));
    const source = { slot: '0', mediaId: '900' };
    expect(await fetchFile(env, null, { source, key })).toEqual({ state: 'later', afterMs: 300_000 });
    expect(asked).toEqual([]);
  });

  it('it announces more than 100 MB', async () => {
    playFiles(serves(picture(10), { 'content-length': String(100 * megabyte + 1) }));
    const fetched = await fetchFile(env, null, { source: { slot: '0', url }, key });
    expect(fetched).toEqual(lost(/larger than 100 MB .* smaller one/));
  });

  it('it goes on after 100 MB', async () => {
    playFiles(() => new Response(endless(picture(megabyte), 102)));
    const fetched = await fetchFile(env, null, { source: { slot: '0', url }, key });
    expect(fetched).toEqual(lost(/larger than 100 MB/));
    expect(await stored()).toBeNull();
  });

  test.each([
    ['shorter', 10_001],
    ['longer', 9_999],
  ])('it is %s than announced', async (_title, length) => {
    playFiles(serves(picture(), { 'content-length': String(length) }));
    expect((await fetchFile(env, null, { source: { slot: '0', url }, key })).state).toBe('later');
    expect(await stored()).toBeNull();
  });

  it('it breaks off', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(picture(5000));
        controller.error(new Error('gone'));
      },
    });
    playFiles(() => new Response(broken));
    expect((await fetchFile(env, null, { source: { slot: '0', url }, key })).state).toBe('later');
    expect(await stored()).toBeNull();
  });

  it('it begins, and then nothing comes any more', async () => {
    const stalled = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(picture(5000)),
    });
    playFiles(() => new Response(stalled));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const fetching = fetchFile(env, null, { source: { slot: '0', url }, key });
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await fetching).state).toBe('later');
    vi.useRealTimers();
  });

  it('its sum is not the one that Meta told', async () => {
    playFiles(serves(picture()));
    const source = { slot: '0', url, sha256: await sha256(picture(9)) };
    expect((await fetchFile(env, sales, { source, key })).state).toBe('later');
    expect(await stored()).toBeNull();
  });

  it.each(['http://127.0.0.1/secret', 'https://metadata.internal/', 'cat.jpg', ''])(
    'from %s',
    async (inside) => {
      const { asked } = playFiles(serves(picture()));
      const fetched = await fetchFile(env, null, { source: { slot: '0', url: inside }, key });
      expect(fetched).toEqual(lost(/no address .* send it again/));
      expect(asked).toEqual([]);
    },
  );

  it('the bucket breaks: nothing is thrown, and it is told', async () => {
    playFiles(serves(picture()));
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const down = { put: () => Promise.reject(new Error('bucket down')) };
    const broken = { ...env, MEDIA: down as unknown as R2Bucket };
    const fetched = await fetchFile(broken, null, { source: { slot: '0', url }, key });
    expect(fetched).toEqual({ state: 'later', afterMs: 30_000 });
    expect(logged.mock.calls.join() + JSON.stringify(fetched)).not.toContain('EAAtoken');
  });
});

describe('who a customer is', () => {
  test.each<[string, Parameters<typeof fetchProfile>[1]['channel'], unknown, unknown]>([
    [
      'with a name',
      'messenger',
      { name: 'Maria Lopez', profile_pic: 'https://x.fbcdn.net/p' },
      { name: 'Maria Lopez', pictureUrl: 'https://x.fbcdn.net/p' },
    ],
    [
      'with two names',
      'messenger',
      { first_name: 'Maria', last_name: 'Lopez', id: '1' },
      { name: 'Maria Lopez' },
    ],
    [
      'with a username alone',
      'instagram',
      { name: null, username: 'maria', profile_pic: null },
      { username: '@maria' },
    ],
    ['without anything', 'instagram', { id: '1' }, null],
    ['with nonsense', 'messenger', [1], null],
  ])('%s', async (_title, channel, body, expected) => {
    const { asked } = playFiles(() => Response.json(body));
    expect(await fetchProfile(env, accessOf(channel), '77')).toEqual(expected);
    expect(asked[0]?.url).toContain('/v26.0/77?fields=name');
  });

  test.each([
    ['Meta does not tell', refuses(400, 100), null],
    ['not without consent', refuses(400, 230), null],
    ['the token is no good', refuses(401, 190), 'later'],
    ['Meta limits the page', refuses(400, 613), 'later'],
    ['Meta is down', refuses(503), 'later'],
    ['nobody answers', () => Promise.reject(new Error('Network connection lost.')), 'later'],
  ])('%s', async (_title, answer, expected) => {
    playFiles(answer);
    expect(await fetchProfile(env, accessOf('messenger'), '77')).toBe(expected);
  });
});
