import { expect, test } from 'vitest';
import { isEverywhere, keyAction, type KeyFacts } from './keys.ts';

const plain: KeyFacts = {
  key: 'j',
  shift: false,
  command: false,
  alt: false,
  altGraph: false,
  composing: false,
  editable: false,
  inList: false,
  inConversation: false,
  letters: true,
  afterGo: false,
};

test.each([
  ['j', 'next'],
  ['k', 'previous'],
  ['o', 'open'],
  ['e', 'archive'],
  ['u', 'unread'],
  ['a', 'assign'],
  ['i', 'take'],
  ['t', 'tag'],
  ['l', 'lead'],
  ['f', 'follow-up'],
  ['x', 'select'],
  ['z', 'undo'],
  ['m', 'templates'],
  ['q', 'quick'],
  ['/', 'search'],
  [']', 'panel'],
  ['?', 'help'],
  ['ж', null],
  ['Enter', null],
])('%s means %s', (key, action) => {
  expect(keyAction({ ...plain, key })).toBe(action);
});

test('Ctrl or ⌘ with ; opens the quick replies, also while writing (B-50)', () => {
  const facts = { ...plain, key: ';', command: true, editable: true };
  expect(keyAction(facts)).toBe('quick');
  expect(keyAction({ ...facts, letters: false })).toBe('quick');
  expect(keyAction({ ...facts, command: false })).toBe(null);
  expect(keyAction({ ...facts, alt: true })).toBe(null);
  expect(keyAction({ ...facts, altGraph: true })).toBe(null);
});

test('capitals without Shift are the same letters; with Shift J and K extend the selection', () => {
  expect(keyAction({ ...plain, key: 'E' })).toBe('archive');
  expect(keyAction({ ...plain, key: 'J', shift: true })).toBe('extend-down');
  expect(keyAction({ ...plain, key: 'K', shift: true })).toBe('extend-up');
  expect(keyAction({ ...plain, key: 'E', shift: true })).toBe(null);
});

test('signs count wherever a layout has them', () => {
  expect(keyAction({ ...plain, key: '?', shift: true })).toBe('help');
  expect(keyAction({ ...plain, key: '/', shift: true })).toBe('search');
});

test.each([
  ['in a field', { editable: true }],
  ['with Ctrl or ⌘', { command: true }],
  ['with Alt', { alt: true, key: 'e' }],
  ['with AltGr, which writes a sign', { altGraph: true }],
  ['while an input method is at work', { composing: true }],
  ['when single letters are switched off (B-72)', { letters: false }],
])('letters are left alone %s', (_when, some) => {
  expect(keyAction({ ...plain, ...some })).toBe(null);
});

test('F6 and Alt with an arrow work everywhere, also while writing and without letters', () => {
  const writing = { ...plain, editable: true, letters: false };
  expect(keyAction({ ...writing, key: 'F6' })).toBe('next-region');
  expect(keyAction({ ...writing, key: 'F6', shift: true })).toBe('previous-region');
  expect(keyAction({ ...writing, key: 'ArrowDown', alt: true })).toBe('next-writing');
  expect(keyAction({ ...writing, key: 'ArrowUp', alt: true })).toBe('previous-writing');
  expect(keyAction({ ...writing, key: 'ArrowUp', alt: true, composing: true })).toBe(null);
});

test('Ctrl A selects rows only where rows are meant', () => {
  const all = { ...plain, key: 'a', command: true };
  expect(keyAction({ ...all, inList: true })).toBe('select-all');
  expect(keyAction(all)).toBe(null);
  expect(keyAction({ ...all, inList: true, editable: true })).toBe(null);
});

test('Ctrl K is the palette everywhere, Ctrl F the search of the conversation that has the focus (B-39, B-71)', () => {
  const writing = { ...plain, command: true, editable: true, letters: false };
  expect(keyAction({ ...writing, key: 'k' })).toBe('palette');
  expect(keyAction({ ...writing, key: 'K' })).toBe('palette');
  expect(keyAction({ ...writing, key: 'k', shift: true })).toBe(null);
  expect(keyAction({ ...writing, key: 'f', inConversation: true })).toBe('within');
  expect(keyAction({ ...writing, key: 'f' })).toBe(null);
  expect(keyAction({ ...writing, key: 'f', inConversation: true, alt: true })).toBe(null);
});

test('after G a letter is a place', () => {
  expect(keyAction({ ...plain, key: 'g' })).toBe('go');
  expect(keyAction({ ...plain, key: 'i', afterGo: true })).toBe('go-chat');
  expect(keyAction({ ...plain, key: 'f', afterGo: true })).toBe('go-follow-ups');
  expect(keyAction({ ...plain, key: 'l', afterGo: true })).toBe('go-leads');
  expect(keyAction({ ...plain, key: 'm', afterGo: true })).toBe('go-letters');
  expect(keyAction({ ...plain, key: 's', afterGo: true })).toBe('go-settings');
  expect(keyAction({ ...plain, key: 'e', afterGo: true })).toBe(null);
});

test.each([
  ['go', true],
  ['go-chat', true],
  ['help', true],
  ['palette', true],
  ['within', false],
  ['next-region', true],
  ['archive', false],
  ['take', false],
  ['undo', false],
] as const)('where no conversations are, %s: %s', (action, works) => {
  expect(isEverywhere(action)).toBe(works);
});
