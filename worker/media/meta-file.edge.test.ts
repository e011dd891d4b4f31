import { afterEach, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { env, migrateD1 } from '../testing/door.ts';
import { accessOf, picture, playFiles, type FileAnswer } from '../testing/files.ts';
import { metaFileFor } from './meta-file.ts';
import { saveUpload, type Uploaded } from './uploads.ts';

const day = 24 * 60 * 60_000;
const now = new Date('2026-11-21T12:00:00Z').getTime();
const sales = accessOf('whatsapp');

beforeAll(migrateD1);
afterEach(() => vi.restoreAllMocks());

async function made(name = 'cat.jpg', size = 10_000): Promise<Uploaded> {
  const body = new Response(picture(size)).body as ReadableStream<Uint8Array>;
  const upload = { body, bytes: size, mime: 'image/jpeg', name, type: 'image' as const, owner: 'ada' };
  const saved = await saveUpload(env, upload);
  if ('refusal' in saved) throw new Error(saved.refusal.code);
  return saved;
}

const takes = (id: unknown) => async (request: Request) => {
  await request.arrayBuffer();
  return Response.json({ id });
};
const refuses =
  (code: number, status = 400) =>
  async (request: Request) => {
    await request.arrayBuffer();
    return Response.json({ error: { code, message: 'why' } }, { status });
  };

describe('a file for WhatsApp', () => {
  it('is streamed to Meta as a form, with its type and its exact length', async () => {
    const file = await made('Rechnung "März".jpg', 3_000_000);
    let form = new FormData();
    let length: string | null = null;
    const { asked } = playFiles(async (request) => {
      length = request.headers.get('content-length');
      form = await request.formData();
      return Response.json({ id: 4711 });
    });
    expect(await metaFileFor(env, sales, { file, now })).toEqual({ id: '4711' });
    expect(asked).toEqual([{ url: 'https://graph.test/v26.0/555/media', token: 'Bearer EAAtoken' }]);
    expect([form.get('messaging_product'), form.get('type')]).toEqual(['whatsapp', 'image/jpeg']);
    const sent = form.get('file');
    if (!(sent instanceof File)) throw new Error('no file in the form');
    expect([sent.type, sent.size]).toEqual(['image/jpeg', 3_000_000]);
    expect(sent.name).toContain('Rechnung');
    expect(new Uint8Array(await sent.arrayBuffer())).toEqual(picture(3_000_000));
    expect(length).toBeOneOf([null, expect.stringMatching(/^30\d{5}$/)]);
  });

  it('is uploaded once for each number, and again when Meta’s copy grows old', async () => {
    const file = await made();
    const { asked } = playFiles(takes('1'), takes('2'), takes('3'));
    expect(await metaFileFor(env, sales, { file, now })).toEqual({ id: '1' });
    expect(await metaFileFor(env, sales, { file, now: now + 28 * day - 1 })).toEqual({ id: '1' });
    expect(await metaFileFor(env, accessOf('whatsapp', '777'), { file, now })).toEqual({ id: '2' });
    expect(await metaFileFor(env, sales, { file, now: now + 28 * day })).toEqual({ id: '3' });
    expect(await metaFileFor(env, sales, { file, now: now + 28 * day })).toEqual({ id: '3' });
    expect(asked).toHaveLength(3);
  });

  it('needs no D1', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const prepare = () => {
      throw new Error('D1 is down');
    };
    const without = { ...env, DB: { prepare } as unknown as D1Database };
    playFiles(takes('1'));
    expect(await metaFileFor(without, sales, { file: await made(), now })).toEqual({ id: '1' });
  });

  test.each<[string, FileAnswer, unknown]>([
    ['Meta does not take it', refuses(131053), { type: 'failed', error: { code: '131053' } }],
    ['the number sends too fast', refuses(130429), { type: 'later', error: { code: '130429' } }],
    ['the token is no good', refuses(190, 401), { type: 'later', error: { code: '190' } }],
    ['Meta breaks: nobody has seen it, so it goes again', refuses(999, 500), { type: 'later' }],
    ['nobody answers: likewise', () => Promise.reject(new Error('reset')), { type: 'later' }],
    ['Meta cannot be reached', () => Promise.reject(new Error('connection refused')), { type: 'later' }],
    ['Meta answers without an id', takes(undefined), { type: 'later' }],
  ])('waits or fails: %s (R-20)', async (_title, answer, expected) => {
    playFiles(answer);
    expect(await metaFileFor(env, sales, { file: await made(), now })).toMatchObject(expected as object);
  });

  it('that is not here fails', async () => {
    const file = { ...(await made()), uploadId: '00000000-0000-4000-8000-000000000000' };
    const failed = { type: 'failed', error: { code: 'upload-not-found' } };
    expect(await metaFileFor(env, sales, { file, now })).toMatchObject(failed);
  });
});

describe('a file for the others', () => {
  test.each(['messenger', 'instagram'] as const)('%s gets an address', async (channel) => {
    const { asked } = playFiles(takes('1'));
    const place = await metaFileFor(env, accessOf(channel), { file: await made('a b.jpg'), now });
    expect(place).toEqual({
      link: expect.stringMatching(/^https:\/\/casement\.test\/media\/out\/.*\/a%20b\.jpg$/) as string,
    });
    expect(asked).toEqual([]);
  });

  it('cannot leave where nobody has set our own address, and an admin is told', async () => {
    const lost = { ...env, PUBLIC_URL: '' };
    expect(await metaFileFor(lost, accessOf('instagram'), { file: await made(), now })).toMatchObject({
      type: 'failed',
      error: { code: 'account-in-trouble', details: expect.stringContaining('PUBLIC_URL') as string },
    });
  });

  it('an address of somebody else’s goes as it is', async () => {
    const link = 'https://example.com/a.pdf';
    for (const channel of ['whatsapp', 'messenger'] as const) {
      expect(await metaFileFor(env, accessOf(channel), { file: { link, type: 'document' }, now })).toEqual({
        link,
      });
    }
  });
});
