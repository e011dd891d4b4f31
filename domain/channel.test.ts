import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abilities, channels, textLength } from './channel.ts';

const texts: readonly (readonly [name: string, text: string, characters: number, bytes: number])[] = [
  ['nothing', '', 0, 0],
  ['ASCII', 'hello', 5, 5],
  ['an accent', 'é', 1, 2],
  ['an accent made of two', 'e\u0301', 2, 3],
  ['Hindi', 'नमस्ते', 6, 18],
  ['Chinese', '你好', 2, 6],
  ['an emoji', '👍', 1, 4],
  ['an emoji with a skin tone', '👍🏽', 2, 8],
  ['a family of joined emoji', '👨‍👩‍👧', 5, 18],
  ['a line break', 'a\r\nb', 4, 4],
  ['half an emoji', '\ud83d', 1, 3],
];

describe('the length of a text', () => {
  it.each(texts)('counts %s', (_name, text, characters, bytes) => {
    expect(textLength('whatsapp', text)).toBe(characters);
    expect(textLength('messenger', text)).toBe(characters);
    expect(textLength('instagram', text)).toBe(bytes);
  });

  it('is what an encoder makes of it, where bytes count', () => {
    const encoder = new TextEncoder();
    const any = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(any, (text) => textLength('instagram', text) === encoder.encode(text).length),
      { seed: 1 },
    );
  });
});

describe('the channels', () => {
  it('are three, and each has a label and a limit', () => {
    expect(channels).toEqual(['whatsapp', 'messenger', 'instagram']);
    expect(channels.map((channel) => abilities[channel].label)).toEqual([
      'WhatsApp',
      'Messenger',
      'Instagram',
    ]);
  });

  it('have the limits that Meta documents', () => {
    expect(channels.map((channel) => abilities[channel].textLimit)).toEqual([4096, 2000, 1000]);
    expect(channels.map((channel) => abilities[channel].textUnit)).toEqual([
      'characters',
      'characters',
      'bytes',
    ]);
  });

  it('know no delivered step on Instagram only (R-10)', () => {
    expect(channels.filter((channel) => !abilities[channel].reportsDelivered)).toEqual(['instagram']);
  });
});
