import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blocksOf, isBare, plainOf, type Block, type Span } from './markup.ts';

const whatsapp = { marks: true };

/** A short way to write down what is drawn. */
function shown(spans: readonly Span[]): string {
  return spans
    .map((span) => {
      if (span.kind === 'text') return span.text;
      if (span.kind === 'code') return `<code ${span.text}>`;
      if (span.kind === 'link') return `<link ${span.text}>`;
      if (span.kind === 'mention') return `<${span.me ? 'me' : 'mention'} ${span.text}>`;
      return `<${span.kind} ${shown(span.spans)}>`;
    })
    .join('');
}

function drawn(block: Block): string {
  if (block.kind === 'code') return `[code ${block.text}]`;
  if (block.kind === 'list') {
    const items = block.items.map(shown).join('; ');
    return `[${block.first === null ? 'dots' : `from ${block.first}`} ${items}]`;
  }
  return block.kind === 'quote' ? `[quote ${shown(block.spans)}]` : shown(block.spans);
}

const read = (text: string, reading = whatsapp): string => blocksOf(text, reading).map(drawn).join('|');

describe('marks of WhatsApp (B-33)', () => {
  test.each([
    ['*bold*', '<bold bold>'],
    ['a *b c* d', 'a <bold b c> d'],
    ['_italic_ and ~gone~', '<italic italic> and <strike gone>'],
    ['*bold _both_*', '<bold bold <italic both>>'],
    ['*_~all~_*', '<bold <italic <strike all>>>'],
    ['`code *not bold*`', '<code code *not bold*>'],
    ['use ```npm *i*``` here', 'use <code npm *i*> here'],
    ['(*bold*), “_so_”.', '(<bold bold>), “<italic so>”.'],
    ['*مرحبا*، كيف _الحال_؟', '<bold مرحبا>، كيف <italic الحال>؟'],
    ['😀*bold*😀', '😀<bold bold>😀'],
    ['*one* *two*', '<bold one> <bold two>'],
    ['*see https://example.com/a_b_c*', '<bold see <link https://example.com/a_b_c>>'],
    ['https://example.com/_x_/*y*', '<link https://example.com/_x_/*y>*'],
    ['call +55 11 98765-4321 now', 'call <link +55 11 98765-4321> now'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    '*not closed',
    'a*b*c',
    '2 * 3 * 4',
    'a * not bold*',
    '*not bold *',
    'snake_case_name',
    '**',
    '***',
    '**twice**',
    '*over\nlines*',
    '`open',
    '```open',
    '~',
  ])('%j stays as it is', (text) => {
    expect(read(text)).toBe(text);
  });

  test.each([
    ['- one\n- *two*', '[dots one; <bold two>]'],
    ['* one\n* two', '[dots one; two]'],
    ['3. three\n4. four', '[from 3 three; four]'],
    ['> said\n> again\nanswer', '[quote said\nagain]|answer'],
    ['first\n- one\nlast', 'first|[dots one]|last'],
    ['```\nlet a = *1*\n```', '[code let a = *1*]'],
    ['before\n```a\nb```\nafter', 'before|[code a\nb]|after'],
    ['-not a list', '-not a list'],
    ['2026. A year', '2026. A year'],
    ['', ''],
  ])('blocks: %j', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test('mean nothing where the channel has none', () => {
    expect(read('*a* - b\n> c https://a.example', { marks: false })).toBe(
      '*a* - b\n> c <link https://a.example>',
    );
  });

  test('nothing that was written is lost but the marks themselves', () => {
    const word = fc.oneof(
      fc.constantFrom(
        '*',
        '_',
        '~',
        '`',
        '```',
        '> ',
        '- ',
        '1. ',
        '\n',
        ' ',
        'a',
        'https://a.example/_b_',
        '؟',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    );
    const letters = (text: string): string => text.replaceAll(/[*_~`>\s\d.-]/gu, '');
    const plain = (spans: readonly Span[]): string =>
      spans.map((span) => ('spans' in span ? plain(span.spans) : span.text)).join('');
    const all = (block: Block): string =>
      block.kind === 'code'
        ? block.text
        : block.kind === 'list'
          ? block.items.map(plain).join('')
          : plain(block.spans);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        const text = words.join('');
        expect(letters(blocksOf(text, whatsapp).map(all).join(''))).toBe(letters(text));
      }),
    );
  });

  test.each(['*a ', '*_~', '`', '> ', '```\n', '@', '- *a_b~'])(
    '%j a hundred thousand times comes to an end',
    (part) => {
      const text = part.repeat(100_000 / part.length);
      // What looks at every sign for every sign would not come to an end.
      expect(blocksOf(text, whatsapp).length).toBeGreaterThan(0);
    },
  );
});

describe('names in a comment (B-36)', () => {
  const mentions = [
    { id: '1', name: 'Ana' },
    { id: '2', name: 'Ana Reis' },
  ];
  test.each([
    ['@Ana please', '<mention @Ana> please'],
    ['@Ana Reis, and @Ana', '<me @Ana Reis>, and <mention @Ana>'],
    ['@Anabel', '@Anabel'],
    ['*@Ana*', '<bold <mention @Ana>>'],
    ['@Rui', '@Rui'],
  ])('%s', (text, expected) => {
    expect(read(text, { marks: true, mentions, me: '2' } as typeof whatsapp)).toBe(expected);
  });
});

test.each([
  ['*Dear* _all_', 'Dear all'],
  ['> ~never~\n- one\n- *two*', 'never one two'],
  ['2 * 3 * 4', '2 * 3 * 4'],
  ['see https://example.com/a_b_c', 'see https://example.com/a_b_c'],
])('%j in one line', (text, expected) => {
  expect(plainOf(text, whatsapp)).toBe(expected);
  expect(plainOf('*as it stands*', { marks: false })).toBe('*as it stands*');
});

describe('a text that is bare', () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      'Ω',
      ' ',
      '.',
      '1',
      '12',
      '. ',
      '- ',
      '> ',
      '*',
      '_',
      '~',
      '`',
      '```',
      '@',
      'Ana',
      '\n',
      '+',
      '555 123 4567',
    ],
    ...['www', 'WWW.', 'x.pt', 'http', 'HTTPS', '://', 'mailto', ':', 'a@b.pt', ',', '👍'],
  );
  const mentions = [{ id: 'ana', name: 'Ana' }];

  test('is read as words and nothing else', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), fc.boolean(), (pieces, marks) => {
        const text = pieces.join('');
        if (!isBare(text)) return;
        const words = { kind: 'lines', spans: [{ kind: 'text', text }] };
        expect(blocksOf(text, { marks, mentions })).toEqual([words]);
      }),
      { numRuns: 20_000 },
    );
  });

  test.each(['Oi, tudo bem? São 3,50 € – já!', 'a - b', '3.', '(1) 2 > 1'])('%s is', (text) => {
    expect(isBare(text)).toBe(true);
  });
});
