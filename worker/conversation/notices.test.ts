/** What a conversation tells people of the team (B-69): mentions, what failed, windows that close unanswered. */
import { describe, expect, it } from 'vitest';
import {
  ana,
  boss,
  day,
  heard,
  hour,
  minute,
  noon,
  reported,
  results,
  rui,
  sends,
} from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { deadlines } from './deadlines.ts';
import { absorbRest } from './join.ts';

function opened(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'a', profile: { name: 'Maria' } }));
  return memory;
}
const told = (memory: Memory) => memory.state.notices.map(({ kind, personId }) => `${kind} ${personId}`);

function closingAt(memory: Memory): number | undefined {
  const nothing = { outbox: [], parkedSince: null, commandsSince: null, staleSince: null, echoSince: null };
  const facts = { ...nothing, fileDueAt: null, choresAt: memory.now, now: memory.now, state: memory.state };
  return deadlines(facts).find(({ kind }) => kind === 'closing')?.dueAt;
}

it('a mention is told to everybody it names but who wrote it, each under an id of its own', () => {
  const memory = opened();
  const text = '@Ana @Rui @Boss';
  memory.ask(ana, { type: 'comment', clientId: 'n', text, mentions: [ana, rui, boss] });
  expect(told(memory)).toEqual(['mention rui', 'mention boss']);
  expect(memory.state.notices[0]).toMatchObject({
    ...{ by: { id: 'ana' }, name: 'Maria', text, messageId: 'n', at: noon, conversationId: 'c' },
  });
  expect(new Set(memory.state.notices.map(({ id }) => id)).size).toBe(2);
});

describe('what failed is told to its author', () => {
  it('once, whatever comes after', () => {
    const memory = opened();
    memory.ask(ana, sends('m', 'Hello'));
    const row = memory.leave();
    if (row) memory.answer(row, results.accepted('wamid.m'));
    expect(told(memory)).toEqual([]);
    const failure = { code: '131026', title: '', details: '' };
    memory.hear(reported({ id: 'wamid.m', step: 'failed', at: noon + 1, error: failure }));
    memory.hear(reported({ id: 'wamid.m', step: 'failed', at: noon + 2, error: failure }));
    memory.hear(reported({ id: 'wamid.m', step: 'delivered', at: noon + 3 }));
    expect(told(memory)).toEqual(['failed ana']);
    expect(memory.state.notices[0]).toMatchObject({ text: 'Hello', messageId: 'm' });
  });

  it('also when a scheduled one may not leave at its time (R-23)', () => {
    const memory = opened();
    memory.ask(ana, { ...sends('m'), sendAt: noon + hour });
    memory.now = noon + hour;
    memory.due(['ana']);
    expect(told(memory)).toEqual(['failed ana']);
  });

  it('but not what wrote itself elsewhere, nor a reaction', () => {
    const memory = opened();
    memory.ask(ana, { type: 'react', clientId: 'r', messageId: 'a', emoji: '👍' });
    const row = memory.leave();
    if (row) memory.answer(row, results.failed);
    expect(told(memory)).toEqual([]);
  });
});

describe('a window that closes within the hour', () => {
  function assigned(): Memory {
    const memory = opened();
    memory.ask(boss, { type: 'assign', clientId: 'x', to: { id: 'ana', name: 'Ana' } });
    return memory;
  }

  it('is a deadline an hour before the end, told once a window (R-38)', () => {
    const memory = assigned();
    const end = noon + day;
    expect(closingAt(memory)).toBe(end - hour);
    memory.now = end - hour - 1;
    expect(memory.ring().empty).toBe(true);
    memory.now = end - hour;
    memory.ring();
    expect(told(memory)).toContain('closing ana');
    expect(memory.state.notices.at(-1)).toMatchObject({ messageId: 'a', text: 'text of a' });
    const rev = memory.head.rev;
    memory.now = end - minute;
    memory.ring();
    expect([memory.head.rev, closingAt(memory)]).toEqual([rev, undefined]);
    memory.hear(heard({ id: 'b', at: memory.now }));
    expect(closingAt(memory)).toBe(memory.now + day - hour);
  });

  it.each<[string, (memory: Memory) => void]>([
    ['somebody answered', (memory) => memory.ask(ana, sends('m'))],
    ['nobody has it', (memory) => memory.ask(boss, { type: 'assign', clientId: 'y', to: null })],
    ['it is archived', (memory) => memory.ask(ana, { type: 'archive', clientId: 'y' })],
    ['the customer is blocked', (memory) => memory.ask(ana, { type: 'block', clientId: 'y', on: true })],
    ['it is over', (memory) => (memory.now = noon + day)],
  ])('is none where %s', (_why, happens) => {
    const memory = assigned();
    happens(memory);
    expect(closingAt(memory)).toBeUndefined();
    memory.now = Math.max(memory.now, noon + day - hour);
    memory.ring();
    expect(told(memory).filter((one) => one.startsWith('closing'))).toEqual([]);
  });
});

it('what was not told yet of a conversation that becomes part of another leads to that one (R-32)', () => {
  const [stays, goes] = [opened(), new Memory('whatsapp', 'goes')];
  goes.hear(heard({ id: 'b', at: noon + minute }));
  goes.ask(ana, { type: 'comment', clientId: 'n', text: '@Rui', mentions: [rui] });
  const { state, outbox, files } = goes;
  const rest = {
    from: 'goes',
    state,
    outbox,
    parked: goes.waiting,
    commands: [],
    files,
    panel: goes.panel(),
  };
  stays.run((change) => absorbRest(change, rest));
  expect(stays.state.notices.map(({ conversationId, text }) => [conversationId, text])).toEqual([
    ['c', '@Rui'],
  ]);
});
