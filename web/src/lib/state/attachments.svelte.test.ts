import { expect, test, vi } from 'vitest';
import type { Outcome, Uploaded } from '../api.ts';
import { isReady } from './attachment.ts';
import { Attachments } from './attachments.svelte.ts';
import type { FileShelf, KeptFile } from './kept-files.ts';
import type { UploadJob } from './uploads.ts';
import * as judging from './why-not.ts';

const photo = new File(['abc'], 'photo.jpg', { type: 'image/jpeg' });
const answered: Uploaded = { uploadId: 'u', type: 'image', mime: 'image/jpeg', bytes: 3, name: 'photo.jpg' };
const done: Outcome<Uploaded> = { ok: true, value: answered, cookies: [] };
const refused: Outcome<Uploaded> = {
  ok: false,
  failure: { kind: 'refused', status: 413, problem: { code: 'too-large', sentence: 'No.', requestId: 'r' } },
};

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

class MemoryFiles implements FileShelf {
  readonly files = new Map<string, KeptFile>();
  async put(file: KeptFile): Promise<boolean> {
    this.files.set(file.id, file);
    return true;
  }
  async remove(id: string): Promise<void> {
    this.files.delete(id);
  }
  async wipe(): Promise<void> {
    this.files.clear();
  }
  adopt = async (): Promise<readonly KeptFile[]> => [...this.files.values()];
  lives = async (): Promise<boolean> => false;
}

type Made = {
  readonly attachments: Attachments;
  readonly jobs: UploadJob[];
  readonly cancel: ReturnType<typeof vi.fn>;
  readonly shelf: MemoryFiles;
  readonly onUploaded: ReturnType<typeof vi.fn>;
  readonly onRefused: ReturnType<typeof vi.fn>;
};

function make(load = async () => judging): Made {
  const jobs: UploadJob[] = [];
  const [cancel, onUploaded, onRefused] = [vi.fn(), vi.fn(), vi.fn()];
  const shelf = new MemoryFiles();
  let next = 0;
  const attachments = new Attachments({
    judging: load,
    uploads: { start: (job) => void jobs.push(job), cancel, again: vi.fn(), wake: vi.fn() },
    shelf: async () => shelf,
    tab: 'tab',
    newId: () => `f${(next += 1)}`,
    address: () => 'blob:here',
    forget: vi.fn(),
    onSignedOut: vi.fn(),
    onUploaded,
    onRefused,
  });
  return { attachments, jobs, cancel, shelf, onUploaded, onRefused };
}

test('a file goes to the server at once, and tells how far it is (B-53)', async () => {
  const { attachments, jobs } = make();
  const [id] = attachments.add({ id: 'c1', channel: 'whatsapp' }, [photo]);
  await settled();
  jobs[0]?.onProgress(0.5);
  expect(attachments.of('c1')).toMatchObject([{ id, type: 'image', progress: 0.5, uploaded: null }]);
  jobs[0]?.onEnd(done);
  expect(attachments.of('c1')).toMatchObject([{ progress: 1, uploaded: answered }]);
  expect(attachments.of('c2')).toEqual([]);
});

test('what the channel refuses never leaves, and says why (B-52)', async () => {
  const { attachments, jobs } = make();
  attachments.add({ id: 'c1', channel: 'whatsapp' }, [
    new File(['abc'], 'film.mkv', { type: 'video/x-matroska' }),
  ]);
  await settled();
  expect(jobs).toEqual([]);
  expect(attachments.of('c1')[0]?.sentence).toContain('WhatsApp takes no videos of this kind');
  expect(attachments.of('c1').every(isReady)).toBe(false);
});

test('a broken line waits and goes on; a removed one is cancelled (B-53)', async () => {
  const { attachments, jobs, cancel } = make();
  const [id = ''] = attachments.add({ id: 'c1', channel: 'whatsapp' }, [photo]);
  await settled();
  jobs[0]?.onWaits('No line.');
  expect(attachments.of('c1')).toMatchObject([{ sentence: 'No line.', mayComeAgain: true }]);
  expect(attachments.of('c1').every(isReady)).toBe(true);
  jobs[0]?.onGoes();
  expect(attachments.of('c1')).toMatchObject([{ sentence: null }]);
  attachments.remove(id);
  expect(cancel).toHaveBeenCalledWith(jobs[0]?.id);
  expect(attachments.items).toEqual([]);
});

test('limits that cannot be loaded are no end', async () => {
  const { attachments } = make(() => Promise.reject(new TypeError('failed to fetch')));
  attachments.add({ id: 'c1', channel: 'whatsapp' }, [photo]);
  await settled();
  expect(attachments.of('c1')).toMatchObject([{ mayComeAgain: true }]);
  expect(attachments.of('c1').every(isReady)).toBe(false);
});

test('what was sent is shown from this device', async () => {
  const { attachments, jobs, shelf } = make();
  const [id = ''] = attachments.add({ id: 'c1', channel: 'whatsapp' }, [photo]);
  await settled();
  jobs[0]?.onEnd(done);
  expect(attachments.compose('c1', 'Oi')).toMatchObject([{ kind: 'files', text: 'Oi', files: [answered] }]);
  attachments.sent(id, 'm1');
  await settled();
  expect(attachments.localOf('m1')).toBe('blob:here');
  expect(attachments.of('c1')).toEqual([]);
  expect([...shelf.files]).toEqual([]);
});

test('what is sent before it is on the server goes on, and its message learns of it (C14)', async () => {
  const { attachments, jobs, onUploaded, onRefused } = make();
  const [first = '', second = ''] = attachments.add({ id: 'c1', channel: 'whatsapp' }, [photo, photo]);
  await settled();
  const [draft] = attachments.compose('c1', '');
  expect(draft).toMatchObject({ files: [{ uploadId: jobs[0]?.id, mime: 'image/jpeg', bytes: 3 }] });
  attachments.sent(first, 'm1');
  attachments.sent(second, 'm2');
  expect(attachments.of('c1')).toEqual([]);
  expect(attachments.going('m1')).toMatchObject({ progress: 0 });
  jobs[0]?.onEnd(done);
  jobs[1]?.onEnd(refused);
  expect(onUploaded.mock.calls).toEqual([['m1']]);
  expect(onRefused.mock.calls).toEqual([['m2', 'No.']]);
  expect(attachments.going('m1')).toBeNull();
});

test('what the server finds in it counts, not its name', async () => {
  const { attachments, jobs } = make();
  attachments.add({ id: 'c1', channel: 'whatsapp' }, [photo]);
  await settled();
  jobs[0]?.onEnd({ ok: true, value: { ...answered, mime: 'image/webp' }, cookies: [] });
  expect(attachments.of('c1')[0]).toMatchObject({ mayShrink: true, kinds: ['sticker'] });
  expect(attachments.of('c1').every(isReady)).toBe(false);
});

test('a smaller one takes its place under an id of its own', async () => {
  const { attachments, jobs, cancel } = make();
  const [id = ''] = attachments.add({ id: 'c1', channel: 'whatsapp' }, [
    new File(['abc'], 'a.webp', { type: 'image/webp' }),
  ]);
  await settled();
  expect(attachments.of('c1')).toMatchObject([{ mayShrink: true, kinds: ['sticker'] }]);
  const before = attachments.of('c1')[0]?.uploadId;
  attachments.shrinks(id);
  expect(attachments.of('c1').every(isReady)).toBe(false);
  attachments.shrunk(id, photo);
  await settled();
  expect(cancel).toHaveBeenCalledWith(before);
  expect(attachments.of('c1')).toMatchObject([{ about: { name: 'photo.jpg' }, was: 3, sentence: null }]);
  expect(jobs[0]?.id).not.toBe(before);
});

test('files change places, have captions and go as something else', async () => {
  const { attachments, jobs } = make();
  const png = new File(['abc'], 'b.png', { type: 'image/png' });
  const [first = '', second = ''] = attachments.add({ id: 'c1', channel: 'messenger' }, [photo, png]);
  await settled();
  attachments.move(first, 1);
  expect(attachments.of('c1').map(({ id }) => id)).toEqual([second, first]);
  attachments.sendAs(first, 'document');
  jobs[0]?.onEnd(done);
  expect(attachments.compose('c1', '')).toMatchObject([
    { files: [{ type: 'image' }] },
    { files: [{ type: 'document' }] },
  ]);
  attachments.caption(first, 'x');
  expect(attachments.of('c1')[1]?.captionSentence).toContain('takes no words with a file');
  expect(attachments.of('c1').every(isReady)).toBe(false);
});

test('what an earlier page left is taken over; what was too large to be kept is told', async () => {
  const before = make();
  before.attachments.add({ id: 'c1', channel: 'whatsapp' }, [photo]);
  await settled();
  expect(before.attachments.atRisk).toBe(true);
  before.jobs[0]?.onEnd(done);
  await settled();
  expect(before.attachments.atRisk).toBe(false);
  const [kept] = await before.shelf.adopt();
  if (!kept) throw new Error('nothing was kept');
  const after = make();
  after.attachments.take([
    kept,
    { ...kept, id: 'lost', uploaded: null, blob: null },
    { ...kept, id: 'sent', uploaded: null, messageId: 'm9' },
    { ...kept, id: 'gone', uploaded: null, blob: null, messageId: 'm8' },
  ]);
  await settled();
  expect(after.attachments.of('c1')).toMatchObject([
    { uploaded: answered, sentence: null },
    { id: 'lost', sentence: '“photo.jpg” was too large to be kept over the reload. Choose it again.' },
  ]);
  expect(after.jobs.map(({ id }) => id)).toEqual([kept.uploadId]);
  expect(after.onRefused.mock.calls.map(([id]) => id as string)).toEqual(['m8']);
});
