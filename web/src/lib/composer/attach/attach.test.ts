import { expect, test } from 'vitest';
import { pastedFiles } from './pasted.ts';
import { cardEntries, shrinkLabel } from './offers.ts';
import { jpegName, sizesOf } from './shrink.ts';
import type { Attachment } from '../../state/attachment.ts';

const shot = new File(['x'], 'image.png', { type: 'image/png' });

test.each([
  ['a picture', ['Files'], '', 1],
  ['a picture of a page, with its mark-up', ['text/html', 'Files'], '', 1],
  ['a file of a Mac, with its name', ['text/plain', 'Files'], 'image.png', 1],
  ['cells of a table, with a picture of them', ['text/plain', 'text/html', 'Files'], 'a\tb', 0],
  ['words', ['text/plain'], 'words', 0],
])('pasted: %s (B-52)', (_, types, text, count) => {
  const files = (types.includes('Files') ? [shot] : []) as unknown as FileList;
  expect(pastedFiles({ files, types, getData: () => text })).toHaveLength(count);
});

test('nothing was pasted', () => {
  expect(pastedFiles(null)).toEqual([]);
});

test('a picture becomes smaller step by step, never larger, and keeps its shape', () => {
  expect(sizesOf({ width: 8192, height: 4096 })[0]).toEqual({ width: 4096, height: 2048 });
  expect(sizesOf({ width: 300, height: 200 })).toEqual([{ width: 300, height: 200 }]);
  expect(sizesOf({ width: 1000, height: 1 }).at(-1)).toEqual({ width: 800, height: 1 });
});

test.each([
  ['cat.heic', 'cat.jpg'],
  ['cat', 'cat.jpg'],
  ['my.cat.webp', 'my.cat.jpg'],
])('%s becomes %s', (from, to) => {
  expect(jpegName(from)).toBe(to);
});

const base = {
  ...{ type: 'image', mayShrink: false, shrinking: false, sentence: null, kinds: ['image'] },
  about: { name: 'a.png', type: 'image/png', size: 1 },
} as unknown as Attachment;
const none = { onmove: () => {}, onsmaller: () => {}, onas: () => {} };

test.each([
  ['the only one', base, 1, 1, []],
  ['the first', base, 1, 3, ['later']],
  ['one between', base, 2, 3, ['earlier', 'later']],
  ['the last', base, 3, 3, ['earlier']],
  ['one that may be a document', { ...base, kinds: ['image', 'document'] }, 1, 1, ['as-document']],
  ['one that is too large', { ...base, mayShrink: true, sentence: 'x', kinds: [] }, 1, 1, ['smaller']],
] as const)('the menu of %s', (_, item, place, all, ids) => {
  expect(cardEntries(item, { place, all }, none).map(({ id }) => id)).toEqual(ids);
});

test.each([
  ['image/jpeg', 'Make it smaller'],
  ['image/webp', 'Convert to JPEG'],
  ['image/gif', 'Send its first picture as JPEG'],
])('what is done to %s is called “%s”', (type, label) => {
  const item = { ...base, about: { ...base.about, type }, sentence: 'x', kinds: [] };
  expect(shrinkLabel(item)).toBe(label);
});
