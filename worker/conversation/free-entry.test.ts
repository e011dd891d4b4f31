/** The free entry point of WhatsApp: when it is offered, starts and ends. It changes price, never permission. */
import { describe, expect, it } from 'vitest';
import type { StatusEvent } from '../channels/channel.ts';
import {
  ana,
  day,
  echoed,
  heard,
  hour,
  minute,
  noon,
  onMessenger,
  reported,
  results,
  sends,
  template,
} from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';

const referral = { source: 'ad', headline: 'Shoes' } as const;
const free = { category: 'referral_conversion', type: 'free_entry_point', billable: false };
const charged = { category: 'service', type: 'regular', billable: true };

/** The customer came through an ad at noon. */
function offered(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'ad', referral }));
  return memory;
}

function send(memory: Memory, clientId = 'c1') {
  memory.ask(ana, sends(clientId));
  const row = memory.leave();
  if (!row) throw new Error('nothing left');
  return row;
}

/** We answered at `at`, and Meta took it. */
function answered(at = noon + hour): Memory {
  const memory = offered();
  memory.now = at;
  memory.answer(send(memory), results.accepted('wamid.1'));
  return memory;
}
/** Meta's time is in whole seconds: it lies before the moment of our answer. */
const told = (memory: Memory, part: Partial<StatusEvent> = {}) =>
  memory.hear(
    reported({
      id: 'wamid.1',
      callbackId: 'c1',
      step: 'sent',
      at: Math.floor(memory.now / 1000) * 1000,
      ...part,
    }),
  );
const lines = (memory: Memory) =>
  memory.messages.flatMap(({ content, at }) =>
    content.kind === 'line' && content.what.startsWith('free-entry') ? [[content.what, at]] : [],
  );

describe('a free entry point', () => {
  it('is none before we answer, and none without an ad (R-15)', () => {
    expect(offered().head.freeEntryUntil).toBeNull();
    const memory = new Memory();
    memory.hear(heard({ id: 'a' }));
    memory.answer(send(memory), results.accepted('wamid.1'));
    expect(memory.head.freeEntryUntil).toBeNull();
  });

  it('starts when Meta takes our answer, for 72 hours, with a line (R-15, R-28)', () => {
    const memory = answered();
    expect(memory.head.freeEntryUntil).toBe(noon + 73 * hour);
    expect(lines(memory)).toEqual([['free-entry', noon + hour]]);
  });

  it.each([
    [day, true],
    [day + 1, false],
  ])('starts with an answer %i ms after the opener: %s (R-15)', (after, starts) => {
    const memory = offered();
    memory.now = noon + after;
    memory.ask(ana, { type: 'send', clientId: 'c1', draft: template });
    const row = memory.leave();
    if (row) memory.answer(row, results.accepted('wamid.1'));
    expect(memory.head.freeEntryUntil).toBe(starts ? noon + after + 72 * hour : null);
    memory.hear(heard({ id: 'more', at: memory.now }));
    memory.answer(send(memory, 'c2'), results.accepted('wamid.2'));
    expect(memory.head.freeEntryUntil).toBe(starts ? noon + after + 72 * hour : null);
  });

  it('starts with the first answer only (R-15)', () => {
    const memory = answered();
    memory.now += hour;
    memory.answer(send(memory, 'c2'), results.accepted('wamid.2'));
    expect(memory.head.freeEntryUntil).toBe(noon + 73 * hour);
  });

  it('does not start with what Meta refused, nor with what a status had failed already (R-15)', () => {
    const memory = offered();
    memory.answer(send(memory), results.failed);
    expect(memory.head.freeEntryUntil).toBeNull();
    const late = offered();
    const row = send(late);
    told(late, { step: 'failed' });
    late.answer(row, results.accepted('wamid.1'));
    expect(late.head.freeEntryUntil).toBeNull();
  });

  it('starts with our answer though the opener comes here after it (R-15)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', at: noon - hour }));
    memory.answer(send(memory), results.accepted('wamid.1'));
    memory.now = noon + minute;
    memory.answer(send(memory, 'c2'), results.accepted('wamid.2'));
    memory.hear(heard({ id: 'ad', referral, at: noon - minute }));
    expect(memory.head.freeEntryUntil).toBe(noon + 72 * hour);
    memory.now = noon + hour;
    memory.answer(send(memory, 'c3'), results.accepted('wamid.3'));
    expect(memory.head.freeEntryUntil).toBe(noon + 72 * hour);
  });

  it.each([
    ['failed', (memory: Memory) => memory.answer(send(memory), results.failed)],
    [
      'came to nothing later',
      (memory: Memory) => {
        memory.answer(send(memory), results.accepted('wamid.1'));
        told(memory, { step: 'failed' });
      },
    ],
    ['was written on the phone', (memory: Memory) => memory.hear(echoed({ id: 'e', origin: 'phone-app' }))],
  ])('does not start with an answer of before the late opener that %s (R-15)', (_name, answer) => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', at: noon - hour }));
    answer(memory);
    memory.now = noon + minute;
    memory.hear(heard({ id: 'ad', referral, at: noon - minute }));
    expect(memory.head.freeEntryUntil).toBeNull();
    memory.answer(send(memory, 'c9'), results.accepted('wamid.9'));
    expect(memory.head.freeEntryUntil).toBe(noon + minute + 72 * hour);
  });

  it('is not begun again by an opener of before it that comes late (R-15)', () => {
    const memory = answered();
    memory.hear(heard({ id: 'twin', referral, at: noon + minute }));
    memory.now += hour;
    memory.answer(send(memory, 'c2'), results.accepted('wamid.2'));
    expect(memory.head.freeEntryUntil).toBe(noon + 73 * hour);
  });

  it('is not offered by history (R-12, R-15)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a' }));
    memory.hear(heard({ id: 'old', referral, history: true, opens: false, speaks: false }));
    memory.answer(send(memory), results.accepted('wamid.1'));
    expect(memory.head.freeEntryUntil).toBeNull();
  });

  it('does not start with a reaction (R-15)', () => {
    const memory = offered();
    memory.ask(ana, { type: 'react', clientId: 'r1', messageId: 'ad', emoji: '👍' });
    const row = memory.leave();
    if (row) memory.answer(row, results.accepted('wamid.r1'));
    expect(memory.head.freeEntryUntil).toBeNull();
    memory.answer(send(memory), results.accepted('wamid.1'));
    expect(memory.head.freeEntryUntil).toBe(noon + 72 * hour);
  });

  it('is WhatsApp’s alone (R-15)', () => {
    const memory = new Memory('messenger');
    memory.hear(heard({ ...onMessenger, id: 'ad', referral }));
    memory.answer(send(memory), results.accepted('m.1'));
    expect(memory.head.freeEntryUntil).toBeNull();
  });
});

describe('Meta’s word of it', () => {
  it.each([
    ['shorter', noon + 10 * hour],
    ['longer', noon + 7 * day],
  ])('wins, also when it is %s (R-15)', (_name, until) => {
    const memory = answered();
    told(memory, { price: free, freeEntry: { until } });
    expect(memory.head.freeEntryUntil).toBe(until);
    expect(lines(memory)).toHaveLength(1);
    told(memory, { step: 'delivered', price: free, freeEntry: {} });
    expect(memory.head.freeEntryUntil).toBe(until);
  });

  it('says so without any offer, as for a button on a page (R-15)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a' }));
    memory.answer(send(memory), results.accepted('wamid.1'));
    told(memory, { price: free, freeEntry: {} });
    expect(memory.head.freeEntryUntil).toBe(noon + 72 * hour);
    told(memory, { price: free, freeEntry: { until: noon + 5 * day } });
    expect(memory.head.freeEntryUntil).toBe(noon + 5 * day);
  });

  it('counts before the answer to our request as after it (R-15)', () => {
    const memory = offered();
    const row = send(memory);
    told(memory, { price: free, freeEntry: { until: noon + 5 * day } });
    memory.answer(row, results.accepted('wamid.1'));
    expect(memory.head.freeEntryUntil).toBe(noon + 5 * day);
    expect(lines(memory)).toHaveLength(1);
  });

  it('that waited for its message counts with it (R-9, R-15)', () => {
    const memory = offered();
    const row = send(memory);
    memory.hear(reported({ id: 'wamid.1', step: 'sent', price: free, freeEntry: { until: noon + 5 * day } }));
    expect(memory.head.freeEntryUntil).toBeNull();
    memory.answer(row, results.accepted('wamid.1'));
    expect(memory.head.freeEntryUntil).toBe(noon + 5 * day);
    expect(memory.message('c1')?.price).toEqual(free);
  });

  it('again changes nothing (R-3, R-15)', () => {
    for (const part of [
      { price: free, freeEntry: { until: noon + 5 * day } },
      { price: free, freeEntry: {} },
      { price: charged },
    ]) {
      const memory = answered(noon + hour + 500);
      told(memory, part);
      expect(told(memory, part).empty).toBe(true);
      memory.now += 10 * day;
      memory.ring();
      expect(told(memory, { ...part, at: noon + hour }).empty).toBe(true);
    }
  });

  it('of an older message does not bring an older end back (R-15)', () => {
    const memory = answered();
    told(memory, { price: free, freeEntry: { until: noon + 2 * day } });
    memory.now = noon + 20 * hour;
    memory.answer(send(memory, 'c2'), results.accepted('wamid.2'));
    told(memory, { id: 'wamid.2', callbackId: 'c2', price: free, freeEntry: { until: noon + 5 * day } });
    told(memory, { price: free, freeEntry: { until: noon + 2 * day } });
    expect(memory.head.freeEntryUntil).toBe(noon + 5 * day);
  });

  it('that a message of it was free, told after its end, does not begin it again (R-15)', () => {
    const memory = answered();
    told(memory, { price: free, freeEntry: { until: noon + 70 * hour } });
    memory.now = noon + 75 * hour;
    memory.ring();
    told(memory, { step: 'read', at: memory.now, price: free, freeEntry: {} });
    expect(memory.head.freeEntryUntil).toBe(noon + 70 * hour);
    expect(lines(memory).map(([what]) => what)).toEqual(['free-entry', 'free-entry-ended']);
  });

  it('is stronger than what a next ad lets us expect (R-15)', () => {
    const memory = answered();
    told(memory, { price: free, freeEntry: { until: noon + 7 * day } });
    memory.hear(heard({ id: 'ad2', referral, at: memory.now + 1 }));
    memory.now += minute;
    memory.answer(send(memory, 'c2'), results.accepted('wamid.2'));
    expect(memory.head.freeEntryUntil).toBe(noon + 7 * day);
  });

  it.each([
    ['after', true],
    ['before', false],
  ])('that a message was charged, %s our answer, ends what we expected (R-15)', (_name, first) => {
    const memory = first ? answered(noon + hour + 500) : offered();
    if (first) told(memory, { price: charged });
    else {
      const row = send(memory);
      told(memory, { price: charged });
      memory.answer(row, results.accepted('wamid.1'));
    }
    expect(memory.head.freeEntryUntil).toBeNull();
    expect(lines(memory).map(([what]) => what)).toEqual(first ? ['free-entry', 'free-entry-ended'] : []);
    memory.now += day - hour - 1000;
    memory.answer(send(memory, 'c2'), results.accepted('wamid.2'));
    expect(memory.head.freeEntryUntil).toBeNull();
  });

  it('that a message was charged does not end what Meta has confirmed, nor does a message of before (R-15)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', at: noon - minute }));
    memory.answer(send(memory, 'c0'), results.accepted('wamid.0'));
    memory.hear(heard({ id: 'ad', referral, at: noon + 1 }));
    memory.now = noon + hour;
    memory.answer(send(memory), results.accepted('wamid.1'));
    told(memory, { id: 'wamid.0', callbackId: 'c0', price: charged });
    expect(memory.head.freeEntryUntil).toBe(noon + 73 * hour);
    told(memory, { price: free, freeEntry: {} });
    told(memory, { step: 'delivered', price: charged });
    expect(memory.head.freeEntryUntil).toBe(noon + 73 * hour);
  });
});

describe('the end of a free entry point', () => {
  it('is told once, at its own time (R-15, R-28, R-38)', () => {
    const memory = answered();
    memory.now = noon + 73 * hour - 1;
    memory.ring();
    expect(lines(memory)).toHaveLength(1);
    memory.now += hour;
    memory.ring();
    memory.ring();
    expect(lines(memory).slice(1)).toEqual([['free-entry-ended', noon + 73 * hour]]);
  });

  it('is told also where Meta names one that has passed (R-15, R-28)', () => {
    const memory = answered();
    memory.now += 5 * hour;
    told(memory, { price: free, freeEntry: { until: noon + 2 * hour } });
    memory.ring();
    expect(lines(memory).slice(1)).toEqual([['free-entry-ended', noon + 2 * hour]]);
  });

  it('is nothing to tell of one that was over before we heard of it (R-15)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a' }));
    memory.answer(send(memory), results.accepted('wamid.1'));
    memory.now += 9 * day;
    told(memory, { at: noon, price: free, freeEntry: { until: noon + 3 * day } });
    memory.ring();
    expect(lines(memory)).toEqual([]);
  });

  it('never was a permission: after the window only templates leave (R-15, R-17)', () => {
    const memory = answered();
    memory.now = noon + day;
    expect(memory.ask(ana, sends('c2')).refusal?.code).toBe('window-closed');
    expect(memory.ask(ana, { type: 'send', clientId: 't', draft: template }).refusal).toBeNull();
  });
});
