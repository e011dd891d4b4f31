import { expect, test } from 'vitest';
import type { Message } from '#domain/message.ts';
import { messageOf } from '../state/fixtures.ts';
import { newsOf, queuedOf, slowOf, troubleOf } from './told.ts';

const now = 1_000_000;
const sentence = 'Meta limits messages to this person.';

function queued(seq: number, waiting?: NonNullable<Message['delivery']>['waiting']): Message {
  const delivery = { state: 'queued', times: {}, ...(waiting && { waiting }) } as const;
  return messageOf({ id: `q${seq}`, seq, direction: 'out', delivery });
}
const held = (why?: 'limit' | 'account') => ({
  attempt: 0,
  until: now + 6_000,
  sentence,
  ...(why && { why }),
});

test('C15: what waits for Meta’s pace is counted, until its turn has come', () => {
  const all = queuedOf([messageOf(), queued(2, held('limit')), queued(3)]);
  expect(slowOf(all, now)).toEqual({ until: now + 6_000, waiting: 2, sentence });
  expect(slowOf(all, now + 6_000)).toBeNull();
  expect(slowOf(queuedOf([queued(2, held())]), now)).toBeNull();
  expect(slowOf([], now)).toBeNull();
});

test('C12: a message that waits for the account says so of all of them', () => {
  expect(troubleOf(queuedOf([queued(2, held('account'))]))).toBe(sentence);
  expect(troubleOf(queuedOf([queued(2, held('limit')), messageOf()]))).toBeNull();
});

test('C16: news is what others of the business wrote since, the newest of it (B-38)', () => {
  const rui = { id: 'rui', name: 'Rui' };
  const ana = { id: 'ana', name: 'Ana' };
  const before = messageOf({ id: 'a', seq: 5, direction: 'out', by: rui });
  const reply = messageOf({ id: 'b', seq: 6, direction: 'out', by: rui });
  const note = messageOf({ id: 'c', seq: 7, direction: 'note', by: rui });
  const mine = messageOf({ id: 'd', seq: 8, direction: 'out', by: ana });
  const customer = messageOf({ id: 'e', seq: 9 });
  const line = messageOf({
    id: 'f',
    seq: 10,
    direction: 'line',
    content: { kind: 'line', what: 'archived' },
  });
  const phone = messageOf({ id: 'g', seq: 11, direction: 'out', origin: 'phone-app' });
  expect(newsOf([before, mine, customer, line], 5, 'ana')).toBeNull();
  expect(newsOf([before, reply, note, mine], 5, 'ana')?.id).toBe('c');
  expect(newsOf([phone, reply], 5, 'ana')?.id).toBe('g');
});
