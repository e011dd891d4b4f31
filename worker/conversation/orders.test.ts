/** The same events in any order, each once or more, in any bodies: everybody sees the same in the end (R-1… …R-43). */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Channel } from '#domain/channel.ts';
import type { ConversationEvent, StatusEvent } from '../channels/channel.ts';
import {
  ana,
  day,
  echoed,
  edited,
  heard,
  hour,
  minute,
  noon,
  noticed,
  onChannel,
  passed,
  reacted,
  reported,
  results,
  sends,
  unsent,
  windowErrors,
} from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { publicMessage } from './state.ts';

const now = noon + 2 * day;
const second = 1000;
const incoming = ['in', 'm1', 'm2', 'm3'];
const outgoing = ['wamid.c1', 'wamid.c2', 'e1', 'e2'];

type Step = StatusEvent['step'];
type Make = (channel: Channel, at: number) => ConversationEvent;
const from = <T>(...items: readonly T[]) => fc.constantFrom(...items);
const anyTarget = from(...incoming, ...outgoing, 'unknown');
const emoji = from('👍', '❤️', '');
const makes: fc.Arbitrary<Make>[] = [
  from(...incoming).map((id) => (channel, at) => heard({ ...onChannel[channel], id, at })),
  from('e1', 'e2').map(
    (id) => (channel, at) => echoed({ ...onChannel[channel], id, at, callbackId: 'not-ours' }),
  ),
  fc.tuple(anyTarget, emoji, fc.boolean()).map(
    ([target, one, opens]) =>
      (channel, at) =>
        reacted({ ...onChannel[channel], target, emoji: one, at, opens: opens && channel !== 'whatsapp' }),
  ),
  fc.tuple(anyTarget, from('x', 'y'), from<'customer' | 'business'>('customer', 'business')).map(
    ([target, text, by]) =>
      (channel, at) =>
        edited({ ...onChannel[channel], target, text, at, from: by }),
  ),
  fc.tuple(anyTarget, from<'customer' | 'business'>('customer', 'business')).map(
    ([target, by]) =>
      (channel, at) =>
        unsent({ ...onChannel[channel], target, at, from: by }),
  ),
  fc.tuple(from(...outgoing), from<Step>('sent', 'delivered', 'read', 'played', 'failed')).map(
    ([id, step]) =>
      (channel, at) =>
        channel === 'whatsapp'
          ? reported({ id, step, at, ...(step === 'failed' && { error: windowErrors.whatsapp }) })
          : passed({ ...onChannel[channel], step: 'read', ids: [id], at }),
  ),
  from<'delivered' | 'read'>('delivered', 'read').map(
    (step) => (channel, at) =>
      channel === 'whatsapp'
        ? reported({ id: 'wamid.c1', step, at })
        : passed({ ...onChannel[channel], step, upTo: at, at }),
  ),
  from('n1', 'n2').map(
    (id) => (channel, at) =>
      noticed({
        ...onChannel[channel],
        ...{ id, at, opens: true, reopens: true },
        happening: { what: 'call', from: 'customer', state: 'ringing' },
      }),
  ),
];

/** Events with a time of their own each, one event an id. */
const events = fc.array(fc.oneof(...makes), { maxLength: 14 }).map((all) => (channel: Channel) => {
  const made = all.map((make, index) => make(channel, noon + hour + index * minute));
  const keyOf = (one: ConversationEvent) => ('id' in one && one.id !== '' ? `${one.type}:${one.id}` : null);
  return made.filter(
    (one, index) =>
      one.type === 'status' ||
      keyOf(one) === null ||
      made.findIndex((other) => keyOf(other) === keyOf(one)) === index,
  );
});

/** A conversation in which the first send was accepted, and the answer to the second comes last. */
function end(channel: Channel, all: readonly ConversationEvent[], together: number) {
  const memory = new Memory(channel);
  memory.hear(heard({ ...onChannel[channel], id: 'first' }));
  memory.now = noon + second;
  memory.ask(ana, sends('c1'));
  const first = memory.leave();
  if (first) memory.answer(first, results.accepted('wamid.c1'));
  memory.now += second;
  memory.ask(ana, sends('c2'));
  const last = memory.leave();
  memory.now = now;
  for (let start = 0; start < all.length; start += together) {
    memory.hear(...all.slice(start, start + together));
  }
  memory.now = noon + 3 * second;
  if (last) memory.answer(last, results.accepted('wamid.c2'));
  memory.now = now;
  const shown = memory.messages.flatMap((message) => publicMessage(message) ?? []);
  const { rev: _rev, preview, ...head } = memory.head;
  return {
    head: { ...head, preview },
    messages: shown
      .filter(({ direction, id }) => direction !== 'line' || id.startsWith('n'))
      .map(({ rev: _r, seq: _s, delivery, reactions = [], ...message }) => ({
        ...message,
        state: delivery?.state,
        failure: delivery?.failure,
        reactions: [...reactions].sort((a, b) => (a.from < b.from ? -1 : 1)),
      })),
  };
}

const orders = fc.record({
  channel: from<Channel>('whatsapp', 'messenger', 'instagram'),
  make: events,
  shuffle: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
  repeats: fc.nat(2),
  together: fc.integer({ min: 1, max: 4 }),
});

it('any order, any repeats, any bodies: the same messages, reactions, windows and row', () => {
  fc.assert(
    fc.property(orders, ({ channel, make, shuffle, repeats, together }) => {
      const all = make(channel);
      const many = Array.from({ length: repeats + 1 }, () => all).flat();
      const other = many
        .map((event) => ({ event, place: shuffle.next().value }))
        .sort((a, b) => a.place - b.place)
        .map(({ event }) => event);
      expect(end(channel, other, together)).toEqual(end(channel, all, 1));
    }),
    { seed: 11, numRuns: 1500 },
  );
});

it('once all is told, telling it all again in any order changes nothing and sends no frame (R-3)', () => {
  fc.assert(
    fc.property(orders, ({ channel, make, shuffle }) => {
      const all = make(channel);
      const memory = new Memory(channel);
      memory.hear(heard({ ...onChannel[channel], id: 'first' }));
      memory.now = now;
      for (const event of all) memory.hear(event);
      const { rev } = memory.head;
      const again = [...all].sort(() => shuffle.next().value - 0.5);
      for (const event of again) {
        memory.now += minute;
        expect([event, memory.hear(event).changed]).toEqual([event, false]);
      }
      expect(memory.head.rev).toBe(rev);
    }),
    { seed: 12, numRuns: 800 },
  );
});
