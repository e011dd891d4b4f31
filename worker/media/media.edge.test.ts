import { exports } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it, test, vi } from 'vitest';
import type { Draft } from '#domain/draft.ts';
import type { Problem } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import { Conversation } from '../conversation/object.ts';
import { ask, env, idOf, join, migrateD1, origin, setUp } from '../testing/door.ts';
import { endless, page, picture } from '../testing/files.ts';
import { mediaKey, pictureKey } from './keys.ts';
import { signedAddress } from './signed.ts';
import { uploadOf, verifyUploads, type Uploaded } from './uploads.ts';

type Entry = { default: { fetch(request: Request): Promise<Response> } };
/** As somebody from the street: no cookie, no origin. */
const stranger = (url: string, init?: RequestInit): Promise<Response> =>
  (exports as unknown as Entry).default.fetch(new Request(url, init));

let admin = '';
beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type Sent = { body: BodyInit; type?: string; name?: string; mime?: string; cookie?: string; id?: string };

async function send({
  body,
  type = 'image',
  name = '',
  mime = 'image/png',
  cookie = admin,
  id,
}: Sent): Promise<Response> {
  const path = `/api/uploads?${new URLSearchParams({ type, name, ...(id && { id }) }).toString()}`;
  return ask(path, { method: 'POST', body, cookie, headers: { 'content-type': mime } });
}

async function uploaded(sent: Sent): Promise<Uploaded> {
  const answer = await send(sent);
  if (answer.status !== 201) throw new Error(`upload answered ${answer.status}: ${await answer.text()}`);
  return answer.json<Uploaded>();
}

const codeOf = async (answer: Response): Promise<string> => (await answer.json<Problem>()).code;

describe('an upload', () => {
  it('is kept with what it is, not with what it is called', async () => {
    const made = await uploaded({ body: picture(), name: 'cat.png' });
    const facts = { type: 'image', mime: 'image/jpeg', bytes: 10_000, name: 'cat.png' };
    expect(made).toEqual({ uploadId: expect.any(String) as string, ...facts });
    expect(await uploadOf(env, made.uploadId)).toEqual(made);
    const kept = await env.MEDIA.get(`upload/${made.uploadId}`);
    expect(new Uint8Array((await kept?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(picture());
  });

  it('comes again under the same id and is one file, never written over (B-53)', async () => {
    const id = crypto.randomUUID();
    const first = await uploaded({ body: picture(), name: 'cat.png', id });
    expect(first).toMatchObject({ uploadId: id, bytes: 10_000 });
    expect(await uploaded({ body: picture(20_000), name: 'dog.png', id })).toEqual(first);
    const { cookie } = await join(admin, 'Ana', 'agent');
    expect((await send({ body: picture(), id, cookie })).status).toBe(422);
    expect((await send({ body: picture(), id: '../other' })).status).toBe(422);
  });

  it('comes without a length, too', async () => {
    const made = await uploaded({ body: endless(picture(100_000), 60), type: 'document', mime: '' });
    expect(made).toMatchObject({ mime: 'image/jpeg', bytes: 6_000_000 });
  });

  it('keeps a name in any script, without folders', async () => {
    const { uploadId } = await uploaded({ body: picture(), name: '../Größe 你好\n.jpg' });
    expect(await uploadOf(env, uploadId)).toMatchObject({ name: '.._Größe 你好_.jpg' });
  });

  it('a page that claims to be a picture is text', async () => {
    expect(await uploaded({ body: page, mime: 'image/png' })).toMatchObject({ mime: 'text/plain' });
  });

  test.each<[string, Sent, number, string]>([
    ['nobody', { body: 'x', cookie: 'x=y' }, 401, 'signed-out'],
    ['an empty one', { body: '' }, 422, 'invalid-input'],
    ['an unknown kind', { body: 'x', type: 'program' }, 422, 'invalid-input'],
    ['a name without end', { body: 'x', name: 'x'.repeat(300) }, 422, 'invalid-input'],
    ['more than 100 MB', { body: endless(picture(1024 * 1024), 101) }, 413, 'too-large'],
  ])('is refused: %s', async (_title, sent, status, code) => {
    const answer = await send(sent);
    expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
  });

  it('is refused from another site', async () => {
    const headers = { cookie: admin, origin: 'https://evil.example', 'content-type': 'image/png' };
    const answer = await stranger(`${origin}/api/uploads?type=image`, {
      method: 'POST',
      body: picture(),
      headers,
    });
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'foreign-origin']);
  });
});

describe('a draft with uploads', () => {
  const lie = { mime: 'image/png', bytes: 1 };

  it('is told what they really are', async () => {
    const { uploadId } = await uploaded({ body: picture(), name: 'cat.jpg' });
    const told = { uploadId, type: 'document', ...lie } as const;
    const right = { ...told, mime: 'image/jpeg', bytes: 10_000, name: 'cat.jpg' };
    const link = { link: 'https://example.com/a.pdf', type: 'document' } as const;
    const shown = { text: '', buttons: [] };
    const value = (file: Uploaded) => ({ type: 'file' as const, file });
    const template = (file: Uploaded): Draft => {
      const part = { header: [value(file)], body: [{ type: 'text' as const, text: 'x' }], buttons: [] };
      return { kind: 'template', name: 'n', language: 'en', shown, values: { ...part, cards: [part] } };
    };
    const action = { type: 'buttons', buttons: [] } as const;
    const interactive = (headerFile: Uploaded): Draft => ({
      kind: 'interactive',
      text: '',
      headerFile,
      action: { ...action, buttons: [] },
    });
    const files = (file: Uploaded): Draft => ({ kind: 'files', text: 'Hello', files: [file, link] });
    for (const draft of [files, interactive, template]) {
      expect(await verifyUploads(env, draft(told))).toEqual(draft(right));
    }
  });

  test.each(['00000000-0000-4000-8000-000000000000', '../conversation/a/b/0', 'x'])(
    'is refused when %s is not here',
    async (uploadId) => {
      const files = [{ uploadId, type: 'image' as const, ...lie }];
      expect(await verifyUploads(env, { kind: 'files', text: '', files })).toEqual({
        code: 'upload-not-found',
      });
    },
  );

  it('without files stays as it is', async () => {
    const draft: Draft = { kind: 'text', text: 'Hello' };
    expect(await verifyUploads(env, draft)).toBe(draft);
  });
});

describe('a file of a conversation', () => {
  const messageId = 'wamid.HBgL/+==';
  let id = '';
  let path = '';
  const seen: unknown[] = [];

  async function keep(body: Uint8Array, contentType: string, name?: string): Promise<void> {
    id = await idOf('phone:15550001');
    path = `/api/media/${id}/${encodeURIComponent(messageId)}/0`;
    const key = mediaKey(id, messageId, '0');
    await env.MEDIA.put(key, body, { httpMetadata: { contentType } });
    await env.MEDIA.put(pictureKey(id), body, { httpMetadata: { contentType } });
    seen.length = 0;
    const fileOf = async (actor: Actor, message: string, slot: string) => {
      seen.push([actor.name, message, slot]);
      return { key: slot === 'picture' ? pictureKey(id) : key, mime: contentType, ...(name && { name }) };
    };
    Object.assign(Conversation.prototype, { fileOf });
  }

  const get = (headers: Record<string, string> = {}, method = 'GET') =>
    ask(path, { cookie: admin, headers, method });

  it('comes whole, cached and harmless', async () => {
    await keep(picture(), 'image/jpeg', 'Größe "1".jpg');
    const answer = await get();
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': '10000',
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=86400, immutable',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': `inline; filename="Gr__e _1_.jpg"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.jpg`,
      'x-content-type-options': 'nosniff',
      vary: 'Cookie',
      etag: expect.stringMatching(/^".+"$/) as string,
    });
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(picture());
    expect(seen).toEqual([['Ada Admin', messageId, '0']]);
  });

  test.each([
    ['bytes=0-99', 0, 100],
    ['bytes=9900-', 9900, 10_000],
    ['bytes=-10', 9990, 10_000],
    ['bytes=9000-99999', 9000, 10_000],
  ])('comes in ranges: %s', async (range, from, to) => {
    await keep(picture(), 'video/mp4');
    const answer = await get({ range });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/10000`);
    expect(answer.headers.get('content-length')).toBe(String(to - from));
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(picture().slice(from, to));
  });

  it('has no bytes beyond its end', async () => {
    await keep(picture(), 'video/mp4');
    const answer = await get({ range: 'bytes=10000-' });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */10000']);
  });

  it('need not come twice', async () => {
    await keep(picture(), 'image/jpeg');
    const etag = (await get()).headers.get('etag') ?? '';
    expect((await get({ 'if-none-match': `"other", W/${etag}` })).status).toBe(304);
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200);
    expect((await get({ range: 'bytes=0-9', 'if-range': etag })).status).toBe(206);
    expect((await get({ range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
  });

  it('tells its facts without its bytes', async () => {
    await keep(picture(), 'image/jpeg');
    const answer = await get({}, 'HEAD');
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([
      200,
      '10000',
      '',
    ]);
  });

  test.each(['text/plain', 'text/html', 'image/svg+xml', 'application/zip', 'text/javascript'])(
    '%s is saved, never opened',
    async (mime) => {
      await keep(page, mime, 'page.html');
      expect((await get()).headers.get('content-disposition')).toMatch(/^attachment; filename="page.html"/);
    },
  );

  it('is refused as the conversation refuses it', async () => {
    await keep(picture(), 'image/jpeg');
    Object.assign(Conversation.prototype, {
      fileOf: async () => ({ refusal: { code: 'conversation-not-found' } }),
    });
    const answer = await get();
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
  });

  it('is refused to nobody, and under an id that is none', async () => {
    await keep(picture(), 'image/jpeg');
    expect((await ask(path)).status).toBe(401);
    expect((await ask('/api/media/nonsense/m/0', { cookie: admin })).status).toBe(404);
    expect(seen).toEqual([]);
  });

  it('that does not lie there is not found', async () => {
    await keep(picture(), 'image/jpeg');
    await env.MEDIA.delete(mediaKey(id, messageId, '0'));
    expect((await get()).status).toBe(404);
  });

  it('the customer’s picture comes likewise, and is asked for again sooner', async () => {
    await keep(picture(), 'image/jpeg');
    const answer = await ask(`/api/media/${id}/picture?v=3`, { cookie: admin });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, max-age=3600']);
    expect(seen).toEqual([['Ada Admin', '', 'picture']]);
    await answer.arrayBuffer();
  });
});

describe('an address for Meta', () => {
  const now = new Date('2026-11-21T12:00:00Z').getTime();

  async function address(): Promise<string> {
    const made = await uploaded({ body: picture(), name: 'Rechnung März.jpg' });
    vi.useFakeTimers({ toFake: ['Date'], now });
    return (await signedAddress(env, made, now)) ?? '';
  }

  it('gives the file to whoever holds it, for an hour', async () => {
    const url = await address();
    expect(url).toMatch(/^https:\/\/casement\.test\/media\/out\/[^/]+\/Rechnung%20M%C3%A4rz\.jpg$/);
    vi.setSystemTime(now + 60 * 60_000 - 1);
    const answer = await stranger(url);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': '10000',
      'cache-control': 'no-store',
    });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(picture());
    expect((await stranger(url, { method: 'HEAD' })).headers.get('content-length')).toBe('10000');
    vi.setSystemTime(now + 60 * 60_000);
    expect((await stranger(url)).status).toBe(404);
  });

  test.each<[string, (parts: string[], other: string) => string[]]>([
    ['another file', ([, until = '', sign = ''], other) => [other, until, sign]],
    ['a later end', ([id = '', until = '', sign = '']) => [id, String(Number(until) + 1), sign]],
    [
      'another signature',
      ([id = '', until = '', sign = '']) => [
        id,
        until,
        `${sign.startsWith('A') ? 'B' : 'A'}${sign.slice(1)}`,
      ],
    ],
    ['a cut signature', ([id = '', until = '', sign = '']) => [id, until, sign.slice(0, -1)]],
    ['no signature', ([id = '', until = '']) => [id, until]],
    ['something more', (parts) => [...parts, 'x']],
    ['nothing', () => ['x']],
  ])('opens nothing with %s', async (_title, tamper) => {
    const other = await uploaded({ body: picture() });
    const url = new URL(await address());
    const [, , , token = '', name = ''] = url.pathname.split('/');
    url.pathname = `/media/out/${tamper(token.split('.'), other.uploadId).join('.')}/${name}`;
    const answer = await stranger(url.href);
    expect([answer.status, await codeOf(answer)]).toEqual([404, 'not-found']);
  });

  it('is none of another secret, and none where nobody knows our own', async () => {
    const made = await uploaded({ body: picture() });
    const foreign = await signedAddress({ ...env, AUTH_SECRET: 'x'.repeat(40) }, made, Date.now());
    expect((await stranger(foreign ?? '')).status).toBe(404);
    expect(await signedAddress({ ...env, PUBLIC_URL: '' }, made, now)).toBeNull();
  });
});
