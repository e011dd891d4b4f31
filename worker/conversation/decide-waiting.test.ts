/** Who waits for an answer, and what became of ours: the row's waiting, answered, failed and reopened. */
import { describe, expect, it } from 'vitest';
import { statusOf, type Head } from '#domain/head.ts';
import type { Referral } from '#domain/message.ts';
import {
  ana,
  echoed,
  edited,
  heard,
  hour,
  minute,
  noon,
  noticed,
  reacted,
  reported,
  results,
  sends,
  template,
  unsent,
  unspoken,
} from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { always } from '../testing/world.ts';
import { Change } from './change.ts';
import { asks, countAll } from './decide-waiting.ts';
import type { StoredMessage } from './state.ts';

const second = 1000;
/** The customer wrote at noon and again a minute later; it is an hour later now. */
function waiting(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'a' }), heard({ id: 'b', at: noon + minute }));
  memory.now = noon + hour;
  return memory;
}
function leave(memory: Memory) {
  const row = memory.leave();
  if (!row) throw new Error('nothing leaves');
  return row;
}
const send = (memory: Memory, clientId: string) => memory.ask(ana, sends(clientId));
const call = (id: string, at: number, from: 'customer' | 'business' = 'customer') =>
  noticed({ id, at, happening: { what: 'call', from, state: 'ringing' }, opens: from === 'customer' });

describe('the customer waits', () => {
  it('since the first message that nobody answered, until somebody writes', () => {
    const memory = waiting();
    expect(memory.head.waitingSince).toBe(noon);
    send(memory, 'c1');
    expect(memory.head).not.toHaveProperty('waitingSince');
    memory.now = noon + 4 * hour;
    memory.hear(heard({ id: 'c', at: noon + 2 * hour }), heard({ id: 'd', at: noon + 3 * hour }));
    expect(memory.head.waitingSince).toBe(noon + 2 * hour);
  });

  it.each([
    ['a reaction', reacted({ target: 'a', emoji: '👍' })],
    ['a read', reported({ id: 'x', step: 'read' })],
    ['what stands in their place', unspoken({ id: 'u', at: noon + 2 * hour })],
    [
      'old messages of a phone',
      heard({ id: 'h', at: noon + 2 * hour, speaks: false, opens: false, history: true }),
    ],
    ['an edit', edited({ target: 'a', text: 'x', at: noon + 2 * hour })],
    ['our own call', call('k', noon + 2 * hour, 'business')],
  ])('not for %s', (_title, event) => {
    const memory = waiting();
    send(memory, 'c1');
    memory.now = noon + 4 * hour;
    memory.hear(event);
    expect(memory.head).not.toHaveProperty('waitingSince');
  });

  it('for a call, and for what they tapped', () => {
    const memory = waiting();
    send(memory, 'c1');
    memory.now = noon + 4 * hour;
    memory.hear(call('k', noon + 3 * hour));
    expect(memory.head.waitingSince).toBe(noon + 3 * hour);
    memory.hear(
      heard({ id: 'p', at: noon + 2 * hour, content: { kind: 'choice', text: 'Prices', of: 'postback' } }),
    );
    expect(memory.head.waitingSince).toBe(noon + 2 * hour);
  });

  it('since the earlier one that came late; one from before our answer is answered by it (R-2)', () => {
    const memory = waiting();
    memory.hear(heard({ id: 'late', at: noon - hour }));
    expect(memory.head.waitingSince).toBe(noon - hour);
    send(memory, 'c1');
    memory.hear(heard({ id: 'later', at: noon + 30 * minute }));
    expect(memory.head).not.toHaveProperty('waitingSince');
  });

  it('no more when somebody answered elsewhere, since then only for what came after (R-43)', () => {
    const memory = waiting();
    memory.hear(echoed({ id: 'e', at: noon + 30 * second, origin: 'phone-app' }));
    expect(memory.head.waitingSince).toBe(noon + minute);
    memory.hear(echoed({ id: 'f', at: noon + 2 * minute, origin: 'other-app' }));
    expect(memory.head).not.toHaveProperty('waitingSince');
  });

  it('not after an answer though their clock is ahead of ours (R-1)', () => {
    const memory = waiting();
    memory.hear(heard({ id: 'ahead', at: memory.now + 2 * minute }));
    send(memory, 'c1');
    expect(memory.head).not.toHaveProperty('waitingSince');
  });

  it('not when one of several answers fails, whichever of them covers what their clock is ahead', () => {
    const memory = waiting();
    memory.hear(heard({ id: 'ahead', at: memory.now + 4 * minute }));
    send(memory, 'c1');
    memory.answer(leave(memory), results.accepted('wamid.1'));
    memory.now += minute;
    memory.hear(echoed({ id: 'e', at: memory.now }));
    memory.now += minute;
    send(memory, 'c2');
    memory.answer(leave(memory), results.failed);
    expect(memory.head).toMatchObject({ failed: true });
    expect(memory.head).not.toHaveProperty('waitingSince');
  });

  it('again when the answer fails, and no more when it turns out delivered (R-7)', () => {
    const memory = waiting();
    send(memory, 'c1');
    memory.answer(leave(memory), results.accepted('wamid.1'));
    memory.hear(reported({ id: 'wamid.1', step: 'failed', at: noon + hour }));
    expect(memory.head).toMatchObject({ waitingSince: noon, failed: true, answeredAt: noon + hour });
    memory.hear(reported({ id: 'wamid.1', step: 'delivered', at: noon + hour }));
    expect(memory.head).not.toHaveProperty('waitingSince');
    expect(memory.head).not.toHaveProperty('failed');
  });

  it('not when an answer fails and another one did not', () => {
    const memory = waiting();
    send(memory, 'c1');
    memory.answer(leave(memory), results.accepted('wamid.1'));
    memory.now += minute;
    send(memory, 'c2');
    memory.answer(leave(memory), results.failed);
    expect(memory.head).toMatchObject({ failed: true, answeredAt: memory.now });
    expect(memory.head).not.toHaveProperty('waitingSince');
    memory.hear(reported({ id: 'wamid.1', step: 'failed' }));
    expect(memory.head.waitingSince).toBe(noon);
  });

  it('not for what they took back; and again when we took our answer back (R-41)', () => {
    const memory = waiting();
    memory.hear(unsent({ target: 'a' }));
    expect(memory.head.waitingSince).toBe(noon + minute);
    memory.hear(echoed({ id: 'e', at: noon + hour }));
    memory.hear(unsent({ target: 'e', from: 'business' }));
    expect(memory.head.waitingSince).toBe(noon + minute);
    memory.hear(unsent({ target: 'b' }));
    expect(memory.head).not.toHaveProperty('waitingSince');
  });
});

describe('our newest message', () => {
  it('is the one by time, and the row is new before the first (R-2)', () => {
    const memory = waiting();
    expect(statusOf(memory.head)).toBe('new');
    memory.hear(echoed({ id: 'e', at: noon + 30 * minute }), echoed({ id: 'old', at: noon - hour }));
    expect(memory.head.answeredAt).toBe(noon + 30 * minute);
    expect(statusOf(memory.head)).toBe('open');
  });

  it('failed: the row says so until a newer one is queued', () => {
    const memory = waiting();
    send(memory, 'c1');
    memory.answer(leave(memory), results.failed);
    expect(memory.head.failed).toBe(true);
    memory.hear(echoed({ id: 'old', at: noon - hour }));
    expect(memory.head.failed).toBe(true);
    memory.now += second;
    send(memory, 'c2');
    expect(memory.head).not.toHaveProperty('failed');
  });

  it('that is older does not make the row fail', () => {
    const memory = waiting();
    send(memory, 'c1');
    memory.answer(leave(memory), results.accepted('wamid.1'));
    memory.now += second;
    send(memory, 'c2');
    memory.hear(reported({ id: 'wamid.1', step: 'failed' }));
    expect(memory.head).not.toHaveProperty('failed');
  });

  it('a reaction or comment of ours is no answer', () => {
    const memory = waiting();
    memory.ask(ana, { type: 'react', clientId: 'r', messageId: 'a', emoji: '👍' });
    memory.ask(ana, { type: 'comment', clientId: 'n', text: 'look' });
    expect(memory.head.waitingSince).toBe(noon);
    expect(memory.head).not.toHaveProperty('answeredAt');
  });
});

describe('a conversation that came back from the archive (R-27)', () => {
  function back(at = noon + 2 * hour): Memory {
    const memory = waiting();
    send(memory, 'c1');
    memory.answer(leave(memory), results.accepted('wamid.1'));
    memory.ask(ana, { type: 'archive', clientId: 'x' });
    memory.now = noon + 2 * hour;
    memory.hear(heard({ id: 'c', at }));
    return memory;
  }

  it('is reopened until the next answer', () => {
    const memory = back();
    expect(memory.head).toMatchObject({ archived: false, reopened: true });
    expect(statusOf(memory.head)).toBe('reopened');
    send(memory, 'c2');
    expect(statusOf(memory.head)).toBe('open');
  });

  it('stays so when the answer fails', () => {
    const memory = back();
    send(memory, 'c2');
    memory.answer(leave(memory), results.failed);
    expect(memory.head).toMatchObject({ reopened: true, failed: true, waitingSince: noon + 2 * hour });
  });

  it('is so also by a message from before our last answer, until the next', () => {
    const memory = back(noon + 30 * minute);
    expect(memory.head.reopened).toBe(true);
    memory.hear(echoed({ id: 'e', at: noon + 40 * minute }));
    expect(memory.head.reopened).toBe(true);
    memory.hear(echoed({ id: 'f', at: noon + 90 * minute }));
    expect(memory.head).not.toHaveProperty('reopened');
  });

  it('is not when it goes there again, nor when a person fetched it', () => {
    const memory = back();
    memory.ask(ana, { type: 'archive', clientId: 'y' });
    expect(memory.head).not.toHaveProperty('reopened');
    memory.ask(ana, { type: 'reopen', clientId: 'z' });
    expect(memory.head).toMatchObject({ archived: false });
    expect(memory.head).not.toHaveProperty('reopened');
  });
});

describe('the row remembers', () => {
  it('names of templates, each once, the thirty latest', () => {
    const memory = waiting();
    const named = (name: string, index: number) =>
      memory.ask(ana, {
        ...{ type: 'send', clientId: `t${index}` },
        draft: { ...template, name } as typeof template,
      });
    for (let index = 0; index < 31; index += 1) named(`t${index}`, index);
    named('t5', 40);
    expect(memory.head.templates).toHaveLength(30);
    expect(memory.head.templates?.[0]).toBe('t1');
    expect(memory.head.templates?.at(-1)).toBe('t5');
  });

  it('ads that brought the customer here, by message and by link, each once', () => {
    const memory = waiting();
    const ad = (adId: string): Referral => ({ source: 'ad', adId });
    memory.hear(heard({ id: 'x', referral: ad('1') }), heard({ id: 'y', referral: { source: 'link' } }));
    memory.hear(noticed({ id: 'z', happening: { what: 'referred', referral: ad('2') } }));
    memory.hear(heard({ id: 'w', referral: ad('1') }), unsent({ target: 'w' }));
    expect(memory.head.ads).toEqual(['2', '1']);
  });
});

type Facts = Pick<Head, 'waitingSince' | 'answeredAt' | 'failed' | 'reopened'>;
const factsOf = ({ waitingSince, answeredAt, failed, reopened }: Head): Facts => ({
  ...{ waitingSince, answeredAt, failed, reopened },
});

describe('whatever comes in whatever order', () => {
  it('the row is what a recount says', () => {
    always((world) => {
      const { memory, cameBackAt, answeredUpTo } = world;
      const all = memory.messages;
      const newest = all.findLast(({ direction }) => direction === 'out');
      const asked = all.find((message: StoredMessage) => asks(message) && message.at > answeredUpTo);
      const isFailed = newest?.delivery?.state === 'failed' && newest.content.kind !== 'unsent';
      expect(factsOf(memory.head)).toEqual({
        waitingSince: asked?.at,
        answeredAt: newest?.at,
        failed: isFailed || undefined,
        reopened: (cameBackAt !== null && answeredUpTo < cameBackAt) || undefined,
      });
    });
  });

  it('right after an answer nobody waits', () => {
    always((world) => {
      const { refusal } = world.memory.ask(ana, sends(`own${world.memory.head.rev}`, 'x'));
      if (refusal === null) expect(world.memory.head).not.toHaveProperty('waitingSince');
    });
  });

  it('a state of an older release, which counted nothing, is counted to the same', () => {
    always((world) => {
      const { memory } = world;
      const facts = ['waitingSince', 'answeredAt', 'failed', 'reopened', 'lead', 'templates', 'ads'];
      const old = Object.entries(memory.head).filter(([name]) => !facts.includes(name));
      const older = {
        ...memory.state,
        head: Object.fromEntries(old) as Head,
        answered: null,
        leadFinal: null,
      };
      const change = new Change(older, memory, memory.now);
      countAll(change);
      const { reopened: _lost, ...known } = factsOf(memory.head);
      expect(change.head).toMatchObject(JSON.parse(JSON.stringify({ ...known, lead: 'new' })));
      expect(change.state.answered).toEqual({ ...memory.state.answered, reopenedAt: null });
      const again = new Change(change.state, memory, memory.now);
      countAll(again);
      expect(again.empty).toBe(true);
    });
  });
});
