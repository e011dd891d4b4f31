import { expect, test } from 'vitest';
import type { Uploaded } from '../api.ts';
import { composeFiles, cutName, moved, type Attachment } from './attachment.ts';
import { judge, whyNot } from './why-not.ts';

const megabyte = 1024 * 1024;
const of = (type: Uploaded['type'], mime: string): Uploaded => ({ uploadId: 'u', type, mime, bytes: 3 });
const image = of('image', 'image/jpeg');
const audio = of('audio', 'audio/mpeg');

test.each([
  ['whatsapp', 'a.jpg', 'image/jpeg', 1, { type: 'image', sentence: null, kinds: ['image'], captions: true }],
  ['whatsapp', 'a.jpg', 'image/jpeg', 6, { type: 'image', mayShrink: true, kinds: [] }],
  ['whatsapp', 'a.webp', 'image/webp', 0.1, { type: 'image', mayShrink: true, kinds: ['sticker'] }],
  ['whatsapp', 'a.heic', '', 1, { type: 'image', mayShrink: true, kinds: [] }],
  ['whatsapp', 'a.mp4', 'video/mp4', 17, { type: 'video', mayShrink: false, kinds: [] }],
  ['whatsapp', 'a.mp3', 'audio/mpeg', 1, { type: 'audio', sentence: null, captions: false }],
  ['whatsapp', 'a.zip', 'application/zip', 1, { type: 'document', kinds: [], mayShrink: false }],
  ['messenger', 'a.jpg', 'image/jpeg', 1, { type: 'image', kinds: ['image', 'document'], captions: false }],
  ['messenger', 'a.jpg', 'image/jpeg', 9, { type: 'image', mayShrink: true, kinds: ['document'] }],
  ['messenger', 'a.bmp', 'image/bmp', 1, { type: 'image', mayShrink: true, kinds: ['document'] }],
  ['messenger', 'a.svg', 'image/svg+xml', 1, { type: 'document', mayShrink: false, sentence: null }],
  ['messenger', 'a.mkv', '', 1, { type: 'video', sentence: null }],
  ['instagram', 'a.mp3', 'audio/mpeg', 1, { type: 'audio', kinds: [], mayShrink: false }],
  ['instagram', 'a.docx', 'application/x', 1, { type: 'document', kinds: [] }],
  ['instagram', 'a.pdf', 'application/pdf', 26, { type: 'document', kinds: [] }],
] as const)('%s: %s (%s, %s MB) is judged before it leaves (B-52)', (channel, name, type, size, judged) => {
  expect(judge(channel, { name, type, size: size * megabyte })).toMatchObject(judged);
});

test('a refusal says what the channel takes, in names that people know', () => {
  const { sentence } = judge('whatsapp', { name: 'a.webp', type: 'image/webp', size: 5 });
  expect(sentence).toBe('WhatsApp takes no pictures of this kind (WEBP). It takes JPEG, PNG.');
  const film = judge('whatsapp', { name: 'a.mp4', type: 'video/mp4', size: 20 * megabyte });
  expect(film.sentence).toMatch(/larger than the 16 MB that WhatsApp takes/);
});

test.each([
  ['under the first', [image, image], ['', ''], 'Oi', ['Oi', '']],
  ['under each its own', [image, image], ['one', 'two'], '', ['one', 'two']],
  ['after a first with words of its own', [image, image], ['one', ''], 'Oi', ['one', '', 'text:Oi']],
  ['after a first that takes none', [audio, image], ['', ''], 'Oi', ['', '', 'text:Oi']],
  ['with nothing to say', [image], [''], '', ['']],
])('the text goes %s', (_, files, captions, text, expected) => {
  const pairs = files.map((file, index) => ({ file, caption: captions[index] ?? '' }));
  const drafts = composeFiles(pairs, text, (draft) => whyNot('whatsapp', draft) !== null);
  expect(drafts.map((draft) => (draft.kind === 'text' ? `text:${draft.text}` : draft.text))).toEqual(
    expected,
  );
});

test('where a channel takes no words with a file, they follow it', () => {
  const drafts = composeFiles(
    [{ file: image, caption: '' }],
    'Oi',
    (one) => whyNot('instagram', one) !== null,
  );
  expect(drafts.map(({ kind }) => kind)).toEqual(['files', 'text']);
});

test('a file moves among those of its conversation only', () => {
  const items = ['a', 'x', 'b', 'c'].map((id) => ({ id, conversationId: id === 'x' ? 'c2' : 'c1' }));
  const ids = (by: number): string =>
    moved(items as unknown as readonly Attachment[], 'a', by)
      .map(({ id }) => id)
      .join('');
  expect([ids(1), ids(2), ids(9), ids(-1)]).toEqual(['bxac', 'bxca', 'bxca', 'axbc']);
});

test('a name that is too long keeps its end', () => {
  expect(cutName(`${'x'.repeat(300)}.pdf`)).toHaveLength(240);
  expect(cutName(`${'x'.repeat(300)}.pdf`)).toMatch(/x\.pdf$/);
});
