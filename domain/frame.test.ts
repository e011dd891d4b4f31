import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameLimit, gapLimit, protocolVersion, readClientFrame } from './frame.ts';

const hello = (since: unknown, v: unknown = protocolVersion): string =>
  JSON.stringify({ t: 'hello', v, since });
const garbage: readonly (readonly [name: string, text: string])[] = [
  ['nothing', ''],
  ['no JSON', '{'],
  ['null', 'null'],
  ['a number', '4'],
  ['a list', '[]'],
  ['a list of frames', `[${hello(1)}]`],
  ['an unknown frame', '{"t":"bye"}'],
  ['an inherited name', '{"t":"constructor"}'],
  ['another version', hello(1, protocolVersion + 1)],
  ['a version in words', hello(1, String(protocolVersion))],
  ['hello without since', '{"t":"hello","v":1}'],
  ['a negative rev', hello(-1)],
  ['half a rev', hello(0.5)],
  ['a rev in words', hello('7')],
  ['a rev beyond exact numbers', '{"t":"since","since":9007199254740993}'],
  ['since without a rev', '{"t":"since","since":null}'],
];

describe('a frame of a client', () => {
  it('may be hello with a rev, without one, or since', () => {
    expect(readClientFrame(hello(7))).toEqual({ t: 'hello', v: protocolVersion, since: 7 });
    expect(readClientFrame(hello(0))).toEqual({ t: 'hello', v: protocolVersion, since: 0 });
    expect(readClientFrame(hello(null))).toEqual({ t: 'hello', v: protocolVersion, since: null });
    expect(readClientFrame('{"t":"since","since":12}')).toEqual({ t: 'since', since: 12 });
  });

  it('is taken without what else it carries', () => {
    const frame = readClientFrame('{"t":"since","since":1,"role":"admin","__proto__":{"x":1}}');
    expect(frame).toStrictEqual({ t: 'since', since: 1 });
  });

  it.each(garbage)('is none: %s', (_name, text) => {
    expect(readClientFrame(text)).toBeNull();
  });

  it('is none when it is longer than a frame may be', () => {
    const padded = (length: number): string => hello(1).padEnd(length, ' ');
    expect(readClientFrame(padded(frameLimit))).not.toBeNull();
    expect(readClientFrame(padded(frameLimit + 1))).toBeNull();
  });

  it('never throws, whatever it is', () => {
    const near = fc.record(
      { t: fc.constantFrom('hello', 'since', 'x'), v: fc.jsonValue(), since: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      near.map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(any, (text) => {
        const frame = readClientFrame(text);
        if (frame?.t === 'since') expect(frame.since).toBeGreaterThanOrEqual(0);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

it('a gap carries at most 500 changed messages (R-5)', () => {
  expect(gapLimit).toBe(500);
});
