import { describe, expect, test } from 'vitest';
import { beginningOf, firstPart, nextPart } from './long.ts';

describe('long texts (B-35)', () => {
  test('one that is hardly longer is shown whole', () => {
    const text = 'word '.repeat(160);
    expect(beginningOf(text, firstPart)).toBe(text);
  });

  test('a longer one is cut between words', () => {
    const text = 'word '.repeat(1000);
    const shown = beginningOf(text, firstPart);
    expect(shown.length).toBeGreaterThan(firstPart - 10);
    expect(shown.length).toBeLessThanOrEqual(firstPart);
    expect(shown.endsWith('word')).toBe(true);
  });

  test('one of many lines is cut after some of them', () => {
    const shown = beginningOf('a\n'.repeat(200), firstPart);
    expect(shown.split('\n')).toHaveLength(24);
    expect(beginningOf('a\n'.repeat(200), firstPart + nextPart)).toBe('a\n'.repeat(200));
  });

  test.each(['👨‍👩‍👧‍👦', '👍🏽', '🇧🇷', 'é'])('no %s is cut in two', (sign) => {
    for (const before of ['', 'x', 'xx', 'xxx', 'xxxx']) {
      const shown = beginningOf(before + sign.repeat(2000), firstPart);
      expect(shown.replaceAll(sign, '').replaceAll('x', '')).toMatch(/^(🇧)?$/u);
    }
  });

  test('a megabyte without a space is cut all the same', () => {
    const text = 'x'.repeat(1_000_000);
    expect(beginningOf(text, firstPart)).toHaveLength(firstPart);
    expect(beginningOf(text, firstPart + nextPart)).toHaveLength(firstPart + nextPart);
  });
});
