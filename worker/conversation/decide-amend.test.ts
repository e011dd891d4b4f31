/** Reactions, edits and unsends. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConversationEvent, ReactionEvent } from '../channels/channel.ts';
import {
  ana,
  echoed,
  edited,
  heard,
  hour,
  minute,
  noon,
  noTime,
  onMessenger,
  reacted,
  results,
  sends,
  unsent,
} from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { publicMessage } from './state.ts';

/** A conversation with a message of the customer's, `in`, and one of ours, `c1`, known to Meta as `wamid.1`. */
function talking(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'in', at: noon - hour }));
  memory.ask(ana, sends('c1'));
  const row = memory.leave();
  if (row) memory.answer(row, results.accepted('wamid.1'));
  return memory;
}
const on = (memory: Memory, id = 'c1') =>
  (memory.message(id)?.reactions ?? [])
    .filter(({ emoji }) => emoji !== '')
    .map(({ from, emoji }) => [from, emoji]);
const at = (minutes: number) => ({ at: noon - 59 * minute + minutes * minute });

/** The same events in every order, each of them twice: the public side of all messages. */
function ends(
  start: () => Memory,
  events: readonly ConversationEvent[],
): readonly (readonly [string, string])[] {
  const orders = fc.sample(fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }), {
    seed: 4,
    numRuns: 40,
  });
  const found = [events, ...orders].map((order) => {
    const memory = start();
    for (const event of order) memory.hear(event);
    const shown = memory.messages.flatMap((message) => publicMessage(message) ?? []);
    const all = shown.map(({ rev: _rev, seq: _seq, ...message }) => message);
    return [
      JSON.stringify(all.sort((a, b) => (a.id < b.id ? -1 : 1))),
      JSON.stringify(memory.head.preview),
    ] as const;
  });
  return [...new Map(found.map((one) => [one.join(), one])).values()];
}

describe('a reaction', () => {
  it('stands on its message, of either side; no message of its own, nothing unread (R-24, R-42)', () => {
    const memory = talking();
    memory.hear(reacted({ target: 'wamid.1', emoji: '👍' }), reacted({ target: 'in', emoji: '❤️' }));
    expect(on(memory)).toEqual([['customer', '👍']]);
    expect(on(memory, 'in')).toEqual([['customer', '❤️']]);
    expect(memory.head).toMatchObject({ unread: 0, preview: { text: 'words of c1' } });
  });

  it('replaces the one of before, and an empty one removes it (R-42)', () => {
    const memory = talking();
    memory.hear(reacted({ target: 'wamid.1', emoji: '👍', ...at(1) }));
    memory.hear(reacted({ target: 'wamid.1', emoji: '❤️', ...at(2) }));
    expect(on(memory)).toEqual([['customer', '❤️']]);
    memory.hear(reacted({ target: 'wamid.1', emoji: '', ...at(3) }));
    expect(on(memory)).toEqual([]);
  });

  it('is one per participant (R-42)', () => {
    const memory = talking();
    for (const from of ['bsuid:A', 'bsuid:B', 'business'])
      memory.hear(reacted({ target: 'wamid.1', emoji: '👍', from }));
    memory.hear(reacted({ target: 'wamid.1', emoji: '', from: 'bsuid:A', ...at(61) }));
    expect(on(memory)).toEqual([
      ['bsuid:B', '👍'],
      ['business', '👍'],
    ]);
  });

  it('ends as its latest in any order, also with its removal first, and repeated (R-3, R-42)', () => {
    const events = ['👍', '', '❤️', '😂', ''].map((emoji, index) =>
      reacted({ target: 'wamid.1', emoji, id: `r${index}`, ...at(index) }),
    );
    expect(ends(talking, events)).toHaveLength(1);
    expect(ends(talking, events.slice(0, 4))[0]?.[0]).toContain('😂');
    expect(ends(talking, events.slice(0, 2))[0]?.[0]).not.toContain('👍');
  });

  it('of the same second counts by arrival, and again changes nothing (R-1, R-3, R-42)', () => {
    const memory = talking();
    const [put, taken] = [
      reacted({ target: 'wamid.1', emoji: '👍', id: 'r1' }),
      reacted({ target: 'wamid.1', emoji: '', id: 'r2' }),
    ];
    memory.hear(put);
    memory.hear(taken);
    for (const again of [put, taken, put]) expect(memory.hear(again).empty).toBe(true);
    expect(on(memory)).toEqual([]);
  });

  it('without a time of Meta’s has that of its arrival, once (R-1, R-3, R-42)', () => {
    const memory = talking();
    const event = reacted({ ...onMessenger, target: 'wamid.1', emoji: '👍', at: noTime });
    memory.hear(event);
    expect(memory.message('c1')?.reactions).toMatchObject([{ at: noon }]);
    memory.now += hour;
    expect(memory.hear(event).empty).toBe(true);
    expect(memory.hear(reacted({ ...event, emoji: '' })).empty).toBe(false);
    expect(on(memory)).toEqual([]);
  });

  it.each<[string, readonly ReactionEvent[], readonly string[]]>([
    ['one', [reacted({ target: 'new', emoji: '👍' })], ['👍']],
    [
      'its removal',
      [reacted({ target: 'new', emoji: '👍' }), reacted({ target: 'new', emoji: '', at: noon + 1 })],
      [],
    ],
    [
      'its removal first',
      [reacted({ target: 'new', emoji: '', at: noon + 1 }), reacted({ target: 'new', emoji: '👍' })],
      [],
    ],
    [
      'one without a time, then its removal',
      [
        reacted({ target: 'new', emoji: '👍', at: noTime }),
        reacted({ target: 'new', emoji: '', at: noon + minute }),
      ],
      [],
    ],
    [
      'one of the same second',
      [reacted({ target: 'new', emoji: '👍', id: '1' }), reacted({ target: 'new', emoji: '❤️', id: '2' })],
      ['❤️'],
    ],
    [
      'two people',
      [
        reacted({ target: 'new', emoji: '👍', from: 'a' }),
        reacted({ target: 'new', emoji: '❤️', from: 'b' }),
      ],
      ['👍', '❤️'],
    ],
  ])('on a message that is not here waits for it: %s (R-9, R-42)', (_name, events, expected) => {
    const memory = talking();
    for (const event of [...events, ...events]) {
      memory.now += 1;
      expect(memory.hear(event).changed).toBe(false);
    }
    memory.hear(heard({ id: 'new' }));
    expect(on(memory, 'new').map(([, emoji]) => emoji)).toEqual(expected);
    expect(memory.waiting).toEqual([]);
  });

  it('begins no conversation (R-42)', () => {
    const memory = new Memory();
    expect(memory.hear(reacted({ target: 'x', emoji: '👍' })).changed).toBe(false);
    expect(memory.head.rev).toBe(0);
  });
});

describe('an edit', () => {
  it('changes the original in place and keeps what it said (R-41)', () => {
    const memory = talking();
    memory.hear(edited({ target: 'in', text: 'better', id: 'e1', ...at(1) }));
    expect(memory.message('in')).toMatchObject({
      content: { kind: 'text', text: 'better' },
      edited: { ...at(1), before: [{ at: noon - hour, text: 'text of in' }] },
    });
    expect(memory.messages.filter(({ id }) => id === 'e1')).toEqual([]);
    expect(memory.head.unread).toBe(0);
  });

  it('changes the preview of the row, and not the order of the list (R-35, R-41)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'in', at: noon - hour }));
    memory.hear(edited({ target: 'in', text: 'better' }));
    expect(memory.head).toMatchObject({ preview: { text: 'better' }, lastAt: noon - hour, unread: 1 });
  });

  it.each([
    ['by time', (n: number) => ({ id: `e${n}`, ...at(n) })],
    ['by Meta’s number in the same moment', (n: number) => ({ number: n, at: noon })],
    ['by Meta’s number against its time', (n: number) => ({ number: n, at: noon - n * minute })],
    ['without an id', (n: number) => at(n)],
  ])('ends the same in any order and repeated, %s (R-3, R-41)', (_name, part) => {
    const events = [1, 2, 3].map((n) => edited({ target: 'in', text: `text ${n}`, ...part(n) }));
    const [only, ...others] = ends(talking, events);
    expect(others).toEqual([]);
    const [message] = JSON.parse(only?.[0] ?? '[]').filter(({ id }: { id: string }) => id === 'in');
    expect(message.content.text).toBe('text 3');
    expect(message.edited.before.map(({ text }: { text: string }) => text)).toEqual([
      'text of in',
      'text 1',
      'text 2',
    ]);
  });

  it('of a message that is not here waits for it, each of them (R-9, R-41)', () => {
    const memory = talking();
    const late = [2, 1].map((n) => edited({ target: 'new', text: `text ${n}`, ...at(60 + n) }));
    for (const event of [...late, ...late]) expect(memory.hear(event).changed).toBe(false);
    memory.hear(heard({ id: 'new' }));
    expect(memory.message('new')).toMatchObject({
      content: { text: 'text 2' },
      edited: { before: { length: 2 } },
    });
    expect(memory.waiting).toEqual([]);
  });

  it('without a time is taken in once (R-1, R-3, R-41)', () => {
    const memory = talking();
    const event = edited({ target: 'in', text: 'better', at: noTime });
    memory.hear(event);
    expect(memory.message('in')?.edited?.at).toBe(noon);
    memory.now += hour;
    expect(memory.hear(event).empty).toBe(true);
  });

  it('of a caption leaves the files where they are (R-41)', () => {
    const memory = new Memory();
    const files = [{ type: 'image', state: 'here', name: 'a.jpg' }] as const;
    memory.hear(heard({ id: 'in', content: { kind: 'files', text: 'old', files } }));
    memory.hear(edited({ target: 'in', text: 'new' }));
    expect(memory.message('in')?.content).toEqual({ kind: 'files', text: 'new', files });
    const content = { kind: 'files', text: 'newer', files: [{ type: 'image', state: 'waiting' }] } as const;
    memory.hear({ ...edited({ target: 'in', text: '', ...at(61) }), content });
    expect(memory.message('in')?.content).toEqual({ kind: 'files', text: 'newer', files });
    expect(memory.message('in')?.edited?.before.map(({ text }) => text)).toEqual(['old', 'new']);
  });

  it('changes nobody else’s message (R-41)', () => {
    const memory = talking();
    expect(memory.hear(edited({ target: 'wamid.1', text: 'x' })).empty).toBe(true);
    expect(memory.hear(edited({ target: 'in', text: 'x', from: 'business' })).empty).toBe(true);
    expect(memory.hear(unsent({ target: 'wamid.1' })).empty).toBe(true);
    memory.hear(edited({ target: 'wamid.1', text: 'x', from: 'business' }));
    expect(memory.message('c1')?.content).toMatchObject({ text: 'x' });
  });
});

describe('an unsend', () => {
  it('takes the text from the screen wherever it stood, and keeps it aside (R-41)', () => {
    const memory = new Memory();
    const referral = { source: 'ad', headline: 'secret' };
    const event = heard({
      id: 'in',
      content: { kind: 'text', text: 'secret' },
      referral,
      story: { url: 'https://secret' },
    });
    memory.hear(event, edited({ target: 'in', text: 'secret too', at: noon }));
    memory.hear(unsent({ target: 'in', at: noon + 1 }));
    const stored = memory.message('in');
    const shown = stored && publicMessage(stored);
    expect(shown?.content).toEqual({ kind: 'unsent', text: '' });
    expect(JSON.stringify([shown, memory.head])).not.toContain('secret');
    expect(stored?.removed).toMatchObject({ text: 'secret too' });
    expect(memory.head).toMatchObject({ preview: { kind: 'unsent', text: '' }, unread: 1, lastAt: noon });
  });

  it('twice is once (R-3, R-41)', () => {
    const memory = talking();
    memory.hear(unsent({ target: 'in', id: 'u1' }));
    expect(memory.hear(unsent({ target: 'in', id: 'u1' })).empty).toBe(true);
    expect(memory.hear(unsent({ target: 'in', id: 'u2' })).empty).toBe(true);
    expect(memory.message('in')?.removed).toMatchObject({ text: 'text of in' });
  });

  it('is the end, whatever edits and reactions come before or after it (R-41)', () => {
    const events = [
      edited({ target: 'in', text: 'x', ...at(1) }),
      unsent({ target: 'in', ...at(2) }),
      edited({ target: 'in', text: 'y', ...at(3) }),
      reacted({ target: 'in', emoji: '👍', ...at(1) }),
    ];
    expect(ends(talking, events)).toHaveLength(1);
    const unknown = () => new Memory();
    expect(ends(unknown, [...events, heard({ id: 'in' })])).toHaveLength(1);
  });

  it('of a message that is not here waits for it; the text is never shown (R-9, R-41)', () => {
    const memory = talking();
    expect(memory.hear(unsent({ target: 'new' }), edited({ target: 'new', text: 'x' })).changed).toBe(false);
    const change = memory.hear(heard({ id: 'new', content: { kind: 'text', text: 'secret' } }));
    const shown = [...change.messages.values()].flatMap((one) => publicMessage(one) ?? []);
    expect(JSON.stringify([shown, memory.head])).not.toContain('secret');
  });

  it('of files stops fetching them, the ad’s picture too (R-41)', () => {
    const memory = new Memory();
    const files = [{ type: 'image', state: 'waiting' }] as const;
    const sources = ['0', 'ad'].map((slot) => ({ slot, url: 'https://x' }));
    memory.hear(
      heard({ id: 'in', content: { kind: 'files', text: '', files }, referral: { source: 'ad' }, sources }),
    );
    expect(memory.files).toHaveLength(2);
    memory.hear(unsent({ target: 'in' }));
    expect(memory.files).toEqual([]);
  });

  it('by the business takes back what it wrote, here or elsewhere (R-41, R-43)', () => {
    const memory = talking();
    memory.hear(
      echoed({ id: 'e1' }),
      unsent({ target: 'e1', from: 'business' }),
      unsent({ target: 'wamid.1', from: 'business' }),
    );
    expect(['e1', 'c1'].map((id) => memory.message(id)?.content.kind)).toEqual(['unsent', 'unsent']);
  });
});
