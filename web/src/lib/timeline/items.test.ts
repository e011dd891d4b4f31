import { describe, expect, test } from 'vitest';
import { messageOf } from '../state/fixtures.ts';
import type { Pending } from '../state/outbox.svelte.ts';
import { dividersIn, noneOpen, type Item, type ItemsInput } from './items.ts';
import { Sheet } from './sheet.ts';

const me = { id: 'p1', name: 'Ana' };
const noon = Date.UTC(2026, 10, 21, 12);
const base = { messages: [], pending: [], divider: null, zone: 'UTC', me, opened: noneOpen };

const itemsOf = (input: ItemsInput): readonly Item[] => new Sheet().items(input);

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

test('items that did not change stay the same, and other days are not even looked at', () => {
  const sheet = new Sheet();
  const yesterday = messageOf({ id: 'y', at: noon - 24 * 3_600_000 });
  const a = messageOf({ id: 'a', at: noon });
  const before = sheet.items({ ...base, messages: [yesterday, a] });
  const after = sheet.items({ ...base, messages: [yesterday, a, messageOf({ id: 'b', at: noon + 1 })] });
  expect(after.slice(0, 4)).toEqual(before);
  for (const [index, item] of before.entries()) expect(after[index]).toBe(item);
  expect(sheet.items({ ...base, messages: [yesterday, a, ...messagesOf(after.slice(4))] })).toBe(after);
});

const messagesOf = (items: readonly Item[]) =>
  items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));

test('a divider that goes elsewhere is seen in both days', () => {
  const sheet = new Sheet();
  const messages = [messageOf({ id: 'y', at: noon - 24 * 3_600_000 }), messageOf({ id: 'a', at: noon })];
  const of = (messageId: string) => ({ ...base, messages, divider: { messageId, count: 2 } });
  expect(told(sheet.items(of('a')))).toEqual(['day', 'y!', 'day', 'unread', 'a!']);
  expect(told(sheet.items(of('y')))).toEqual(['day', 'unread', 'y!', 'day', 'a!']);
  expect(told(sheet.items({ ...base, messages }))).toEqual(['day', 'y!', 'day', 'a!']);
});

describe('four lines of the house in a row (B-37)', () => {
  const line = (id: string, at: number) =>
    messageOf({ id, at, direction: 'line', content: { kind: 'line', what: 'archived' } });
  const lines = ['l1', 'l2', 'l3', 'l4'].map((id, index) => line(id, noon + 10 + index));
  const messages = [messageOf({ id: 'a', at: noon }), ...lines, messageOf({ id: 'z', at: noon + 50 })];

  test('stand behind one button, three do not', () => {
    expect(told(itemsOf({ ...base, messages }))).toEqual(['day', 'a!', 'lines', 'z!']);
    const fewer = messages.filter(({ id }) => id !== 'l2');
    expect(told(itemsOf({ ...base, messages: fewer }))).toEqual(['day', 'a!', 'l1!', 'l3', 'l4', 'z!']);
  });

  test('and below it once it is open, also those that come later', () => {
    const opened = new Set(['l2']);
    const more = [...messages.slice(0, 5), line('l5', noon + 20), ...messages.slice(5)];
    const items = itemsOf({ ...base, messages: more, opened });
    expect(told(items)).toEqual(['day', 'a!', 'lines', 'l1!', 'l2', 'l3', 'l4', 'l5', 'z!']);
    expect(items[2]).toMatchObject({ open: true, ids: ['l1', 'l2', 'l3', 'l4', 'l5'] });
  });
});

test('the places of dividers are the same list as before until one comes or goes', () => {
  const messages = [messageOf({ id: 'a', at: noon - 24 * 3_600_000 }), messageOf({ id: 'b', at: noon })];
  const before = dividersIn(itemsOf({ ...base, messages }), []);
  expect(before).toEqual([0, 2]);
  const more = [...messages, messageOf({ id: 'c', at: noon + 1 })];
  expect(dividersIn(itemsOf({ ...base, messages: more }), before)).toBe(before);
  const divided = itemsOf({ ...base, messages: more, divider: { messageId: 'c', count: 1 } });
  expect(dividersIn(divided, before)).toEqual([0, 2, 4]);
});
