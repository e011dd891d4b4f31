import { expect, test } from 'vitest';
import { messageOf } from '../state/fixtures.ts';
import { gistOf, gistOfMessage } from './gist.ts';

test.each([
  ['text', undefined, '', null],
  ['files', 'image', 'Photo', 'photo'],
  ['files', 'voice', 'Voice message', 'voice'],
  ['files', 'hologram', 'Document', 'document'],
  ['location', undefined, 'Location', 'pin'],
  ['contacts', undefined, 'Contact', 'person'],
  ['choice', 'list', 'Tapped a button', 'tap'],
  ['form', undefined, 'Filled in a form', 'form'],
  ['order', undefined, 'Order', 'cart'],
  ['share', 'story-mention', 'Mentioned you in a story', 'story'],
  ['share', 'constructor', 'Shared something', 'link'],
  ['interactive', undefined, 'Message with buttons', 'tap'],
  ['template', undefined, 'Template', 'template'],
  ['unsent', undefined, 'Deleted message', 'ban'],
  ['unsupported', 'poll', 'Unsupported message (poll)', 'question'],
] as const)('%s of %s', (kind, of, words, icon) => {
  expect(gistOf({ kind, text: '', ...(of !== undefined && { of }) })).toEqual({ icon, words });
});

test('its own words come first, the drawing stays', () => {
  expect(gistOf({ kind: 'files', of: 'image', text: 'Look' })).toEqual({ icon: 'photo', words: 'Look' });
});

test('a document is told by its name, a place by its own', () => {
  const document = {
    kind: 'files',
    text: '',
    files: [{ type: 'document', state: 'here', name: 'a.pdf' }],
  } as const;
  expect(gistOfMessage(messageOf({ content: document })).words).toBe('a.pdf');
  const place = { kind: 'location', text: '', latitude: 1, longitude: 2, name: 'Shop' } as const;
  expect(gistOfMessage(messageOf({ content: place })).words).toBe('Shop');
});

test('a comment and a line', () => {
  expect(gistOfMessage(messageOf({ content: { kind: 'comment', text: 'Hm' } }))).toEqual({
    icon: 'lock',
    words: 'Hm',
  });
  expect(gistOfMessage(messageOf({ content: { kind: 'line', what: 'archived' } })).words).toBe('');
});
