import { expect, test } from 'vitest';
import { headOf, messageOf } from '../state/fixtures.ts';
import type { MessageItem } from './items.ts';
import { isSameRow, type RowOf } from './row.ts';

const message = messageOf({ id: 'a' });
const item: MessageItem = { kind: 'message', key: 'a', at: message.at, message, pending: null, first: true };
const quoted = { id: 'q', message, author: 'Maria' };
const row: RowOf = {
  ...{ item, head: headOf(), quoted, position: 3, reachable: false, shown: false },
};

test('a row that anything of it changed for is drawn again', () => {
  const changes: readonly Partial<RowOf>[] = [
    { item: { ...item } },
    { head: { ...row.head, name: 'Other' } },
    { head: { ...row.head, id: 'other' } },
    { head: { ...row.head, channel: 'instagram' } },
    { quoted: null },
    { quoted: { ...quoted, id: 'r' } },
    { quoted: { ...quoted, message: null } },
    { quoted: { ...quoted, author: 'You' } },
    { position: 4 },
    { reachable: true },
    { shown: true },
  ];
  for (const change of changes) expect(isSameRow(row, { ...row, ...change })).toBe(false);
  const names = new Set(changes.flatMap((change) => Object.keys(change)));
  expect([...names].sort()).toEqual(Object.keys(row).sort());
});

test('it stays as it is while its conversation and what it answers are told anew', () => {
  const told: RowOf = { ...row, head: headOf({ rev: 99, unread: 4 }), quoted: { ...quoted } };
  expect(isSameRow(row, told)).toBe(true);
  expect(isSameRow({ ...row, quoted: null }, { ...told, quoted: null })).toBe(true);
});
