import { expect, test, vi } from 'vitest';
import type { Outcome, Uploaded } from '../api.ts';
import type { UploadTask } from '../live/upload.ts';
import { Attachments, chooseType, composeFiles } from './attachments.svelte.ts';
import { whyNot } from './why-not.ts';

type Going = { readonly task: UploadTask; readonly answer: (outcome: Outcome<Uploaded>) => void };

const photo = new File(['abc'], 'photo.jpg', { type: 'image/jpeg' });
const uploaded: Uploaded = { uploadId: 'u1', type: 'image', mime: 'image/jpeg', bytes: 3, name: 'photo.jpg' };
const done: Outcome<Uploaded> = { ok: true, value: uploaded, cookies: [] };
const cut: Outcome<Uploaded> = { ok: false, failure: { kind: 'unreachable', sentence: 'No line.' } };

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

function make(why = async () => whyNot): { attachments: Attachments; going: Going[] } {
  const going: Going[] = [];
  let next = 0;
  const attachments = new Attachments({
    whyNot: why,
    upload: (task) => new Promise((answer) => going.push({ task, answer })),
    newId: () => `f${(next += 1)}`,
    address: () => 'blob:here',
    onSignedOut: vi.fn(),
  });
  return { attachments, going };
}

test('a file goes to the server at once, and tells how far it is', async () => {
  const { attachments, going } = make();
  attachments.add('c1', 'whatsapp', [photo]);
  await settled();
  going[0]?.task.onProgress(0.5);
  expect(attachments.of('c1')).toMatchObject([{ type: 'image', progress: 0.5, uploaded: null }]);
  going[0]?.answer(done);
  await settled();
  expect(attachments.of('c1')).toMatchObject([{ progress: 1, uploaded }]);
  expect(attachments.of('c2')).toEqual([]);
});

test('what the channel refuses never leaves, and says why', async () => {
  const { attachments, going } = make();
  const film = new File(['abc'], 'film.mkv', { type: 'video/x-matroska' });
  attachments.add('c1', 'whatsapp', [film]);
  await settled();
  expect(going).toEqual([]);
  expect(attachments.of('c1')[0]?.sentence).toContain('WhatsApp takes no videos of this kind');
});

test('what cannot go as a picture may go as a document', () => {
  const heavy = { name: 'a.bmp', type: 'image/bmp', size: 1_000 };
  expect(chooseType('messenger', heavy, whyNot)).toEqual({ type: 'document', sentence: null });
  expect(chooseType('messenger', photo, whyNot)).toEqual({ type: 'image', sentence: null });
});

test('a broken line can be tried again; a removed one is cancelled', async () => {
  const { attachments, going } = make();
  attachments.add('c1', 'whatsapp', [photo]);
  await settled();
  going[0]?.answer(cut);
  await settled();
  expect(attachments.of('c1')).toMatchObject([{ sentence: 'No line.', mayComeAgain: true }]);
  attachments.again('f1');
  await settled();
  expect(attachments.of('c1')).toMatchObject([{ sentence: null }]);
  attachments.remove('f1');
  expect(going[1]?.task.signal.aborted).toBe(true);
  expect(attachments.items).toEqual([]);
});

test('limits that cannot be loaded are no end', async () => {
  const { attachments } = make(() => Promise.reject(new TypeError('failed to fetch')));
  attachments.add('c1', 'whatsapp', [photo]);
  await settled();
  expect(attachments.of('c1')).toMatchObject([{ mayComeAgain: true }]);
});

test('the text goes under the first file where the channel takes words there, else after them', () => {
  const drafts = composeFiles([uploaded, uploaded], 'Oi', () => false);
  expect(drafts.map((draft) => draft.text)).toEqual(['Oi', '']);
  const apart = composeFiles([uploaded], 'Oi', (draft) => whyNot('instagram', draft) !== null);
  expect(apart.map(({ kind, text }) => [kind, text])).toEqual([
    ['files', ''],
    ['text', 'Oi'],
  ]);
});

test('what was sent is shown from this device', async () => {
  const { attachments, going } = make();
  attachments.add('c1', 'whatsapp', [photo]);
  await settled();
  going[0]?.answer(done);
  await settled();
  expect(attachments.compose('c1', 'Oi')).toMatchObject([{ kind: 'files', text: 'Oi', files: [uploaded] }]);
  attachments.sent('f1', 'm1');
  expect(attachments.localOf('m1')).toBe('blob:here');
  expect(attachments.of('c1')).toEqual([]);
});
