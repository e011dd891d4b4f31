import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fewEmoji, partsOf, safeAddress } from './text.ts';

function links(text: string): string[] {
  return partsOf(text).flatMap((part) => (part.kind === 'link' ? [part.href] : []));
}

describe('links', () => {
  test.each([
    ['see https://example.com/a?b=1#c now', ['https://example.com/a?b=1#c']],
    ['https://example.com.', ['https://example.com/']],
    ['(https://example.com/a_(b))', ['https://example.com/a_(b)']],
    ['زوروا https://example.com/ar، شكرا', ['https://example.com/ar']],
    ['www.example.com!', ['https://www.example.com/']],
    ['write to ana@example.com.', ['mailto:ana@example.com']],
    ['mailto:ana@example.com', ['mailto:ana@example.com']],
    ['two http://a.example, http://b.example', ['http://a.example/', 'http://b.example/']],
    ['*https://example.com*', ['https://example.com/']],
  ])('%s', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'http://localhost',
    'https://',
    'version 2.0.1, at 14:09',
    'a@b',
  ])('%s is no link', (text) => {
    expect(links(text)).toEqual([]);
  });

  test('no character is lost or added, and every link is safe', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.emailAddress(),
      fc.constantFrom('javascript:', 'HTTPS://x.yz', 'www.', ')', '<a href="http://x.y">', '\n', '؟'),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), fc.constantFrom('', ' ', '\n'), (words, glue) => {
        const text = words.join(glue);
        const parts = partsOf(text);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const href of links(text)) expect(href).toMatch(/^(https?|mailto|tel):/);
      }),
    );
  });

  test('a long hostile text takes no time', () => {
    const text = 'www.'.repeat(20_000) + '('.repeat(20_000) + 'a@'.repeat(20_000);
    const start = performance.now();
    partsOf(text);
    expect(performance.now() - start).toBeLessThan(500);
  });

  test('an address with a strange scheme is refused', () => {
    expect(safeAddress('javascript:alert(1)//a@b.example')).toBe(null);
  });
});

describe('emoji', () => {
  test.each(['😀', '👍🏽', '👨‍👩‍👧‍👦 ❤️', '🇧🇷🇵🇹🇮🇩', '1️⃣', ' 🎉 '])('%s stands alone', (text) => {
    expect(fewEmoji(text)).toBeGreaterThan(0);
  });

  test.each(['', 'ok 👍', '😀😀😀😀', '123', '#1', '© 2026', ':)'])('%s does not', (text) => {
    expect(fewEmoji(text)).toBe(0);
  });
});
