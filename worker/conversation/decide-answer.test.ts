import { describe, expect, it } from 'vitest';
import { ana, day, heard, hour, limited, minute, noon, reported, results, sends } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import type { SendResult } from '../channels/channel.ts';

/** A conversation in which these were sent; none has left. */
function queued(...ids: readonly string[]): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'in' }));
  for (const clientId of ids) memory.ask(ana, sends(clientId, `Hi from ${clientId}`));
  return memory;
}

/** The next one leaves and gets this answer. Returns which one it was. */
function round(memory: Memory, result: SendResult): string | null {
  const row = memory.leave();
  if (row) memory.answer(row, result);
  return row?.messageId ?? null;
}
const stateOf = (memory: Memory, id = 'c1') => memory.message(id)?.delivery?.state;

describe('an answer', () => {
  it('with an id is accepted and known by it (R-6, R-8)', () => {
    const memory = queued('c1');
    memory.now += 5;
    round(memory, results.accepted('wamid.1'));
    expect(memory.message('c1')).toMatchObject({
      metaId: 'wamid.1',
      delivery: { state: 'accepted', times: { queued: noon, accepted: noon + 5 } },
    });
    expect(memory.outbox).toEqual([]);
  });

  it('brings the reports that came before it, in its own commit (R-9)', () => {
    const memory = queued('c1');
    const row = memory.leave();
    memory.hear(reported({ id: 'wamid.1', step: 'delivered' }), reported({ id: 'wamid.1', step: 'sent' }));
    const before = memory.head.rev;
    if (row) memory.answer(row, results.accepted('wamid.1'));
    expect(stateOf(memory)).toBe('delivered');
    expect(Object.keys(memory.message('c1')?.delivery?.times ?? {}).sort()).toEqual([
      'accepted',
      'delivered',
      'queued',
      'sent',
    ]);
    expect(memory.head.rev).toBe(before + 1);
    expect(memory.waiting).toEqual([]);
  });

  it('brings the earliest report of each step, whichever came first (R-6, R-9)', () => {
    const memory = queued('c1');
    const row = memory.leave();
    memory.hear(reported({ id: 'wamid.1', step: 'sent', at: noon - minute }));
    memory.hear(reported({ id: 'wamid.1', step: 'sent', at: noon - hour }));
    if (row) memory.answer(row, results.accepted('wamid.1'));
    expect(memory.message('c1')?.delivery?.times.sent).toBe(noon - hour);
  });

  it('that refuses says why in words (R-7)', () => {
    const memory = queued('c1');
    round(memory, results.failed);
    expect(memory.message('c1')?.delivery).toMatchObject({
      state: 'failed',
      failure: { code: '131026', title: 'Undeliverable', details: 'why' },
    });
    expect(memory.outbox).toEqual([]);
  });

  it('that never came is unknown and never sent again by itself (R-8)', () => {
    const memory = queued('c1');
    round(memory, results.unknown);
    expect(stateOf(memory)).toBe('unknown');
    memory.now += 10 * hour;
    expect(memory.leave()).toBeNull();
  });

  it('comes too late to lower what a status said (R-6)', () => {
    for (const result of [results.accepted('wamid.1'), results.unknown, results.later()]) {
      const memory = queued('c1');
      const row = memory.leave();
      memory.hear(reported({ id: 'wamid.1', step: 'delivered', callbackId: 'c1' }));
      if (row) memory.answer(row, result);
      expect(stateOf(memory)).toBe('delivered');
    }
  });

  it('that says only what a status has said already is no change of the message (R-4)', () => {
    const memory = queued('c1');
    const row = memory.leave();
    memory.hear(reported({ id: 'wamid.1', step: 'accepted', callbackId: 'c1' }));
    const known = memory.message('c1');
    if (row) memory.answer(row, results.accepted('wamid.1'));
    expect(memory.message('c1')).toEqual(known);
  });

  it('that asks for patience queues nothing that a status has settled meanwhile (R-8, R-19)', () => {
    const memory = queued('c1', 'c2');
    const row = memory.leave();
    memory.hear(reported({ id: 'wamid.1', step: 'sent', callbackId: 'c1' }));
    if (row) memory.answer(row, results.later(5 * minute));
    expect(memory.outbox.map(({ messageId }) => messageId)).toEqual(['c2']);
    expect(memory.leave()?.messageId).toBe('c2');
  });
});

describe('a retry', () => {
  it('waits in its place and says until when and why (R-19, R-20)', () => {
    const memory = queued('c1', 'c2');
    expect(round(memory, results.later(7000))).toBe('c1');
    expect(memory.message('c1')?.delivery).toMatchObject({
      state: 'queued',
      waiting: { attempt: 1, until: noon + 7000 },
    });
    expect(memory.leave()).toBeNull();
    memory.now += 6999;
    expect(memory.leave()).toBeNull();
    memory.now += 1;
    expect(memory.leave()?.messageId).toBe('c1');
  });

  it('counts its attempts and waits longer each time (R-20)', () => {
    const memory = queued('c1');
    const waits = Array.from({ length: 6 }, () => {
      round(memory, results.later());
      const { dueAt = 0, attempt = 0 } = memory.outbox[0] ?? {};
      const wait = dueAt - memory.now;
      memory.now = dueAt;
      return { wait, attempt };
    });
    expect(waits.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(waits.map(({ wait }) => wait)).toEqual(waits.map(({ wait }) => wait).sort((a, b) => a - b));
    expect(new Set(waits.map(({ wait }) => wait)).size).toBeGreaterThan(3);
  });

  it('that would come after the window’s end has failed with that reason, at once (R-20)', () => {
    const memory = queued('c1');
    memory.now = noon + day - 1000;
    round(memory, results.later(1000));
    expect(memory.message('c1')?.delivery).toMatchObject({
      state: 'failed',
      failure: { code: 'window-closed' },
    });
    expect(memory.outbox).toEqual([]);
  });

  it('is given up after 24 hours with Meta’s reason, though the window stays open (R-20)', () => {
    const memory = queued('c1');
    memory.now = noon + 23 * hour;
    memory.hear(heard({ id: 'more', at: memory.now }));
    round(memory, results.later(hour));
    expect(stateOf(memory)).toBe('queued');
    memory.now = noon + day;
    round(memory, results.later(1));
    expect(memory.message('c1')?.delivery).toMatchObject({
      state: 'failed',
      failure: { code: limited.code },
    });
    expect(memory.message('c1')?.delivery?.failure?.sentence).not.toMatch(/by itself/);
  });

  it('that is accepted in the end waits no more (R-20)', () => {
    const memory = queued('c1');
    round(memory, results.later(1000));
    memory.now += 1000;
    round(memory, results.accepted('wamid.1'));
    expect(memory.message('c1')?.delivery).not.toHaveProperty('waiting');
  });

  it('is not made for a message that a status settled while it waited (R-8)', () => {
    const memory = queued('c1');
    round(memory, results.later(1000));
    memory.hear(reported({ id: 'wamid.1', step: 'sent', callbackId: 'c1' }));
    expect(memory.outbox).toEqual([]);
    expect(memory.message('c1')?.delivery).not.toHaveProperty('waiting');
  });
});

describe('leaving', () => {
  it('is written down before the request, and one at a time (R-19, R-21)', () => {
    const memory = queued('c1', 'c2');
    memory.now += 3;
    expect(memory.leave()?.messageId).toBe('c1');
    expect(memory.outbox[0]).toMatchObject({ messageId: 'c1', leftAt: noon + 3 });
    expect(memory.leave()).toBeNull();
  });

  it('asks the rules again at that moment (R-17)', () => {
    const memory = queued('c1');
    memory.now = noon + day;
    expect(memory.leave()).toBeNull();
    expect(memory.message('c1')?.delivery).toMatchObject({
      state: 'failed',
      failure: { code: 'window-closed' },
    });
    expect(memory.message('c1')?.delivery?.failure?.sentence).toMatch(/\.$/);
    expect(memory.outbox).toEqual([]);
  });

  it.each([
    ['failed', results.failed],
    ['unknown', results.unknown],
    ['accepted', results.accepted('wamid.1')],
  ] as const)('is not held back by one that is %s (R-19)', (_name, result) => {
    const memory = queued('c1', 'c2');
    round(memory, result);
    expect(memory.leave()?.messageId).toBe('c2');
  });
});

describe('a message whose turn has not come', () => {
  it('stays where it is, no attempt counted, and holds back the later ones (R-19, R-22)', () => {
    const memory = queued('c1', 'c2');
    const [row] = memory.outbox;
    if (row) memory.hold(row, noon + minute);
    expect(memory.outbox).toMatchObject([
      { messageId: 'c1', attempt: 0, dueAt: noon + minute, leftAt: null },
      { messageId: 'c2' },
    ]);
    expect(memory.leave()).toBeNull();
    memory.now = noon + minute;
    expect(memory.leave()?.messageId).toBe('c1');
  });

  it('says why and until when, unless that is over at once (R-22, C15)', () => {
    const memory = queued('c1');
    const [row] = memory.outbox;
    if (row) memory.hold(row, noon + 1_999);
    expect(memory.message('c1')?.delivery).not.toHaveProperty('waiting');
    if (row) memory.hold(row, noon + 6_000);
    const { waiting } = memory.message('c1')?.delivery ?? {};
    expect(waiting).toMatchObject({ attempt: 0, until: noon + 6_000, why: 'limit' });
    expect(waiting?.sentence).toMatch(/this person\. It goes out by itself/);
  });

  it('does not stand up again when it was settled while it asked (R-8, R-22)', () => {
    const memory = queued('c1');
    const [row] = memory.outbox;
    memory.hear(reported({ id: 'wamid.1', step: 'sent', callbackId: 'c1' }));
    if (row) memory.hold(row, noon + minute);
    expect(memory.outbox).toEqual([]);
  });

  it('asks the rules again when it comes (R-17, R-22)', () => {
    const memory = queued('c1');
    const [row] = memory.outbox;
    if (row) memory.hold(row, noon + day);
    memory.now = noon + day;
    expect(memory.leave()).toBeNull();
    expect(memory.message('c1')?.delivery?.failure).toMatchObject({ code: 'window-closed', kind: 'window' });
  });
});

describe('a failure', () => {
  it('says what it means for the agent, by the channel’s table (R-7)', () => {
    const memory = queued('c1');
    round(memory, results.failed);
    expect(memory.message('c1')?.delivery?.failure).toMatchObject({ kind: 'unreachable', code: '131026' });
  });

  it('of our own account says so in its words (R-7)', () => {
    const memory = queued('c1');
    const error = { code: 'account-in-trouble', title: '', details: 'It is restricted. Ask an admin.' };
    round(memory, { type: 'failed', error });
    expect(memory.message('c1')?.delivery?.failure).toMatchObject({
      kind: 'account',
      sentence: 'It is restricted. Ask an admin.',
    });
  });
});
