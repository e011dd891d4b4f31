import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { metaJson, sign, signatureHeader } from './signature.ts';

const bytes = new TextEncoder().encode(metaJson({ text: 'olá' }));

describe('metaJson', () => {
  it('writes non-ASCII as lower-case escapes and slashes escaped', () => {
    expect(metaJson('äöå 😀 a/b')).toBe('"\\u00e4\\u00f6\\u00e5 \\ud83d\\ude00 a\\/b"');
  });

  it('means the same as what went in', () => {
    const value = { 'نص "x"': ['李伟\n', 'a\\/b', '\u2028', 1, null] };
    expect(JSON.parse(metaJson(value))).toEqual(value);
  });

  it('is ASCII only', () => {
    expect(metaJson('\u007f\u0080ÿ\uffff')).toMatch(/^[\0-\x7f]*$/);
  });
});

describe('sign', () => {
  it('is HMAC-SHA256 over the exact bytes', async () => {
    const expected = createHmac('sha256', 'secret').update(bytes).digest('hex');
    expect(await sign(bytes, 'secret')).toBe(`sha256=${expected}`);
  });

  it('makes bad signatures on request', async () => {
    const good = await signatureHeader(bytes, 'secret', 'good');
    const forged = await signatureHeader(bytes, 'secret', 'forged');
    expect(await signatureHeader(bytes, 'secret', 'missing')).toBeNull();
    expect(forged).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(forged).not.toBe(good);
    expect(await signatureHeader(bytes, 'secret', 'truncated')).toBe(good?.slice(0, -8));
  });
});
