import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from './testing/heads.ts';
import { finderOf, hitsIn, mostWords, numbersOf, soughtOf, termsOf, tokenOf, wordsOf } from './words.ts';

describe('the words of a text', () => {
  it.each([
    ['case and punctuation', 'Hello, WORLD! (again) hello', ['hello', 'world', 'again']],
    ['Latin accents', 'José São Ångström Nguyễn', ['jose', 'sao', 'angstrom', 'nguyen']],
    ['accents in two characters', 'Jose\u0301', ['jose']],
    [
      'letters that Unicode takes not apart',
      'Straße Łódź smørrebrød Ærø ΟΔΥΣΣΕΥΣ',
      ['strasse', 'lodz', 'smorrebrod', 'aero', 'οδυσσευσ'],
    ],
    ['Turkish', 'İstanbul ISPARTA ılık', ['istanbul', 'isparta', 'ilik']],
    ['Greek and Cyrillic accents', 'Καλημέρα ёж Йод', ['καλημερα', 'еж', 'иод']],
    ['Arabic: points, tatweel', 'مُحَمَّد محـــمد', ['محمد']],
    [
      'Arabic: alef, yeh, teh marbuta',
      'أحمد احمد إيمان علي على مدرسة مدرسه',
      ['احمد', 'ايمان', 'علي', 'مدرسه'],
    ],
    ['Persian as Arabic', 'کتاب كتاب می\u200cخواهم', ['كتاب', 'ميخواهم']],
    ['Hebrew points', 'שָׁלוֹם שלום', ['שלום']],
    ['Hindi keeps its vowel signs', 'हिन्दी हनद', ['हिन्दी', 'हनद']],
    ['Hindi without nukta', 'क़लम कलम ज़रूर जरूर', ['कलम', 'जरूर']],
    ['Hindi nasal signs', 'हाँ हां', ['हां']],
    ['Chinese', '你好吗', ['你', '好', '吗', '你好', '好吗']],
    [
      'Japanese, all of its scripts',
      '東京タワーへ',
      ['東', '京', 'タ', 'ワ', 'ー', 'へ', '東京', '京タ', 'タワ', 'ワー', 'ーへ'],
    ],
    ['half-width kana', 'ｶﾞｽ', ['ガ', 'ス', 'ガス']],
    ['kana keep their marks', 'か が', ['か', 'が']],
    ['Korean', '한국어 한국', ['한국어', '한국']],
    ['Korean in jamo', '한국'.normalize('NFD'), ['한국']],
    ['Thai', 'กิน', ['ก', 'น', 'กิ', 'ิน']],
    ['full width', 'ＡＢＣ１２３', ['abc123']],
    ['digits of other scripts', '٠١٢ ۴۵۶ १२३', ['012', '456', '123']],
    ['emoji, whatever their skin', 'ok 👍🏽 👍 ❤️', ['ok', '👍', '❤']],
    ['families and flags', '👩‍👧 🇧🇷', ['👩', '👧', '🇧🇷']],
    ['two scripts in one', 'iPhone手机5', ['iphone', '手', '机', '手机', '5']],
    ['usernames', '@ana_lima.22', ['ana', 'lima', '22']],
    ['no words at all', ' .,;:!?"\'*()-_/\\\0\u200b ', []],
    ['half characters', 'a\ud800b \udfff', ['a', 'b']],
    ['a word that is too long', 'x'.repeat(300), ['x'.repeat(32)]],
  ])('are folded alike: %s', (_name, text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('are no more than so many, however long the text is', () => {
    const many = Array.from({ length: 5000 }, (_none, index) => `w${index}`).join(' ');
    expect(wordsOf(many)).toHaveLength(mostWords);
    expect(wordsOf('\u0301'.repeat(10_000))).toEqual([]);
    expect(wordsOf('1 '.repeat(5000))).toEqual(['1']);
  });

  it('become tokens of [a-z0-9] that differ as the words do, and begin as they begin', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'z', '0', 'é', 'Z', '你', '👍', '\ud800', '"'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(tokenOf(a)).toMatch(/^[a-z0-9]*$/u);
        expect(tokenOf(b).startsWith(tokenOf(a))).toBe(b.startsWith(a));
        expect(tokenOf(a) === tokenOf(b)).toBe(a === b);
      }),
    );
  });
});

describe('what is sought', () => {
  it.each([
    [
      'words may go on',
      'Mar sil',
      [
        ['mar', true],
        ['sil', true],
      ],
    ],
    ['one Chinese character', '好', [['z597d', false]]],
    ['two of them', '你好', [['z4f60z597d', false]]],
    [
      'more: every two',
      '你好吗',
      [
        ['z4f60z597d', false],
        ['z597dz5417', false],
      ],
    ],
    ['emoji', '👍🏿', [['zd83dzdc4d', false]]],
    ['nothing', '" * ( -- \0', []],
  ] as const)('is folded as what is written: %s', (_name, text, sought) => {
    expect(soughtOf(text).map(({ token, prefix }) => [token, prefix])).toEqual(sought);
  });

  it('finds the beginning of any word of a text, in any case', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = wordsOf(text).map(tokenOf);
        for (const word of wordsOf(text)) {
          const begun = [...word].slice(0, 2).join('').toUpperCase();
          const isFound = soughtOf(begun).every(({ token, prefix }) =>
            tokens.some((one) => (prefix ? one.startsWith(token) : one === token)),
          );
          expect(isFound, JSON.stringify([word, begun])).toBe(true);
        }
      }),
    );
  });

  it('is never too much', () => {
    expect(soughtOf('word '.repeat(10_000))).toHaveLength(1);
    expect(soughtOf(Array.from({ length: 500 }, (_none, index) => `w${index}`).join(' '))).toHaveLength(16);
  });
});

describe('numbers', () => {
  it.each([
    ['+55 (11) 9', ['55119']],
    ['+44 (0)20 7946 0018', ['442079460018']],
    ['020 7946-0018', ['02079460018', '2079460018']],
    ['0055 11 98765', ['00551198765', '551198765']],
    ['2024', ['2024']],
    ['007', ['007']],
    ['٠١١٩٨٧', ['011987']],
    ['11.987/65', ['1198765']],
  ])('%s is sought by its digits', (text, digits) => {
    expect(termsOf(text)).toEqual([{ kind: 'number', text: expect.any(String), digits }]);
  });

  it.each(['12', 'a123', '123b', '1, 2, 3', '9'.repeat(40)])('%s is none', (text) => {
    expect(termsOf(text).map(({ kind }) => kind)).toEqual(['words']);
  });

  it('stand among words', () => {
    expect(termsOf('Ana 11 987 Lima')).toEqual([
      { kind: 'words', text: 'ana ' },
      { kind: 'number', text: '11 987', digits: ['11987'] },
      { kind: 'words', text: ' lima' },
    ]);
  });

  it('of a message are put together where they were written in pieces', () => {
    expect(numbersOf('call +55 11 9-8765 or 112, on 1 May')).toEqual(['551198765']);
  });
});

describe('what a reader sees marked (B-10)', () => {
  const marked = (text: string, sought: string): string => {
    let shown = text;
    for (const [from, to] of hitsIn(text, sought).toReversed()) {
      shown = `${shown.slice(0, from)}[${shown.slice(from, to)}]${shown.slice(to)}`;
    }
    return shown;
  };

  it.each([
    ['beginnings of words', 'Maria Silva, mariana', 'mari', '[Mari]a Silva, [mari]ana'],
    ['not their middle', 'Amaria', 'mari', 'Amaria'],
    ['accents', 'Olá José', 'jose', 'Olá [José]'],
    ['accents in two characters', 'Jose\u0301 x', 'josé', '[Jose\u0301] x'],
    ['letters that became two', 'große Straße', 'strass', 'große [Straß]e'],
    ['several words', 'Ana quer um plano', 'plan an', '[An]a quer um [plan]o'],
    ['Arabic', 'مرحبا مُحَمَّد', 'محمد', 'مرحبا [مُحَمَّد]'],
    ['Hindi', 'मेरा क़लम', 'कल', 'मेरा [क़ल]म'],
    ['Chinese', '我想买手机', '手机', '我想买[手机]'],
    ['one Chinese character, everywhere', '好不好', '好', '[好]不[好]'],
    ['pairs, where the whole is not there', '京都と東京', '東京都', '[京都]と[東京]'],
    ['emoji with its skin', 'ok 👍🏽!', '👍', 'ok [👍]🏽!'],
    ['a phone in any formatting', 'Tel. +55 (11) 98765-4321', '11 9876', 'Tel. +55 ([11) 9876]5-4321'],
    ['a phone without formatting', '+5511987654321', '(11) 98', '+55[1198]7654321'],
    ['a number as a word, where it is no phone', 'in 2024a', '2024', 'in [2024]a'],
    ['neighbours', 'aa aa', 'a aa', '[aa] [aa]'],
    ['nothing', 'Maria', '" * --', 'Maria'],
  ])('%s', (_name, text, sought, shown) => {
    expect(marked(text, sought)).toBe(shown);
  });

  it('is always a part of the text, in order and apart', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, other) => {
        for (const sought of [other, text.slice(0, 3), text]) {
          let end = -1;
          for (const [from, to] of hitsIn(text, sought)) {
            expect(from).toBeGreaterThan(end);
            expect(to).toBeGreaterThan(from);
            expect(to).toBeLessThanOrEqual(text.length);
            end = to;
          }
        }
      }),
    );
  });

  it('is found in the longest texts', () => {
    const long = `${'word '.repeat(2000)}needle`;
    expect(hitsIn(long, 'needle')).toEqual([[10_000, 10_006]]);
    expect(hitsIn(long, 'word '.repeat(2000))).toHaveLength(2000);
  });
});

describe('what finds texts one after another', () => {
  it.each([
    ['beginnings of words', 'bol', 'A bolsa', true],
    ['not their middle', 'olsa', 'A bolsa', false],
    ['all of the words', 'couro bolsa', 'Bolsa de couro', true],
    ['not only some', 'couro cinto', 'Bolsa de couro', false],
    ['without case and accents', 'JOSÉ', 'jose', true],
    ['a single letter, too', 'm', 'Maria', true],
    ['Arabic variants', 'أحمد', 'احمد', true],
    ['pairs of a script without spaces', '东京', '我在东京', true],
    ['only as they stand', '京东', '我在东京', false],
    ['one character of it', '京', '我在东京', true],
    ['a number in pieces', '551198', '+55 (11) 98765-4321', true],
    ['a number by its pieces', '98765', '+55 (11) 98765-4321', true],
    ['not the middle of a number', '7654', '+55 (11) 98765-4321', false],
    ['an emoji', '👍', 'ok 👍🏽', true],
  ])('%s', (_what, sought, text, found) => {
    expect(finderOf(sought)?.(text)).toBe(found);
  });

  it('is nothing where nothing is sought', () => {
    expect([finderOf(''), finderOf(' .,')]).toEqual([null, null]);
  });

  it('finds every text by each of its words, whatever it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const word of wordsOf(text).slice(0, 20)) expect(finderOf(word)?.(text) ?? true).toBe(true);
      }),
    );
  });
});
