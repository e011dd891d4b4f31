import { expect, test } from 'vitest';
import { bannerWords } from './banner.ts';
import { leadsWords } from './leads.ts';
import { followUpWords } from './follow-ups.ts';
import { importWords } from './en-imports.ts';
import { contactWords } from './en-contact.ts';
import { deedsWords } from './deeds.ts';
import { en } from './en.ts';
import { entryWords } from './entry.ts';
import { findingWords } from './finding.ts';
import { helpWords } from './help.ts';
import { lettersWords } from './letters.ts';
import { partWords } from './parts.ts';
import { statesWords } from './states.ts';
import { settingsWords } from './en-settings.ts';
import { writingWords } from './en-writing.ts';
import { t } from './t.ts';

test('values are filled in and numbers are grouped', () => {
  expect(t('key.hint', { word: 'Archive', key: 'E' })).toBe('Archive (E)');
  expect(t('list.tab-count', { n: 2041 })).toBe('2,041 conversations');
});

test('plural entries choose by n', () => {
  expect(t('row.unread', { n: 1 })).toBe('1 unread message');
  expect(t('row.unread', { n: 2 })).toBe('2 unread messages');
});

test('a value is never read as a hole again', () => {
  expect(t('announce.one', { name: '{text}', text: 'x' })).toBe('{text}: x');
});

test('both forms of a plural have the same holes', () => {
  const holes = (text: string): string[] =>
    [...text.matchAll(/\{([a-z-]+)\}/g)].map((found) => found[1] ?? '').sort();
  const all = {
    ...en,
    ...bannerWords,
    ...leadsWords,
    ...followUpWords,
    ...importWords,
    ...contactWords,
    ...findingWords,
    ...deedsWords,
    ...entryWords,
    ...helpWords,
    ...lettersWords,
    ...settingsWords,
    ...partWords,
    ...statesWords,
    ...writingWords,
  };
  for (const entry of Object.values<string | { one: string; other: string }>(all)) {
    if (typeof entry === 'string') continue;
    expect(holes(entry.one).filter((hole) => hole !== 'n')).toEqual(
      holes(entry.other).filter((hole) => hole !== 'n'),
    );
  }
});
