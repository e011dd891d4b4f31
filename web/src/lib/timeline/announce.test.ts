import { expect, test } from 'vitest';
import { messageOf } from '../state/fixtures.ts';
import { announcement, inboundSince } from './announce.ts';

test('only new messages of the customer are news', () => {
  const messages = [
    messageOf({ id: 'a', seq: 1 }),
    messageOf({ id: 'b', seq: 5, direction: 'out' }),
    messageOf({ id: 'c', seq: 6 }),
  ];
  expect(inboundSince(messages, 4).map((message) => message.id)).toEqual(['c']);
});

test('one message is read, several are counted, long ones are cut', () => {
  expect(announcement([messageOf()], 'Maria')).toBe('Maria: Oi!');
  expect(announcement([messageOf(), messageOf()], 'Maria')).toBe('2 new messages from Maria');
  const long = messageOf({ content: { kind: 'text', text: 'a'.repeat(500) } });
  expect(announcement([long], 'Maria').length).toBeLessThanOrEqual(200);
  expect(announcement([long], 'M'.repeat(300))).toHaveLength(200);
  const strange = messageOf({ content: { kind: 'unsupported', type: 'order', text: '' } });
  expect(announcement([strange], 'Maria')).toBe('Maria: Unsupported message (order)');
});
