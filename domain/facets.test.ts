import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contactQuery,
  dueFacets,
  facet,
  facetsOf,
  latest,
  messageQuery,
  messageTokens,
  nextBucket,
  spans,
  type SpanKind,
} from './facets.ts';
import { anyHead, anyText, hostileTexts, testNow } from './testing/heads.ts';

const kinds: readonly SpanKind[] = ['window', 'free', 'followUp', 'created', 'last', 'due'];
const hour = 60 * 60 * 1000;
const day = 24 * hour;
/** Where the first bucket of every length begins. */
const epoch = 22 * 2 ** 36;

/** The letter of a kind, and the lengths of its buckets in ms. */
const shapes: Readonly<Record<SpanKind, readonly [string, readonly number[]]>> = {
  window: ['w', [12, 16, 20, 24, 28]],
  free: ['f', [20, 24, 28]],
  followUp: ['u', [20, 24, 28, 32, 36]],
  created: ['c', [20, 24, 28, 32, 36]],
  last: ['r', [24, 28, 32, 36]],
  due: ['y', [20, 24, 28, 32, 36]],
};

describe('the facets of a conversation', () => {
  it('are tokens that no query can misread, each once', () => {
    fc.assert(
      fc.property(anyHead, (head) => {
        const tokens = [...facetsOf(head), ...dueFacets(head.lastAt)];
        for (const token of tokens) expect(token).toMatch(/^[a-z0-9]{2,400}$/u);
        expect(new Set(tokens).size).toBe(tokens.length);
        expect(tokens).toContain('all');
      }),
    );
  });

  it('never say the same of two kinds or two values', () => {
    const facetKinds = [
      'status',
      'agent',
      'group',
      'lead',
      'tag',
      'channel',
      'account',
      'broadcast',
    ] as const;
    const values = [
      'none',
      'me',
      'a',
      'A',
      'a ',
      '',
      'ä',
      ...hostileTexts,
      `${'x'.repeat(250)}y`,
      'é'.repeat(90),
    ];
    const tokens = facetKinds.flatMap((kind) => values.map((value) => facet(kind, value)));
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(Math.max(...tokens.map((token) => token.length))).toBeLessThan(200);
  });
});

describe('buckets of time', () => {
  const anyTime = fc.oneof(
    fc.integer({ min: -10 * day, max: 10 * day }).map((distance) => testNow + distance),
    fc.integer({ min: 0, max: 2_500_000_000_000 }),
  );

  it('cover a span in order, without a gap, and reach beyond it by less than the shortest one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.integer({ min: -20 * day, max: 20 * day }),
        fc.integer({ min: 0, max: 9 * day }),
        (kind, distance, length) => {
          const [letter, bits] = shapes[kind];
          const [from, to] = [testNow + distance, testNow + distance + length];
          let end: number | null = null;
          for (const token of spans(kind, from, to)) {
            expect(token.startsWith(letter)).toBe(true);
            const width = 2 ** (bits[Number(token[1])] ?? 0);
            const begin = epoch + parseInt(token.slice(2), 16) * width;
            if (end === null) expect(begin <= from && begin > from - 2 ** (bits[0] ?? 0)).toBe(true);
            else expect(begin).toBe(end);
            end = begin + width;
          }
          expect(end !== null && end > to && end <= to + 2 ** (bits[0] ?? 0)).toBe(true);
        },
      ),
    );
  });

  it('have a time of the span in exactly one of them, and any other at most at the edges', () => {
    const shortest = 2 ** 20;
    fc.assert(
      fc.property(anyTime, anyTime, anyTime, (from, to, at) => {
        const cover = new Set(spans('due', from, to));
        const hits = dueFacets(at).filter((token) => cover.has(token)).length;
        if (from <= at && at <= to) expect(hits).toBe(1);
        else if (at > epoch && (at < from - shortest || at > to + shortest)) expect(hits).toBe(0);
        else expect(hits).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, SpanKind, number, number, number]>([
    ['a window within an hour', 'window', 1, hour, 62],
    ['all that is overdue', 'due', -testNow, 0, 65],
    ['all that is overdue by follow-up', 'followUp', -testNow, 0, 65],
    ['a day of last messages', 'last', -day, 0, 32],
    ['a year of last messages', 'last', -365 * day, 0, 65],
    ['from a day on, without end', 'last', 0, 9e15, 65],
    ['all time', 'created', -testNow, 9e15, 16],
    ['nothing', 'window', 5, 4, 0],
  ])('are few for %s', (_name, kind, from, to, most) => {
    for (let hours = 0; hours < 300; hours += 7) {
      const at = testNow + hours * 1.37 * hour;
      expect(spans(kind, Math.floor(at + from), Math.floor(at + to)).length).toBeLessThanOrEqual(most);
    }
  });

  it('are few for any window or free entry that still runs', () => {
    for (let hours = 0; hours < 300; hours += 7) {
      const at = Math.floor(testNow + hours * 1.37 * hour);
      expect(spans('window', at + 1, latest(at)).length).toBeLessThanOrEqual(64);
      expect(spans('free', at + 1, latest(at)).length).toBeLessThanOrEqual(34);
    }
  });

  it('begin at multiples of their length, one after the other', () => {
    for (const size of [2 ** 12, 2 ** 16, 2 ** 20]) {
      const start = testNow - (testNow % size);
      expect(spans('window', start, start + size - 1)).toHaveLength(1);
    }
    const next = nextBucket('window', testNow);
    expect(next % 2 ** 12).toBe(0);
    expect(next).toBeGreaterThan(testNow);
    expect(next - testNow).toBeLessThanOrEqual(2 ** 12);
  });
});

describe('a search', () => {
  it.each([
    ['words', 'Mar sil', '("nmar" * AND "nsil" *)'],
    ['a phone in any formatting', '+55 (11) 9', '("q55119" * OR ("n55" * AND "n11" * AND "n9" *))'],
    ['a year or a phone', '2024', '("q2024" * OR ("n2024" *))'],
    ['a name and a phone', 'Ana 119', '("nana" *) AND ("q119" * OR ("n119" *))'],
    [
      'a number as dialled at home',
      '011 98765',
      '("q01198765" * OR "q1198765" * OR ("n011" * AND "n98765" *))',
    ],
    ['too few digits for a phone', '12', '("n12" *)'],
    ['a username', '@ana', '("nana" *)'],
    ['nothing', ' \0"*- ', ''],
  ])('for a customer: %s', (_name, text, query) => {
    expect(contactQuery(text)).toBe(query);
  });

  it.each([
    ['words', 'Preço plano', '("preco" * AND "plano" *)'],
    ['a letter of its own', 'a plano', '("a" AND "plano" *)'],
    ['Chinese', '手机', '("z624bz673a")'],
    ['a number in pieces', '11 987', '("11987" * OR ("11" * AND "987" *))'],
    ['nothing', '—', ''],
  ])('for messages: %s', (_name, text, query) => {
    expect(messageQuery(text)).toBe(query);
  });

  it('is safe and short, whatever is typed', () => {
    const term = /^\(*"[a-z0-9]+"(?: \*)?\)*$/u;
    fc.assert(
      fc.property(anyText, (text) => {
        for (const query of [contactQuery(text), messageQuery(text)]) {
          for (const piece of query === '' ? [] : query.split(/ AND | OR /u)) expect(piece).toMatch(term);
        }
      }),
    );
    expect(contactQuery('" OR NEAR( * : -- \0 '.repeat(500)).length).toBeLessThan(100);
    expect(contactQuery('11 987 65432, x '.repeat(1000)).length).toBeLessThan(5000);
  });

  it('finds the words and the numbers of a message', () => {
    expect(messageTokens('Olá! +55 11 98765')).toEqual(['ola', '55', '11', '98765', '551198765']);
    expect(messageTokens('好的')).toEqual(['z597d', 'z7684', 'z597dz7684']);
    expect(messageTokens('')).toEqual([]);
  });
});
