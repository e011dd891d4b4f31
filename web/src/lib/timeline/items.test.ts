import { expect, test } from 'vitest';
import { messageOf } from '../state/fixtures.ts';
import type { Pending } from '../state/outbox.svelte.ts';
import { itemsOf, reuse, type Item } from './items.ts';

const me = { id: 'p1', name: 'Ana' };
const noon = Date.UTC(2026, 10, 21, 12);
const base = { messages: [], pending: [], divider: null, zone: 'UTC', me, opened: new Set<string>() };

function told(items: readonly Item[]): string[] {
  return items.map((item) => (item.kind === 'message' ? `${item.key}${item.first ? '!' : ''}` : item.kind));
}

const waiting: Pending = {
  clientId: 'w1',
  conversationId: 'c1',
  type: 'send',
  draft: { kind: 'text', text: 'Sim!' },
  at: noon + 500_000,
  refusal: null,
};

test('days divide and one author within a minute is one group', () => {
  const messages = [
    messageOf({ id: 'a', at: noon - 24 * 3_600_000 }),
    messageOf({ id: 'b', at: noon }),
    messageOf({ id: 'c', at: noon + 59_000 }),
    messageOf({ id: 'd', at: noon + 60_000, direction: 'out', by: me }),
    messageOf({ id: 'e', at: noon + 61_000, direction: 'out', by: { id: 'p2', name: 'Rui' } }),
    messageOf({ id: 'f', at: noon + 200_000, direction: 'out', by: { id: 'p2', name: 'Rui' } }),
  ];
  expect(told(itemsOf({ ...base, messages }))).toEqual(['day', 'a!', 'day', 'b!', 'c', 'd!', 'e!', 'f!']);
});

test('unread messages begin under their divider', () => {
  const messages = [messageOf({ id: 'a', at: noon }), messageOf({ id: 'b', at: noon + 1 })];
  const items = itemsOf({ ...base, messages, divider: { messageId: 'b', count: 1 } });
  expect(told(items)).toEqual(['day', 'a!', 'unread', 'b!']);
});

test('what waits on this device stands last, and is replaced in place by its own id', () => {
  const messages = [messageOf({ id: 'a', at: noon })];
  const before = itemsOf({ ...base, messages, pending: [waiting] });
  expect(told(before)).toEqual(['day', 'a!', 'w1!']);
  const arrived = messageOf({ id: 'w1', at: noon + 400_000, direction: 'out', by: me });
  const after = itemsOf({ ...base, messages: [...messages, arrived], pending: [waiting] });
  expect(told(after)).toEqual(['day', 'a!', 'w1!']);
  expect(after[2]).toMatchObject({ pending: null });
});

test('a refused one is drawn as failed with its sentence', () => {
  const items = itemsOf({ ...base, pending: [{ ...waiting, refusal: 'The window is closed.' }] });
  expect(items[1]).toMatchObject({
    message: {
      direction: 'out',
      delivery: { state: 'failed', failure: { sentence: 'The window is closed.' } },
    },
  });
});

test('items that did not change stay the same', () => {
  const a = messageOf({ id: 'a', at: noon });
  const before = itemsOf({ ...base, messages: [a] });
  const after = reuse(before, itemsOf({ ...base, messages: [a, messageOf({ id: 'b', at: noon + 1 })] }));
  expect(after[1]).toBe(before[1]);
});
