import { describe, expect, it } from 'vitest';
import { fieldDeed, type FieldKey } from './field-keys.ts';

const pressed: FieldKey = {
  key: 'Enter',
  shift: false,
  alt: false,
  command: false,
  composing: false,
  keyCode: 13,
};

describe('Enter (B-42)', () => {
  it.each<[name: string, part: Partial<FieldKey>, sends: string | null, breaks: string | null]>([
    ['Enter', {}, 'send', null],
    ['Shift+Enter', { shift: true }, null, null],
    ['Ctrl or ⌘ with Enter', { command: true }, 'send', 'send'],
    ['Ctrl or ⌘ with Shift and Enter', { command: true, shift: true }, 'send-archive', 'send-archive'],
    ['Alt+Enter', { alt: true }, null, null],
    ['Enter while an input method is at work', { composing: true }, null, null],
    ['Enter that ends an input method’s word', { keyCode: 229 }, null, null],
    ['Ctrl+Enter while an input method is at work', { composing: true, command: true }, null, null],
  ])('%s', (_name, part, sends, breaks) => {
    expect(fieldDeed({ ...pressed, ...part }, 'sends')).toBe(sends);
    expect(fieldDeed({ ...pressed, ...part }, 'breaks')).toBe(breaks);
  });
});

describe('keys of marks (B-33)', () => {
  it.each<[key: string, part: Partial<FieldKey>, deed: string | null]>([
    ['b', { command: true }, 'bold'],
    ['B', { command: true }, 'bold'],
    ['i', { command: true }, 'italic'],
    ['X', { command: true, shift: true }, 'strike'],
    ['e', { command: true }, 'mono'],
    ['x', { command: true }, null],
    ['b', {}, null],
    ['b', { command: true, alt: true }, null],
    ['b', { command: true, composing: true }, null],
  ])('%s', (key, part, deed) => {
    expect(fieldDeed({ ...pressed, keyCode: 0, key, ...part }, 'sends')).toBe(deed);
  });
});
