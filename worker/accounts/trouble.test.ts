import { describe, expect, it } from 'vitest';
import { troubleAt, troubleText } from './trouble.ts';

describe('trouble', () => {
  const kept = (sentence: string | null, until: number | null) => troubleText({ at: 1, sentence, until });

  it.each([
    ['is none while Meta said nothing', null, 5, null],
    ['holds', kept('Blocked.', null), 5, 'Blocked.'],
    ['holds until its end', kept('Blocked.', 6), 5, 'Blocked.'],
    ['ends by itself, to the millisecond', kept('Blocked.', 5), 5, null],
    ['is none when Meta lifted it', kept(null, null), 5, null],
    ['is a plain sentence, too', 'Blocked by hand.', 5, 'Blocked by hand.'],
  ])('%s', (_title, text, now, wanted) => {
    expect(troubleAt(text, now)).toBe(wanted);
  });
});
