/** What the tests of the limits share. */
import { expect } from 'vitest';
import type { Channel } from '../channel.ts';
import type { FileType, Upload } from '../content.ts';
import type { Draft } from '../draft.ts';
import { refuseDraft } from '../limits.ts';
import { sentenceOf } from '../refusal.ts';

export const of = (length: number): string => 'x'.repeat(length);
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
export const megabyte = 1024 * 1024;
export const upload = (type: FileType, mime: string, bytes = 1000): Upload => ({
  uploadId: 'u1',
  type,
  mime,
  bytes,
});

/** What is wrong and what to do: two sentences, ended properly. */
const helpful = /^\p{Lu}.*[.?!] \p{Lu}.*\.$/su;

export function expectRefused(channel: Channel, draft: Draft, says: RegExp): void {
  const refusal = refuseDraft(channel, draft);
  expect(refusal).toMatchObject({ code: 'draft-not-allowed', channel });
  const sentence = refusal ? sentenceOf(refusal) : '';
  expect(sentence).toMatch(says);
  expect(sentence).toMatch(helpful);
}

export function expectTaken(channel: Channel, draft: Draft): void {
  expect(refuseDraft(channel, draft)).toBeNull();
}
