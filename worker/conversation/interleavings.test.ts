/** Anything may come in any order: after every step the head must be what a recount of everything says. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deliverySteps, type DeliveryState } from '#domain/delivery.ts';
import { previewOf } from '#domain/head.ts';
import { compareMessages } from '#domain/message.ts';
import { ana, heard, reported, results, sends } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { always, operation, World } from '../testing/world.ts';
import { publicMessage } from './state.ts';

it('unread is what arrived after the last read; a repeat changes nothing (R-2, R-3, R-24)', () => {
  always(({ memory, unread }) => expect(memory.head.unread).toBe(unread.length));
});

it('the preview is the newest by time (R-1, R-2)', () => {
  always(({ memory }) => {
    const shown = memory.messages.flatMap((message) => publicMessage(message) ?? []);
    const newest = shown.findLast((message) => previewOf(message) !== null);
    expect(memory.head.preview).toEqual(newest ? previewOf(newest) : null);
    expect(memory.head.lastAt).toBe(newest?.at ?? 0);
  });
});

it('arrival numbers every message once, from 1, without a hole (R-1)', () => {
  always(({ memory }) => {
    const numbers = memory.messages.map(({ seq }) => seq).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(memory.messages).toEqual([...memory.messages].sort(compareMessages));
  });
});

it('the window ends 24 hours after the latest opener, or by Meta’s later word (R-12, R-13, R-14)', () => {
  always(({ memory, expiry }) => expect(memory.head.windowExpiresAt).toBe(expiry));
});

it('what changed since N is exactly what has rev > N (R-4)', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 40, size: 'max' }), (operations) => {
      const world = new World();
      const { memory } = world;
      const seen = new Map<number, ReadonlyMap<string, string>>();
      const look = () => memory.messages.map((one) => [one.id, JSON.stringify({ ...one, rev: 0 })] as const);
      let last = 0;
      for (const one of operations) {
        world.do(one);
        expect(memory.head.rev - last).toBeGreaterThanOrEqual(0);
        last = memory.head.rev;
        seen.set(last, new Map(look()));
      }
      const now = new Map(look());
      for (const [rev, then] of seen) {
        const differs = [...now].filter(([id, text]) => then.get(id) !== text).map(([id]) => id);
        const since = memory.messages.filter((one) => one.rev > rev).map(({ id }) => id);
        expect(new Set(since)).toEqual(new Set(differs));
      }
    }),
    { seed: 8, numRuns: 300 },
  );
});

it('the outbox holds what is queued, in order, and one at most has left (R-19, R-21)', () => {
  always(({ memory }) => {
    const queued = memory.messages.filter(({ delivery }) => delivery?.state === 'queued');
    expect(memory.outbox.map(({ messageId }) => messageId).sort()).toEqual(queued.map(({ id }) => id).sort());
    expect(memory.outbox.map(({ seq }) => seq)).toEqual(
      memory.outbox.map(({ seq }) => seq).sort((a, b) => a - b),
    );
    expect(memory.outbox.filter(({ leftAt }) => leftAt !== null).length).toBeLessThanOrEqual(1);
  });
});

it('no delivery ever goes back, and what is unknown is never queued again (R-6, R-8)', () => {
  const order: readonly DeliveryState[] = [
    'queued',
    'unknown',
    'accepted',
    'sent',
    'failed',
    'delivered',
    'read',
  ];
  const rank = (state: DeliveryState) => (state === 'played' ? order.length : order.indexOf(state));
  const highest = new WeakMap<World, Map<string, number>>();
  always((world) => {
    const known = highest.get(world) ?? new Map<string, number>();
    highest.set(world, known);
    for (const { id, delivery } of world.memory.messages) {
      if (!delivery) continue;
      expect(rank(delivery.state)).toBeGreaterThanOrEqual(known.get(id) ?? 0);
      known.set(id, rank(delivery.state));
    }
  });
});

it('statuses and the answer may come in any order: the message ends the same (R-6, R-7, R-9)', () => {
  const parts = fc.uniqueArray(
    fc.constantFrom(...deliverySteps.slice(2), 'failed' as const, 'answer' as const),
  );
  const orders = parts.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.boolean()),
  );
  const end = (list: readonly string[], ours: boolean) => {
    const memory = new Memory();
    memory.hear(heard({ id: 'in' }));
    memory.ask(ana, sends('c1', 'x'));
    const row = memory.leave();
    for (const part of list.includes('answer') ? list : [...list, 'answer']) {
      const told = [...deliverySteps, 'failed' as const].find((one) => one === part);
      const callbackId = ours ? 'c1' : undefined;
      if (told) memory.hear(reported({ id: 'wamid.1', step: told, ...(callbackId && { callbackId }) }));
      else if (row) memory.answer(row, results.accepted('wamid.1'));
    }
    return memory.message('c1')?.delivery;
  };
  fc.assert(
    fc.property(orders, ([list, other, ours]) => {
      expect(end(other, ours)).toEqual(end(list, ours));
    }),
    { seed: 9, numRuns: 500 },
  );
});
