import { describe, expect, it } from 'vitest';
import { emojiOf, findEmoji, groupNames, groups, toned } from './catalogue.ts';
import { stepIn } from './grid.ts';
import { Habits } from './habits.ts';
import { MemoryShelf } from '../../state/shelf.ts';

const all = groupNames.flatMap((name) => groups[name]);
const first = (query: string): readonly string[] =>
  findEmoji(query, { likely: new Habits(new MemoryShelf()).likely, most: 8 }).map(({ sign }) => sign);

describe('the emoji (B-51)', () => {
  it('are many, each once, whole, and with a name', () => {
    expect(all.length).toBeGreaterThan(1200);
    expect(new Set(all.map(({ sign }) => sign)).size).toBe(all.length);
    const whole = new RegExp('^\\p{RGI_Emoji}$', 'v');
    expect(all.filter(({ sign, name }) => !whole.test(sign) || name === '')).toEqual([]);
    expect(groupNames.filter((name) => groups[name].length < 20)).toEqual([]);
  });

  it('that have skin tones are whole in each of them', () => {
    const whole = new RegExp('^\\p{RGI_Emoji}$', 'v');
    const wrong = all.filter((one) => one.tones && !whole.test(toned(one, '🏽')));
    expect(wrong).toEqual([]);
    expect(toned({ sign: '👍', name: '', keywords: [], tones: true }, '🏿')).toBe('👍🏿');
    expect(toned({ sign: '🤷‍♀️', name: '', keywords: [], tones: true }, '🏻')).toBe('🤷🏻‍♀️');
    expect(emojiOf('👍🏿')?.name).toBe('thumbs up');
  });

  it.each([
    ['thumbs', '👍'],
    ['thumbsup', '👍'],
    ['+1', '👍'],
    ['tada', '🎉'],
    ['joy', '😂'],
    ['red heart', '❤️'],
    ['brazil', '🇧🇷'],
    ['PACKAGE', '📦'],
  ])('are found by %s', (query, sign) => {
    expect(first(query)).toContain(sign);
  });

  it.each([
    ['joy', '😂'],
    ['waving', '👋'],
    ['fire', '🔥'],
  ])('%s means this one before any other', (query, sign) => {
    expect(first(query)[0]).toBe(sign);
  });

  it('that no word fits are not offered', () => {
    expect(first('qqqq')).toEqual([]);
    expect(first(' ')).toEqual([]);
  });
});

it('taken emoji are kept, the latest first, each once, and not too many', () => {
  const shelf = new MemoryShelf();
  const habits = new Habits(shelf);
  for (const { sign } of all.slice(0, 60)) habits.took(sign);
  habits.took('👍🏽');
  habits.took('😀');
  habits.took('👍🏽');
  habits.tone = '🏽';
  const again = new Habits(shelf);
  expect(again.recent.slice(0, 2)).toEqual(['👍🏽', '😀']);
  expect(again.recent).toHaveLength(40);
  expect(again.tone).toBe('🏽');
  shelf.set('casement:emoji-tone', 'broken');
  expect(again.tone).toBe('');
});

it.each<[key: string, at: number, far: boolean, to: number | 'out' | null]>([
  ['ArrowRight', 3, false, 4],
  ['ArrowRight', 19, false, 19],
  ['ArrowLeft', 8, false, 7],
  ['ArrowDown', 3, false, 11],
  ['ArrowDown', 15, false, 19],
  ['ArrowDown', 17, false, 17],
  ['ArrowUp', 11, false, 3],
  ['ArrowUp', 3, false, 'out'],
  ['Home', 12, false, 8],
  ['End', 12, false, 15],
  ['End', 17, false, 19],
  ['Home', 12, true, 0],
  ['End', 2, true, 19],
  ['a', 2, false, null],
])('%s from %i of twenty in lines of eight (far: %s) leads to %s', (key, at, far, to) => {
  expect(stepIn({ at, columns: 8, count: 20, rtl: false }, { key, far })).toBe(to);
});

it('arrows follow the line of text', () => {
  expect(stepIn({ at: 3, columns: 8, count: 20, rtl: true }, { key: 'ArrowLeft', far: false })).toBe(4);
});
