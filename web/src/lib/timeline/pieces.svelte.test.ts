import { expect, test } from 'vitest';
import type { Message } from '#domain/message.ts';
import { messageOf } from '../state/fixtures.ts';
import { isSpecial } from './pieces.ts';

const words = messageOf({ id: 'a' });
const sent: Message = { ...words, direction: 'out' };

test.each<[string, Message, boolean]>([
  ['words', words, false],
  ['words that were read', { ...sent, delivery: { state: 'read', times: {} } }, false],
  ['words that failed', { ...sent, delivery: { state: 'failed', times: {} } }, true],
  ['words that were edited', { ...words, edited: { at: 1, before: [] } }, true],
  ['files', { ...words, content: { kind: 'files', text: '', files: [] } }, true],
  ['what was taken back', { ...words, content: { kind: 'unsent', text: '' } }, true],
])('whether %s need more than the bubble', (_what, message, special) => {
  expect(isSpecial({ message, pending: null })).toBe(special);
});
