/** The rules of the list at their exact edges, and what is typed by people who mean no good or type in other scripts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeQuery, contactQuery, facetsOf, messageQuery, messageTokens } from './facets.ts';
import { readAddress, writeAddress } from './filter-address.ts';
import { matches, readFilter, type Filter } from './filter.ts';
import type { Head } from './head.ts';
import type { Directory } from './http.ts';
import { readOperators } from './operators.ts';
import { anyText, hostileTexts, testNow as now } from './testing/heads.ts';
import { hitsIn, wordsOf } from './words.ts';

const hour = 60 * 60 * 1000;
const head: Head = {
  ...{ id: 'c', rev: 1, channel: 'whatsapp', accountId: '1', name: 'Maria', createdAt: now, lastAt: now },
  ...{ preview: null, unread: 0, windowExpiresAt: null, openedAt: null, freeEntryUntil: null },
  ...{ assignee: null, groupId: null, archived: false },
};
const fits = (part: Partial<Head>, filter: Filter, at = now): boolean =>
  matches({ ...head, ...part }, filter, { me: 'ana', now: at });

/** Whether an expression for MATCH, of quoted tokens, AND, OR and parentheses, finds a document of these tokens. */
function finds(expression: string, tokens: readonly string[]): boolean {
  const pieces = expression.match(/"[^"]*"(?: \*)?|AND|OR|[()]/gu) ?? [];
  let at = 0;
  const one = (): boolean => {
    const piece = pieces[(at += 1) - 1] ?? '';
    if (piece !== '(') {
      const token = piece.replace(/^"|"(?: \*)?$/gu, '');
      return piece.endsWith('*') ? tokens.some((known) => known.startsWith(token)) : tokens.includes(token);
    }
    const inner = any();
    at += 1;
    return inner;
  };
  const chain = (word: string, next: () => boolean): boolean[] => {
    const found = [next()];
    while (pieces[at] === word) {
      at += 1;
      found.push(next());
    }
    return found;
  };
  const all = (): boolean => chain('AND', one).every(Boolean);
  const any = (): boolean => chain('OR', all).some(Boolean);
  const found = any();
  if (at !== pieces.length) throw new Error(`not an expression: ${expression}`);
  return found;
}

describe('at its exact edge', () => {
  it.each<[string, Partial<Head>, Filter, boolean]>([
    ['a window that ends now is not open', { windowExpiresAt: now }, { windows: ['open'] }, false],
    ['but expired', { windowExpiresAt: now }, { windows: ['expired'] }, true],
    ['a millisecond later it is open', { windowExpiresAt: now + 1 }, { windows: ['open', '1h'] }, true],
    ['an hour is within an hour', { windowExpiresAt: now + hour }, { windows: ['1h'] }, true],
    ['and a millisecond more is not', { windowExpiresAt: now + hour + 1 }, { windows: ['1h'] }, false],
    ['but within three', { windowExpiresAt: now + hour + 1 }, { windows: ['3h'] }, true],
    ['twelve hours', { windowExpiresAt: now + 12 * hour }, { windows: ['12h'] }, true],
    ['free entry that ends now', { freeEntryUntil: now }, { windows: ['free'] }, false],
    ['free entry does not open', { freeEntryUntil: now + hour }, { windows: ['open'] }, false],
    ['none ever opened', {}, { windows: ['expired'] }, true],
    ['due now is overdue', { followUpAt: now }, { followUps: ['overdue'] }, true],
    ['and not soon', { followUpAt: now }, { followUps: ['soon'] }, false],
    ['due in a day is soon', { followUpAt: now + 24 * hour }, { followUps: ['soon'] }, true],
    ['and a millisecond more is not', { followUpAt: now + 24 * hour + 1 }, { followUps: ['soon'] }, false],
    ['from is with it', { lastAt: 5 }, { lastFrom: 5 }, true],
    ['to is without it', { lastAt: 5 }, { lastTo: 5 }, false],
    ['before everything', { lastAt: 0 }, { lastTo: 0 }, false],
    ['an empty span', { lastAt: 5 }, { lastFrom: 5, lastTo: 5 }, false],
    ['before 2020', { createdAt: 1 }, { createdTo: 2 }, true],
    ['far in the future', { followUpAt: Number.MAX_SAFE_INTEGER }, { followUps: ['any'] }, true],
  ])('%s', (_title, part, filter, expected) => {
    expect(fits(part, filter)).toBe(expected);
  });
});

describe('words', () => {
  it('that a text is found by are looked for as something, each of them alone', () => {
    const text = fc.oneof(anyText, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(text, (said) => {
        for (const word of wordsOf(said)) {
          expect([word, attributeQuery(word)]).not.toEqual([word, '']);
          expect(contactQuery(word)).not.toBe('');
        }
      }),
      { numRuns: 2000, seed: 11 },
    );
  });

  it('find the message that has them: any text finds itself', () => {
    const text = fc.oneof(
      anyText,
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom(...hostileTexts),
    );
    fc.assert(
      fc.property(text, (said) => {
        const query = messageQuery(said);
        expect([said, query === '' || finds(query, messageTokens(said))]).toEqual([said, true]);
      }),
      { numRuns: 2000, seed: 12 },
    );
  });

  it.each([
    ['José Ángel', 'jose angel'],
    ['Jose Angel', 'JOSÉ'],
    ['مُحَمَّد أحمد', 'محمد احمد'],
    ['प्रिया शर्मा', 'प्रिया'],
    ['王小明', '小明'],
    ['さくら', 'さく'],
    ['ガルシア', 'ｶﾞﾙ'],
    ['김민준', '김'],
    ['Ömer Faruk', 'omer'],
    ['ΓΙΏΡΓΟΣ', 'γιωργος'],
    ['Łukasz Żak', 'lukasz zak'],
    ['O’Brien', 'brien'],
    ["O'Brien", "O'Brien"],
    ['Anne-Marie', 'anne marie'],
    ['Nguyễn Văn', 'nguyen van'],
  ])('the name %j is found by %j', (name, typed) => {
    expect([name, finds(contactQuery(typed), facetsOf({ ...head, name }))]).toEqual([name, true]);
  });

  const phone = '+447700900123';
  it.each([
    ...[
      '+44 7700 900123',
      '07700 900123',
      '(0)7700-900-123',
      '0044 7700 900 123',
      '7700.900.123',
      '900123',
      '123',
    ],
    ...[
      '+44(0)7700900123',
      '٤٤٧٧٠٠',
      '４４７７００',
      '\u202a+44 7700 900123\u202c',
      '44 77 00',
      '+44\u00a07700\u2011900123',
    ],
  ])('the phone is found by %j', (typed) => {
    expect(finds(contactQuery(typed), facetsOf({ ...head, phone }))).toBe(true);
  });
  it.each(['7700 900124', '12', '00124', '447700900123 9'])('and not by %j', (typed) => {
    expect(finds(contactQuery(typed), facetsOf({ ...head, phone }))).toBe(false);
  });

  it('are marked within the text, whatever it is', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, sought) => {
        for (const [from, to] of hitsIn(text, sought)) {
          expect(from >= 0 && from < to && to <= text.length).toBe(true);
        }
      }),
      { numRuns: 1000, seed: 13 },
    );
  });

  it('of long texts are read in a moment', () => {
    const texts = [
      '1 '.repeat(10_000),
      'a'.repeat(20_000),
      '('.repeat(20_000),
      '中'.repeat(20_000),
      'a:'.repeat(10_000),
    ];
    for (const text of texts) {
      const begun = performance.now();
      wordsOf(text);
      messageQuery(text);
      hitsIn(text, text.slice(0, 300));
      read(text);
      // Anything that is not linear takes minutes.
      expect(performance.now() - begun).toBeLessThan(3000);
    }
  });
});

const directory: Directory = {
  team: [{ id: 'p1', name: 'أحمد', role: 'agent' }],
  attributes: [],
  accounts: [],
  tags: [
    { id: 't1', name: 'VIP', colour: 'red' },
    { id: 't2', name: '"quoted"', colour: 'red' },
  ],
  leads: [],
  groups: [],
};
const read = (text: string) => readOperators(text, directory, { at: now, zone: 'UTC' });

describe('operators', () => {
  it.each<[string, Filter, string]>([
    ['"tag:vip"', {}, 'tag:vip'],
    ['say "is:unread tag:vip" twice', {}, 'say is:unread tag:vip twice'],
    ['tag:"vip', { tags: ['t1'] }, ''],
    ['\u200ftag:vip', { tags: ['t1'] }, ''],
    ['\u202btag:vip\u202c', { tags: ['t1'] }, ''],
    ['tag:\u200evip', { tags: ['t1'] }, ''],
    ['before:\u200e2026-05-31', { lastTo: Date.UTC(2026, 4, 31) }, ''],
    ['agent:أحمد مرحبا', { agents: ['p1'] }, 'مرحبا'],
    ['مرحبا\u200f is:unread', { unread: true }, 'مرحبا'],
    ['tag:', {}, 'tag:'],
    ['tag::vip', {}, 'tag::vip'],
    ['__proto__:x constructor:y', {}, '__proto__:x constructor:y'],
    ['12:30', {}, '12:30'],
    ['tel:+5511987654321', {}, '+5511987654321'],
    ['before:2026-02-30', {}, 'before:2026-02-30'],
    ['before:9999999-01-01', {}, 'before:9999999-01-01'],
    [`template:"${'x'.repeat(121)}"`, {}, `template:"${'x'.repeat(121)}"`],
    ['a\0b is:unread', { unread: true }, 'a\0b'],
    ['\ud800 is:unread', { unread: true }, '\ud800'],
  ])('%j', (text, filter, words) => {
    const typed = read(text);
    expect([typed.filter, typed.words]).toEqual([filter, words]);
  });

  it('ten thousand characters of them make a filter that may be asked', () => {
    for (const text of [
      'tag:vip '.repeat(1250),
      'template:x'.repeat(1000),
      Array.from({ length: 900 }, (_n, i) => `ad:${i}`).join(' '),
    ]) {
      const { filter } = read(text);
      expect(readFilter(filter)).toEqual(filter);
    }
  });
});

describe('an address', () => {
  it('says the same after its journey through a browser, whatever the values', () => {
    const values = hostileTexts
      .map((text) => text.toWellFormed().slice(0, 120))
      .filter((text) => text.isWellFormed());
    const filter: Filter = {
      tags: values,
      templates: [',', '\\', ',,', '\\,', ' '],
      attributes: ['a=b,c', '=', '日本=語'],
    };
    const listed = { tab: null, sort: 'closing', filter } as const;
    const url = new URL(`https://x.test/?${new URLSearchParams(writeAddress(listed)).toString()}`);
    expect(readAddress(url.searchParams)).toEqual(listed);
  });
});
