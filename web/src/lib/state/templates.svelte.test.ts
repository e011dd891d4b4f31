import { beforeEach, expect, test, vi } from 'vitest';
import type { TemplatesAnswer } from '#domain/http-kept.ts';
import { template } from '#domain/testing/templates.ts';
import { TemplateFiles } from './template-files.svelte.ts';
import { Templates } from './templates.svelte.ts';

const line = { channel: 'whatsapp', accountId: '555' } as const;
const answer = (names: readonly string[], part: Partial<TemplatesAnswer> = {}): TemplatesAnswer => ({
  templates: names.map((name) => template({ name })),
  ...{ syncedAt: 1, sentence: null, stale: false },
  ...part,
});
const ok = <Value>(value: Value) => ({ ok: true, value, cookies: [] }) as const;
const refused = (status: number) => {
  const problem = { code: 'internal', sentence: 'No.', requestId: '1' } as const;
  return { ok: false, failure: { kind: 'refused', status, problem } } as const;
};
const api = { templates: vi.fn(), readTemplates: vi.fn() };
const session = { account: vi.fn(() => ({ parentId: '900' }) as never), leave: vi.fn() };
let templates: Templates;

beforeEach(() => {
  vi.resetAllMocks();
  session.account.mockReturnValue({ parentId: '900' } as never);
  templates = new Templates({ api, session });
});

const names = () => templates.of(line).answer?.templates.map(({ name }) => name);

test('an open picker shows what is known, and asks Meta where that is old', async () => {
  api.templates.mockResolvedValue(ok(answer(['old'], { stale: true })));
  const { promise, resolve } = Promise.withResolvers();
  api.readTemplates.mockReturnValue(promise);
  expect(templates.of(line)).toEqual({ answer: null, reading: false, sentence: null });
  templates.watch(line);
  await vi.waitFor(() => expect(templates.of(line).reading).toBe(true));
  expect(names()).toEqual(['old']);
  void templates.read(line);
  resolve(ok(answer(['new'])));
  await vi.waitFor(() => expect(templates.of(line).reading).toBe(false));
  expect(names()).toEqual(['new']);
  expect(api.readTemplates).toHaveBeenCalledOnce();
});

test('news of an owner are looked at while a picker shows them, and only then', async () => {
  api.templates.mockResolvedValue(ok(answer(['one'])));
  const unwatch = templates.watch(line);
  await vi.waitFor(() => expect(names()).toEqual(['one']));
  api.templates.mockResolvedValue(ok(answer([])));
  templates.heard('901');
  expect(api.templates).toHaveBeenCalledOnce();
  templates.heard('900');
  await vi.waitFor(() => expect(names()).toEqual([]));
  unwatch();
  templates.heard('900');
  expect(api.templates).toHaveBeenCalledTimes(2);
});

test('a failure keeps what was known, and says why; the end of the session leaves', async () => {
  api.templates.mockResolvedValue(ok(answer(['one'])));
  templates.watch(line);
  await vi.waitFor(() => expect(names()).toEqual(['one']));
  api.readTemplates.mockResolvedValue(refused(500));
  await templates.read(line);
  expect(templates.of(line)).toMatchObject({ sentence: 'No.', reading: false });
  expect(names()).toEqual(['one']);
  api.readTemplates.mockResolvedValue(refused(401));
  await templates.read(line);
  expect(session.leave).toHaveBeenCalledOnce();
});

test('a file of a template is refused here, uploaded, tried again, and given up', async () => {
  const upload = vi.fn();
  const files = new TemplateFiles({ upload, address: () => 'blob:1', onSignedOut: () => {} });
  const picture = new File(['x'], 'a.png', { type: 'image/png' });
  files.choose('a', new File(['x'], 'a.txt', { type: 'text/plain' }), 'image');
  expect(files.of('a')).toMatchObject({ uploaded: null, sentence: expect.stringMatching(/kind \(TXT\)/) });
  expect(upload).not.toHaveBeenCalled();

  upload.mockResolvedValueOnce({ ok: false, failure: { kind: 'unreachable', sentence: 'Away.' } });
  files.choose('a', picture, 'image');
  expect(files.of('a')).toMatchObject({ sentence: null, local: 'blob:1', progress: 0 });
  await vi.waitFor(() => expect(files.of('a')).toMatchObject({ sentence: 'Away.', mayComeAgain: true }));
  const uploaded = { uploadId: 'u', type: 'image', mime: 'image/png', bytes: 1 };
  upload.mockResolvedValueOnce(ok(uploaded));
  files.again('a');
  await vi.waitFor(() => expect(files.of('a')).toMatchObject({ uploaded, sentence: null }));

  const slow = Promise.withResolvers();
  upload.mockReturnValueOnce(slow.promise);
  files.choose('a', picture, 'image');
  const { signal } = upload.mock.lastCall?.[0] as { signal: AbortSignal };
  files.remove('a');
  expect(signal.aborted).toBe(true);
  slow.resolve(ok(uploaded));
  await slow.promise;
  expect(files.of('a')).toBeNull();
});
