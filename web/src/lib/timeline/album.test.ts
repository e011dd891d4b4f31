import { describe, expect, test } from 'vitest';
import type { Message } from '#domain/message.ts';
import { deliveryOf, keyOf } from './album.ts';
import { noneOpen, type Item } from './items.ts';
import { Sheet } from './sheet.ts';

const start = Date.UTC(2026, 10, 21, 12);
const me = { id: 'p1', name: 'Ana' };
let seq = 0;

function photo(id: string, some: Partial<Message> = {}): Message {
  seq += 1;
  const content = { kind: 'files', text: '', files: [{ type: 'image', state: 'here' }] } as const;
  return { id, rev: 1, seq, at: start + seq * 1000, direction: 'in', content, ...some };
}

const text = (id: string): Message => photo(id, { content: { kind: 'text', text: id } });

function itemsFrom(messages: readonly Message[]): readonly Item[] {
  const input = { messages, pending: [], divider: null, zone: 'UTC', me, opened: noneOpen };
  return new Sheet().items(input);
}

const shown = (messages: readonly Message[]): string[] =>
  itemsFrom(messages).flatMap((item) =>
    item.kind === 'message' ? [item.album?.map(({ id }) => id).join('+') ?? item.key] : [],
  );

describe('pictures that were sent together (B-29)', () => {
  test.each<[string, readonly Message[], readonly string[]]>([
    ['stand in one bubble', [photo('a'), photo('b'), photo('c')], ['a+b+c']],
    ['one alone does not', [text('x'), photo('a'), text('y')], ['x', 'a', 'y']],
    ['words end it', [photo('a'), photo('b'), text('x'), photo('c'), photo('d')], ['a+b', 'x', 'c+d']],
    [
      'another side ends it',
      [photo('a'), photo('b', { direction: 'out' }), photo('c', { direction: 'out' })],
      ['a', 'b+c'],
    ],
    ['a minute ends it', [photo('a'), photo('b'), photo('c', { at: start + 9_000_000 })], ['a+b', 'c']],
    [
      'one that failed stands alone',
      [
        photo('a', { direction: 'out' }),
        photo('b', { direction: 'out', delivery: { state: 'failed', times: {} } }),
      ],
      ['a', 'b'],
    ],
    [
      'one with a caption stands alone',
      [
        photo('a'),
        photo('b', { content: { kind: 'files', text: 'this', files: [{ type: 'image', state: 'here' }] } }),
        photo('c'),
      ],
      ['a', 'b', 'c'],
    ],
    ['an answer stands alone', [photo('a'), photo('b', { quotes: 'z' })], ['a', 'b']],
  ])('%s', (_, messages, expected) => {
    expect(shown(messages)).toEqual(expected);
  });

  test('whoever is looked for is found in the bubble', () => {
    const items = itemsFrom([photo('a'), photo('b'), text('x')]);
    expect(['a', 'b', 'x'].map((id) => keyOf(items, id))).toEqual(['a', 'a', 'x']);
  });

  test('the ticks are those of the last to arrive', () => {
    const of = (state: 'sent' | 'read'): Message => photo('p', { delivery: { state, times: {} } });
    expect(deliveryOf([of('read'), of('sent'), of('read')])?.state).toBe('sent');
    expect(deliveryOf([photo('p')])).toBeUndefined();
  });
});
