import { expect, test } from 'vitest';
import { messageOf } from '../state/fixtures.ts';
import { announcement, failures, inboundSince, newsAfter, trouble } from './announce.ts';

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

test('what failed after a change is told, older failures of a page of history are not', () => {
  const failure = { kind: 'fix', code: '1', title: '', details: '', sentence: 'Wait a minute.' } as const;
  const failed = (id: string, rev: number) =>
    messageOf({ id, rev, direction: 'out', delivery: { state: 'failed', times: {}, failure } });
  const messages = [
    failed('old', 3),
    failed('new', 8),
    messageOf({ id: 'sent', rev: 9, direction: 'out', delivery: { state: 'sent', times: {} } }),
  ];
  const found = failures({ messages, pending: [] }, 5);
  expect(found).toEqual([{ id: 'new', sentence: 'Wait a minute.' }]);
  expect(trouble(found)).toBe('Not sent. Wait a minute.');
  expect(trouble([...found, ...found])).toBe('2 messages were not sent.');
  const long = [{ id: 'a', sentence: '😀'.repeat(200) }];
  expect(trouble(long)).toMatch(/^Not sent\. (😀)+$/u);
  expect(trouble(long).length).toBeLessThanOrEqual(200);
});

test('lines of the house are no news', () => {
  const line = messageOf({ id: 'l', seq: 8, direction: 'line', content: { kind: 'line', what: 'archived' } });
  expect(newsAfter([messageOf({ id: 'a', seq: 6 }), messageOf({ id: 'b', seq: 7 }), line], 6)).toBe(1);
});
