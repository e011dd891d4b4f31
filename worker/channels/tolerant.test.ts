import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  flag,
  isMadeId,
  keepLongNumbers,
  keepRaw,
  list,
  madeId,
  metaTime,
  number,
  part,
  text,
  those,
  word,
} from './tolerant.ts';

const noon = Date.UTC(2026, 9, 1, 12);

describe('Meta’s time', () => {
  it.each([
    ['seconds', noon / 1000],
    ['seconds as text', String(noon / 1000)],
    ['milliseconds', noon],
    ['milliseconds as text', String(noon)],
    ['ISO text', '2026-10-01T12:00:00Z'],
    ['ISO text with milliseconds', '2026-10-01T12:00:00.000Z'],
    ['ISO text of Meta’s kind', '2026-10-01T12:00:00+0000'],
    ['ISO text of another zone', '2026-10-01T14:00:00+02:00'],
  ])('may come as %s (R-1)', (_name, value) => {
    expect(metaTime(value)).toBe(noon);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['zero', 0],
    ['a negative number', -5],
    ['a negative number as text', '-5'],
    ['a word', 'soon'],
    ['a word with a number', 'message 7'],
    ['an id', 'wamid.7'],
    ['true', true],
    ['a list', [1_700_000_000]],
    ['an object', {}],
    ['an object that is no number either', JSON.parse('{"toString":1,"valueOf":1}')],
  ])('is none of %s (R-1, R-40)', (_name, value) => {
    expect(metaTime(value)).toBeNull();
  });

  it('is a time or null for whatever JSON can hold (R-40)', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const at = metaTime(value);
        expect(at === null || (Number.isFinite(at) && at >= 0)).toBe(true);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });
});

describe('an id', () => {
  it('is an opaque word, also where it comes as a number', () => {
    expect(word.parse('0123')).toBe('0123');
    expect(word.parse(123)).toBe('123');
    expect(word.safeParse({}).success).toBe(false);
    expect(word.safeParse(null).success).toBe(false);
    expect(word.safeParse(true).success).toBe(false);
  });
});

describe('a list', () => {
  it('that is missing is empty; its items are not looked at', () => {
    expect(list.parse(undefined)).toEqual([]);
    expect(list.parse([1, null, {}])).toEqual([1, null, {}]);
  });
});

describe('Meta’s own words', () => {
  it('are kept whole, or cut with a mark', () => {
    expect(keepRaw({ a: [1] })).toBe('{"a":[1]}');
    expect(keepRaw(undefined)).toBe('null');
    const huge = keepRaw('x'.repeat(1_000_000));
    expect(huge.length).toBeLessThan(500_000);
    expect(huge).toMatch(/…\(cut\)$/);
  });
});

describe('what may be missing', () => {
  it.each([undefined, null, '', {}, [], true])('is no text where it is %j', (value) => {
    expect(text.parse(value)).toBeUndefined();
  });

  it('is a text also where it comes as a number', () => {
    expect([text.parse('a'), text.parse(7)]).toEqual(['a', '7']);
  });

  it.each([
    [1.5, 1.5],
    ['-1.5', -1.5],
    [' 7 ', 7],
    ['', undefined],
    ['seven', undefined],
    [null, undefined],
    [{}, undefined],
  ])('as a number: %j is %j', (value, read) => {
    expect(number.parse(value)).toBe(read);
  });

  it('is not so unless it says so', () => {
    expect([true, 'true', false, 'false', 1, null, undefined].map((value) => flag.parse(value))).toEqual([
      true,
      true,
      ...[false, false, false, false, false],
    ]);
  });

  it('is looked at where it is an object, whatever else is in it', () => {
    const shape = part({ id: text });
    expect(shape.parse({ id: '1', more: 2 })).toEqual({ id: '1', more: 2 });
    expect([shape.parse('x'), shape.parse(null), shape.parse(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(those(z.object({ id: word }), [{ id: 1 }, 'x', { id: '2' }])).toEqual([{ id: '1' }, { id: '2' }]);
  });
});

describe('an id of our own', () => {
  it('is the same for the same words, and another one for others (R-3)', () => {
    expect(madeId({ a: 1 })).toBe(madeId({ a: 1 }));
    const ids = Array.from({ length: 10_000 }, (_, index) => madeId({ index }));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is told from Meta’s', () => {
    expect([madeId('x'), 'wamid.HBg', 'm_1', 'mid.$cAA', ''].map(isMadeId)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('a number beyond 2^53', () => {
  it('stays as it is written (R-40)', () => {
    expect(JSON.parse('{"id":12345678909876543219,"n":7,"f":1e300}', keepLongNumbers)).toEqual({
      id: '12345678909876543219',
      n: 7,
      f: 1e300,
    });
  });
});

describe('a word with half a character in it', () => {
  it('is written as it will be kept, so that it is the same word for ever (R-3)', () => {
    expect(word.parse('wamid.\ud800')).toBe('wamid.\ufffd');
    expect(word.parse('\ud83c\udf37')).toBe('\ud83c\udf37');
  });
});
