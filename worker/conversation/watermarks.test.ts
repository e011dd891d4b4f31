/** Delivered and read up to a time or a message: Messenger's and Instagram's receipts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Channel } from '#domain/channel.ts';
import {
  ana,
  echoed,
  heard,
  minute,
  noon,
  noTime,
  onChannel,
  onInstagram,
  onMessenger,
  passed,
  reported,
  results,
  sends,
} from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';

const second = 1000;

function begun(channel: Channel): Memory {
  const memory = new Memory(channel);
  memory.hear(heard({ ...onChannel[channel], id: 'in' }));
  return memory;
}

/** We sent these, a minute apart from 12:01 on, and Meta took each at once, as `m.c1`… */
function sent(channel: Channel, ...ids: readonly string[]): Memory {
  const memory = begun(channel);
  for (const id of ids) {
    memory.now += minute;
    memory.ask(ana, sends(id));
    const row = memory.leave();
    if (row) memory.answer(row, results.accepted(`m.${id}`));
  }
  return memory;
}
const states = (memory: Memory) =>
  memory.messages.flatMap(({ delivery }) => (delivery ? [delivery.state] : []));
const readAt = (memory: Memory, id: string) => memory.message(id)?.delivery?.times.read;

describe('a watermark of Messenger', () => {
  it.each(['delivered', 'read'] as const)(
    'raises what was taken up to it and nothing later: %s (R-10)',
    (step) => {
      const memory = sent('messenger', 'c1', 'c2', 'c3');
      memory.hear(passed({ step, upTo: noon + 2 * minute }));
      expect(states(memory)).toEqual([step, step, 'accepted']);
      expect(memory.message('c1')?.delivery?.times[step]).toBe(noon + 2 * minute);
      memory.hear(passed({ step, upTo: noon + 3 * minute - 1 }));
      expect(states(memory)).toEqual([step, step, 'accepted']);
      memory.hear(passed({ step, upTo: noon + 3 * minute }));
      expect(states(memory)).toEqual([step, step, step]);
    },
  );

  it('again, or an older one, changes nothing but an earlier time (R-3, R-6, R-10)', () => {
    const memory = sent('messenger', 'c1', 'c2');
    memory.now += minute;
    memory.hear(passed({ step: 'read', upTo: noon + 3 * minute }));
    const { rev } = memory.head;
    expect(memory.hear(passed({ step: 'read', upTo: noon + 3 * minute })).empty).toBe(true);
    expect(memory.hear(passed({ step: 'read', upTo: noon })).empty).toBe(true);
    expect(memory.head.rev).toBe(rev);
    memory.hear(passed({ step: 'read', upTo: noon + minute }));
    expect([readAt(memory, 'c1'), readAt(memory, 'c2')]).toEqual([noon + minute, noon + 3 * minute]);
  });

  it('of a delivery lowers nothing that was read (R-6, R-10)', () => {
    const memory = sent('messenger', 'c1', 'c2');
    memory.hear(passed({ step: 'read', upTo: noon + minute }));
    memory.hear(passed({ step: 'delivered', upTo: noon + 2 * minute }));
    expect(states(memory)).toEqual(['read', 'delivered']);
    expect(memory.message('c1')?.delivery?.times).toHaveProperty('delivered');
  });

  it('says nothing of what Meta had not taken then: queued, leaving, unknown, failed (R-7, R-8, R-10)', () => {
    const memory = sent('messenger', 'c1');
    for (const [id, result] of [
      ['bad', results.failed],
      ['lost', results.unknown],
    ] as const) {
      memory.ask(ana, sends(id));
      const row = memory.leave();
      if (row) memory.answer(row, result);
    }
    memory.ask(ana, sends('leaving'));
    memory.leave();
    memory.ask(ana, sends('queued'));
    memory.now += minute;
    memory.hear(passed({ step: 'read', upTo: memory.now }));
    expect(states(memory)).toEqual(['read', 'failed', 'unknown', 'queued', 'queued']);
    expect(memory.outbox).toHaveLength(2);
  });

  it('does not raise what Meta told to have failed, whichever comes first (R-7, R-10)', () => {
    for (const first of [true, false]) {
      const memory = begun('messenger');
      memory.ask(ana, sends('c1'));
      const row = memory.leave();
      memory.now += minute;
      const failed = reported({ ...onMessenger, id: 'm.1', callbackId: 'c1', step: 'failed' });
      if (first && row) memory.answer(row, results.accepted('m.1'));
      memory.hear(failed, passed({ step: 'read', upTo: memory.now }));
      if (!first && row) memory.answer(row, results.accepted('m.1'));
      expect(states(memory)).toEqual(['failed']);
    }
  });

  it('does not raise the customer’s own messages, comments and lines (R-10)', () => {
    const memory = sent('messenger', 'c1');
    memory.ask(ana, { type: 'comment', clientId: 'note', text: 'x' });
    const change = memory.hear(passed({ step: 'read', upTo: memory.now }));
    expect([...change.messages.keys()]).toEqual(['c1']);
  });

  it('counts for what is accepted only later but was sent before (R-10)', () => {
    const memory = begun('messenger');
    memory.ask(ana, sends('c1'));
    const row = memory.leave();
    memory.now += 5 * second;
    memory.hear(passed({ step: 'read', upTo: noon + 2 * second }));
    if (row) memory.answer(row, results.accepted('m.1'));
    // Taken by noon + 5 s as far as our clock knows: not certainly before the watermark…
    expect(states(memory)).toEqual(['accepted']);
    // …until Meta's own time of it comes with its echo.
    memory.hear(echoed({ ...onMessenger, id: 'm.1', callbackId: 'c1', at: noon + second }));
    expect(states(memory)).toEqual(['read']);
    expect(readAt(memory, 'c1')).toBe(noon + 2 * second);
  });

  it('counts for an echo from elsewhere that comes after it (R-10, R-43)', () => {
    const memory = begun('messenger');
    memory.now += minute;
    memory.hear(
      passed({ step: 'delivered', upTo: noon + 20 * second }),
      passed({ step: 'read', upTo: noon + 10 * second }),
    );
    for (const at of [10, 11, 21]) {
      memory.hear(echoed({ ...onMessenger, id: `e${at}`, at: noon + at * second }));
    }
    expect(states(memory)).toEqual(['read', 'delivered', 'sent']);
  });

  it('names messages besides: those are raised whatever the time (R-10)', () => {
    const memory = sent('messenger', 'c1', 'c2', 'c3');
    memory.hear(passed({ step: 'delivered', ids: ['m.c3'], upTo: noon + minute }));
    expect(states(memory)).toEqual(['delivered', 'accepted', 'delivered']);
  });

  it('that names a message of which no answer has come yet waits for it (R-9, R-10)', () => {
    const memory = begun('messenger');
    memory.ask(ana, sends('c1'));
    const row = memory.leave();
    memory.hear(passed({ step: 'delivered', ids: ['m.1'] }));
    expect(states(memory)).toEqual(['queued']);
    if (row) memory.answer(row, results.accepted('m.1'));
    expect(states(memory)).toEqual(['delivered']);
    expect(memory.waiting).toEqual([]);
  });

  it('from the future counts up to now, and one without a time up to its arrival (R-1, R-10)', () => {
    for (const upTo of [noon + 999 * minute, noTime]) {
      const memory = sent('messenger', 'c1');
      memory.hear(passed({ step: 'read', upTo, at: noTime }));
      expect(readAt(memory, 'c1')).toBe(noon + minute);
      expect(memory.state.read).toBe(noon + minute);
      memory.now += minute;
      memory.ask(ana, sends('c2'));
      const row = memory.leave();
      if (row) memory.answer(row, results.accepted('m.2'));
      expect(states(memory)).toEqual(['read', 'accepted']);
    }
  });

  it('begins no conversation (R-11)', () => {
    const memory = new Memory('messenger');
    expect(memory.hear(passed({ step: 'read', upTo: noon })).empty).toBe(true);
  });

  it('reaches through a body of many echoes to the messages of before (R-10)', () => {
    const memory = sent('messenger', 'c1');
    memory.now += minute;
    const many = Array.from({ length: 30 }, (_, n) =>
      echoed({ ...onMessenger, id: `e${n}`, at: noon + minute + n, history: true, step: 'read' }),
    );
    memory.hear(...many, passed({ step: 'read', upTo: memory.now }));
    // Twenty that were read already are enough to stop at: those of before were raised with them.
    memory.hear(passed({ step: 'delivered', upTo: memory.now }));
    expect(
      memory.messages.filter(({ delivery }) => delivery && delivery.state !== 'read').length,
    ).toBeLessThanOrEqual(1);
  });
});

describe('a read of Instagram', () => {
  const read = (...ids: readonly string[]) =>
    passed({ ...onInstagram, step: 'read', ids, at: noon + 10 * minute });

  it('raises its message and all earlier ones, at the time it was read, with no delivered step (R-10)', () => {
    const memory = sent('instagram', 'c1', 'c2', 'c3');
    memory.now = noon + 10 * minute;
    memory.hear(read('m.c2'));
    expect(states(memory)).toEqual(['read', 'read', 'accepted']);
    expect([readAt(memory, 'c1'), readAt(memory, 'c2')]).toEqual([noon + 10 * minute, noon + 10 * minute]);
    expect(memory.message('c1')?.delivery?.times).not.toHaveProperty('delivered');
    expect(memory.hear(read('m.c2')).empty).toBe(true);
  });

  it('of an unknown message waits, then raises it and all earlier ones (R-9, R-10)', () => {
    const memory = sent('instagram', 'c1');
    memory.now += minute;
    memory.ask(ana, sends('c2'));
    const row = memory.leave();
    memory.hear(read('m.c2'));
    expect(states(memory)).toEqual(['accepted', 'queued']);
    if (row) memory.answer(row, results.accepted('m.c2'));
    expect(states(memory)).toEqual(['read', 'read']);
    expect(memory.hear(read('m.c2')).changed).toBe(false);
  });

  it('does not raise what failed before it (R-7, R-10)', () => {
    const memory = begun('instagram');
    memory.ask(ana, sends('bad'));
    const row = memory.leave();
    if (row) memory.answer(row, results.failed);
    memory.hear(echoed({ ...onInstagram, id: 'e', at: noon + 1 }), read('e'));
    expect(states(memory)).toEqual(['failed', 'read']);
  });
});

it('receipts, answers and echoes may come in any order: every message ends the same (R-6, R-9, R-10, R-43)', () => {
  type Part = 'answer' | 'echo' | 'delivered' | 'read1' | 'read2' | 'foreign';
  const parts = fc.uniqueArray(
    fc.constantFrom<Part>('answer', 'echo', 'delivered', 'read1', 'read2', 'foreign'),
  );
  const orders = parts.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  const end = (channel: 'messenger' | 'instagram', all: readonly Part[]) => {
    const memory = begun(channel);
    memory.ask(ana, sends('c1'));
    const row = memory.leave();
    const place = onChannel[channel];
    // Everything is told within one moment.
    memory.now = noon + minute;
    for (const part of all.includes('answer') ? all : [...all, 'answer']) {
      if (part === 'answer' && row) memory.answer(row, results.accepted('m.1'));
      if (part === 'echo') {
        const callbackId = channel === 'messenger' ? { callbackId: 'c1' } : {};
        memory.hear(
          echoed({
            ...place,
            id: 'm.1',
            at: noon + second,
            ...callbackId,
            content: { kind: 'text', text: 'words of c1' },
          }),
        );
      }
      if (part === 'delivered')
        memory.hear(passed({ ...place, step: 'delivered', ids: ['m.1'], at: noon + 2 * second }));
      if (part === 'read1') memory.hear(passed({ ...place, step: 'read', upTo: noon + 3 * second }));
      if (part === 'read2')
        memory.hear(passed({ ...place, step: 'read', ids: ['m.1'], at: noon + 3 * second }));
      if (part === 'foreign')
        memory.hear(echoed({ ...place, id: 'f', at: noon + second, callbackId: 'not-ours' }));
    }
    memory.settleEchoes();
    return Object.fromEntries(memory.messages.map(({ id, delivery }) => [id, delivery?.state]));
  };
  fc.assert(
    fc.property(
      fc.constantFrom('messenger' as const, 'instagram' as const),
      orders,
      (channel, [all, other]) => {
        expect(end(channel, other)).toEqual(end(channel, all));
      },
    ),
    { seed: 3, numRuns: 600 },
  );
});
