import { describe, expect, test } from 'vitest';
import type { QuickReply } from '#domain/http-kept.ts';
import { ranked, shortcutFor, triggerAt } from './quick.ts';

function reply(shortcut: string, some: Partial<QuickReply> = {}): QuickReply {
  return {
    id: `${shortcut}-${some.scope ?? 'mine'}`,
    owner: 'ana',
    scope: 'mine',
    groupId: null,
    shortcut,
    title: shortcut,
    text: shortcut,
    ...some,
  };
}

describe('a slash at the beginning of a line (B-50)', () => {
  test.each([
    ['/', 1, ''],
    ['/hi', 3, 'hi'],
    ['/hi there', 3, 'hi'],
    ['Oi\n/preço', 9, 'preço'],
    ['/a_b-2', 6, 'a_b-2'],
  ])('%j at %i asks for %j', (text, caret, query) => {
    expect(triggerAt(text, caret)).toEqual({ from: caret - query.length - 1, to: caret, query });
  });

  test.each([
    ['', 0],
    ['hi', 2],
    ['1/2', 3],
    [' /hi', 4],
    ['/hi there', 9],
    ['//', 2],
    ['/hi', 0],
    ['https://x', 9],
    [`/${'x'.repeat(41)}`, 42],
  ])('%j at %i is only text', (text, caret) => {
    expect(triggerAt(text, caret)).toBeNull();
  });
});

describe('the best first (B-50)', () => {
  const hello = reply('hi', { title: 'Greeting', text: 'Olá {{first_name}}' });
  const hiring = reply('hiring', { title: 'Jobs', scope: 'all' });
  const price = reply('price', { title: 'Preço à vista', text: 'Custa R$ 100' });
  const ship = reply('ship', { title: 'Shipping', text: 'We ship on Friday, say hi to Rui', scope: 'group' });
  const all = [ship, hiring, price, hello];

  test.each([
    ['', ['hi', 'price', 'ship', 'hiring']],
    ['hi', ['hi', 'hiring', 'ship']],
    ['/hi', ['hi', 'hiring', 'ship']],
    ['greet', ['hi']],
    ['preco', ['price']],
    ['vista preço', ['price']],
    ['friday', ['ship']],
    ['OLA', ['hi']],
    ['nothing', []],
  ])('%j', (query, found) => {
    expect(ranked(all, query).map(({ shortcut }) => shortcut)).toEqual(found);
  });

  test('the nearer scope wins', () => {
    const same = (['all', 'group', 'mine'] as const).map((scope) => reply('hi', { scope }));
    expect(ranked(same, 'hi').map(({ scope }) => scope)).toEqual(['mine', 'group', 'all']);
  });
});

test.each([
  ['Oi Maria, tudo bem?', 'oi-maria'],
  ['Preço: R$ 10', 'preço-r'],
  ['🎉', ''],
])('%j would be kept as /%s', (text, shortcut) => {
  expect(shortcutFor(text)).toBe(shortcut);
});
