/** What opens and closes the window, per channel and kind. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channels, type Channel } from '#domain/channel.ts';
import type { ConversationEvent } from '../channels/channel.ts';
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
  noTime,
  onChannel,
  onInstagram,
  onMessenger,
  passed,
  reacted,
  reported,
  results,
  sends,
  unsent,
  unspoken,
  windowErrors,
} from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';

const soon = noon + hour;
const call = { what: 'call', from: 'customer', state: 'ringing' } as const;
const referred = { what: 'referred', referral: { source: 'link', ref: 'r' } } as const;

/** Each kind of event at `soon`, with the marks that its channel's reader gives it; whether it opens. */
const kinds: readonly [name: string, opens: boolean, event: (channel: Channel) => ConversationEvent][] = [
  ['message', true, (channel) => heard({ ...onChannel[channel], id: 'x', at: soon })],
  [
    'postback',
    true,
    (channel) =>
      heard({
        ...onChannel[channel],
        id: 'x',
        at: soon,
        content: { kind: 'choice', text: 'Buy', of: 'postback' },
      }),
  ],
  [
    'call',
    true,
    (channel) =>
      noticed({ ...onChannel[channel], id: 'x', at: soon, happening: call, opens: true, reopens: true }),
  ],
  [
    'link entry',
    true,
    (channel) =>
      noticed({ ...onChannel[channel], id: 'x', at: soon, happening: referred, opens: true, reopens: true }),
  ],
  [
    'reaction that opens',
    true,
    (channel) => reacted({ ...onChannel[channel], target: 'in', emoji: '👍', at: soon, opens: true }),
  ],
  [
    'reaction on a message that is not here',
    true,
    (channel) => reacted({ ...onChannel[channel], target: 'older', emoji: '👍', at: soon, opens: true }),
  ],
  [
    'reaction of WhatsApp, or its removal',
    false,
    (channel) => reacted({ ...onChannel[channel], target: 'in', emoji: '👍', at: soon }),
  ],
  ['system message', false, (channel) => unspoken({ ...onChannel[channel], id: 'x', at: soon })],
  [
    'history',
    false,
    (channel) =>
      heard({ ...onChannel[channel], id: 'x', at: soon, opens: false, speaks: false, history: true }),
  ],
  ['echo', false, (channel) => echoed({ ...onChannel[channel], id: 'x', at: soon })],
  ['edit', false, (channel) => edited({ ...onChannel[channel], target: 'in', text: 'y', at: soon })],
  ['unsend', false, (channel) => unsent({ ...onChannel[channel], target: 'in', at: soon })],
  ['status', false, (channel) => reported({ ...onChannel[channel], id: 'x', step: 'read', at: soon })],
  [
    'delivery or read',
    false,
    (channel) => passed({ ...onChannel[channel], step: 'read', upTo: soon, ids: ['x'], at: soon }),
  ],
  [
    'opt-in',
    false,
    (channel) =>
      noticed({ ...onChannel[channel], id: 'x', at: soon, happening: { what: 'opted-in', topic: 't' } }),
  ],
];
const openers = channels.flatMap((channel) =>
  kinds.map(([name, opens, event]) => ({ channel, name, opens, event: event(channel) })),
);

function begun(channel: Channel): Memory {
  const memory = new Memory(channel);
  memory.hear(heard({ ...onChannel[channel], id: 'in' }));
  return memory;
}

/** A send of this conversation gets this answer, or none. */
function sendIt(memory: Memory, clientId = 'c1') {
  expect(memory.ask(ana, sends(clientId)).refusal).toBeNull();
  const row = memory.leave();
  if (!row) throw new Error('nothing left');
  return row;
}

describe('what opens the window', () => {
  it.each(openers)('$channel, $name: $opens (R-12, R-13)', ({ channel, opens, event }) => {
    const memory = begun(channel);
    memory.now = soon;
    memory.hear(event);
    const openedAt = opens ? soon : noon;
    expect(memory.head).toMatchObject({ openedAt, windowExpiresAt: openedAt + day });
    memory.hear(event);
    expect(memory.head.openedAt).toBe(openedAt);
  });

  it.each(openers)('$channel, $name a week late opens nothing now (R-13)', ({ channel, event }) => {
    const memory = begun(channel);
    memory.now = noon + 30 * day;
    memory.ring();
    const told = memory.messages.length;
    memory.hear({ ...event, at: noon + 7 * day });
    expect(memory.head.windowExpiresAt).toBeLessThanOrEqual(noon + 8 * day);
    expect(memory.ask(ana, sends('c')).refusal?.code).toBe('window-closed');
    memory.ring();
    expect(
      memory.messages
        .slice(told)
        .filter(({ content }) => 'what' in content && content.what === 'window-closed'),
    ).toEqual([]);
  });

  it('is the latest opener, in whatever order they come (R-13)', () => {
    const at = fc.integer({ min: noon - 3 * day, max: noon + 4 * minute });
    fc.assert(
      fc.property(fc.array(at, { minLength: 1, maxLength: 12 }), (times) => {
        const memory = new Memory();
        times.forEach((time, index) => memory.hear(heard({ id: `m${index}`, at: time })));
        const openedAt = Math.max(...times);
        expect(memory.head).toMatchObject({ openedAt, windowExpiresAt: openedAt + day });
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('is nothing that Meta gives no time for but a new message: a repeat would open again (R-1, R-13)', () => {
    const memory = begun('messenger');
    memory.now = soon;
    const reaction = reacted({ ...onMessenger, target: 'in', emoji: '👍', opens: true, at: noTime });
    memory.hear(reaction);
    expect(memory.head.openedAt).toBe(noon);
    memory.now += hour;
    expect(memory.hear(reaction).empty).toBe(true);
    memory.hear(heard({ ...onMessenger, id: 'new', at: noTime }));
    expect(memory.head.openedAt).toBe(noon + 2 * hour);
    memory.now += hour;
    memory.hear(heard({ ...onMessenger, id: 'new', at: noTime }));
    expect(memory.head.openedAt).toBe(noon + 2 * hour);
  });

  it('of a reaction counts also when its message comes later, and begins with it (R-9, R-12)', () => {
    const memory = new Memory('instagram');
    memory.now = soon;
    memory.hear(reacted({ ...onInstagram, target: 'e', emoji: '👍', opens: true, at: soon }));
    expect(memory.head.rev).toBe(0);
    memory.hear(echoed({ ...onInstagram, id: 'e' }));
    expect(memory.head.openedAt).toBe(soon);
    expect(memory.message('e')?.reactions).toMatchObject([{ emoji: '👍' }]);
  });
});

describe('Meta’s word that the window is closed', () => {
  const linesOf = (memory: Memory) =>
    memory.messages.filter(({ content }) => 'what' in content && content.what === 'window-closed-by-meta');

  it.each(channels)('on %s closes it at once, with a line; the message keeps its text (R-14)', (channel) => {
    const memory = begun(channel);
    memory.now = soon;
    memory.answer(sendIt(memory), results.closed(channel));
    expect(memory.head.windowExpiresAt).toBe(soon);
    expect(memory.message('c1')).toMatchObject({
      content: { text: 'words of c1' },
      delivery: { state: 'failed', failure: { kind: 'window' } },
    });
    expect(memory.ask(ana, sends('c2')).refusal?.code).toBe('window-closed');
    expect(linesOf(memory)).toHaveLength(1);
    // That stands in the timeline instead of its end.
    memory.now = noon + 3 * day;
    expect(memory.ring().empty).toBe(true);
  });

  const failed = { id: 'wamid.1', step: 'failed', error: windowErrors.whatsapp } as const;

  it('in a status closes it, too, once (R-3, R-14)', () => {
    const memory = begun('whatsapp');
    memory.now = noon + minute;
    memory.answer(sendIt(memory), results.accepted('wamid.1'));
    memory.now = soon;
    memory.hear(reported({ ...failed, at: soon }));
    expect(memory.head.windowExpiresAt).toBe(noon + minute);
    expect(linesOf(memory)).toHaveLength(1);
    expect(memory.hear(reported({ ...failed, at: soon })).empty).toBe(true);
  });

  it('is undone by a newer opener, with a day of its own (R-14)', () => {
    const memory = begun('whatsapp');
    memory.now = soon;
    memory.answer(sendIt(memory), results.closed('whatsapp'));
    memory.hear(heard({ id: 'more', at: soon + 1 }));
    expect(memory.head.windowExpiresAt).toBe(soon + 1 + day);
    expect(memory.ask(ana, sends('c2')).refusal).toBeNull();
  });

  it('is not undone by an older opener that comes late (R-13, R-14)', () => {
    const memory = begun('whatsapp');
    memory.now = soon;
    memory.answer(sendIt(memory), results.closed('whatsapp'));
    memory.hear(heard({ id: 'late', at: soon - minute }));
    expect(memory.head).toMatchObject({ openedAt: soon - minute, windowExpiresAt: soon });
    expect(memory.ask(ana, sends('c2')).refusal?.code).toBe('window-closed');
  });

  it('about a message from before the newest opener changes nothing (R-14)', () => {
    const memory = begun('whatsapp');
    memory.now = noon + minute;
    const row = sendIt(memory);
    memory.hear(heard({ id: 'more', at: noon + 2 * minute }));
    memory.now = soon;
    memory.answer(row, results.closed('whatsapp'));
    expect(memory.head.windowExpiresAt).toBe(noon + 2 * minute + day);
    expect(linesOf(memory)).toEqual([]);
    expect(memory.message('c1')?.delivery?.state).toBe('failed');
  });

  it('that waited for its message is heeded with it (R-9, R-14)', () => {
    const memory = begun('whatsapp');
    memory.now = soon;
    const row = sendIt(memory);
    memory.hear(reported({ ...failed, at: soon }));
    expect(memory.head.windowExpiresAt).toBe(noon + day);
    memory.answer(row, results.accepted('wamid.1'));
    expect(memory.head.windowExpiresAt).toBe(soon);
  });

  it('after its end leaves the end where it was, and tells nothing of it (R-13, R-14)', () => {
    const memory = begun('whatsapp');
    memory.now = noon + 26 * hour;
    memory.ring();
    memory.hear(
      echoed({ id: 'wamid.1', at: noon + 25 * hour }),
      reported({ ...failed, at: noon + 25 * hour }),
    );
    expect(memory.head.windowExpiresAt).toBe(noon + day);
    expect(linesOf(memory)).toEqual([]);
  });

  it('twice closes it later, not earlier, and is told once (R-14, R-28)', () => {
    const memory = begun('whatsapp');
    memory.now = soon;
    for (const n of [1, 2]) {
      memory.hear(echoed({ id: `e${n}`, at: noon + n }));
      memory.hear(reported({ ...failed, id: `e${n}`, at: noon + n * minute }));
    }
    expect(memory.head.windowExpiresAt).toBe(noon + 2 * minute);
    expect(linesOf(memory)).toHaveLength(1);
  });

  it('by a clock that runs ahead closes it now (R-1, R-14)', () => {
    const memory = begun('whatsapp');
    memory.now = soon;
    memory.hear(echoed({ id: 'wamid.1', at: noon }), reported({ ...failed, at: soon + 4 * minute }));
    expect(memory.head.windowExpiresAt).toBe(soon);
    expect(memory.ask(ana, sends('c')).refusal?.code).toBe('window-closed');
  });

  it('of another error is none (R-14)', () => {
    const memory = begun('whatsapp');
    memory.now = soon;
    memory.answer(sendIt(memory), results.failed);
    expect(memory.head.windowExpiresAt).toBe(noon + day);
  });

  it('and openers end the same in any order (R-13, R-14)', () => {
    const some = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 20 })), { maxLength: 8 });
    const orders = some.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    const end = (all: readonly (readonly [boolean, number])[]) => {
      const memory = begun('whatsapp');
      memory.now = soon;
      all.forEach(([opens, n]) => {
        const at = noon + n * minute;
        if (opens) memory.hear(heard({ id: `m${n}`, at }));
        else {
          memory.hear(echoed({ id: `e${n}`, at }));
          memory.hear(reported({ ...failed, id: `e${n}`, at }));
        }
      });
      return [memory.head.openedAt, memory.head.windowExpiresAt];
    };
    fc.assert(
      fc.property(orders, ([all, other]) => {
        expect(end(other)).toEqual(end(all));
        const openedAt = noon + minute * Math.max(0, ...all.flatMap(([opens, n]) => (opens ? [n] : [])));
        const closed = all.some(([opens, n]) => !opens && noon + n * minute > openedAt);
        expect((end(all)[1] ?? 0) <= soon).toBe(closed);
      }),
      { seed: 2, numRuns: 400 },
    );
  });
});
