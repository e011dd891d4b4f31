import { describe, expect, it } from 'vitest';
import type { Actor } from '#domain/permission.ts';
import { ana, boss, day, heard, hour, member, noon, rui, sends } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import type { Command } from './decide-command.ts';

let count = 0;
type Bare<T> = T extends Command ? Omit<T, 'clientId'> : never;

/** A command with a fresh client id. */
function ask(memory: Memory, actor: Actor, command: Bare<Command>) {
  count += 1;
  return memory.ask(actor, { ...command, clientId: `client-${count}` });
}
const saying = (text: string): Bare<Extract<Command, { type: 'send' }>> => ({
  type: 'send',
  draft: { kind: 'text', text },
});
const refusalOf = (...args: Parameters<typeof ask>) => ask(...args).refusal?.code ?? null;

function heardOf(...ids: readonly string[]): Memory {
  const memory = new Memory();
  for (const id of ids.length > 0 ? ids : ['in']) memory.hear(heard({ id }));
  return memory;
}
const give = (memory: Memory, to: Actor | null) =>
  ask(memory, boss, { type: 'assign', to: to && { id: to.id, name: to.name } });
const lines = (memory: Memory) =>
  memory.messages.flatMap(({ content, by }) => (content.kind === 'line' ? [[content.what, by?.name]] : []));

describe('a reply', () => {
  it('is queued, with its author, in one commit (R-4, R-6)', () => {
    const memory = heardOf();
    memory.ask(ana, sends('c1', 'Hi'));
    expect(memory.message('c1')).toMatchObject({
      direction: 'out',
      at: noon,
      rev: 2,
      by: { id: 'ana', name: 'Ana' },
      content: { kind: 'text', text: 'Hi' },
      delivery: { state: 'queued', times: { queued: noon } },
    });
    expect(memory.outbox).toMatchObject([{ messageId: 'c1', attempt: 0, dueAt: noon, leftAt: null }]);
    expect(memory.head).toMatchObject({
      rev: 2,
      preview: { text: 'Hi', direction: 'out', delivery: 'queued' },
    });
  });

  it('takes an unassigned conversation in the same commit, with a line (R-26, R-28)', () => {
    const memory = heardOf();
    ask(memory, ana, saying('Hi'));
    expect(memory.head).toMatchObject({ rev: 2, assignee: { id: 'ana', name: 'Ana' } });
    expect(lines(memory)).toEqual([['assigned', 'Ana']]);
  });

  it('of an admin takes nothing from the assignee (R-26)', () => {
    const memory = heardOf();
    give(memory, ana);
    expect(refusalOf(memory, boss, saying('Hi'))).toBeNull();
    expect(memory.head.assignee?.id).toBe('ana');
  });

  it('clears unread (R-24)', () => {
    const memory = heardOf('a', 'b');
    ask(memory, ana, saying('Hi'));
    expect(memory.head.unread).toBe(0);
  });

  it('brings an archived conversation back, with a line (R-28)', () => {
    const memory = heardOf();
    ask(memory, ana, { type: 'archive' });
    ask(memory, ana, saying('Hi'));
    expect(memory.head.archived).toBe(false);
    expect(lines(memory)).toContainEqual(['reopened', 'Ana']);
  });

  it('is refused to who may not: the second of two takers is told the first’s name (R-26)', () => {
    const memory = heardOf();
    ask(memory, ana, saying('Hi'));
    expect(ask(memory, rui, saying('Me too')).refusal).toEqual({
      code: 'conversation-not-found',
    });
    const seer = member('Zoe', { visibility: 'all' });
    expect(ask(memory, seer, saying('Me too')).refusal).toEqual({
      code: 'assigned-to-other',
      name: 'Ana',
    });
    expect(refusalOf(memory, member('Max', { role: 'manager' }), saying('x'))).toBe('assigned-to-other');
  });

  it.each(['', ' ', '\n\t '])('needs words: %j', (text) => {
    expect(refusalOf(heardOf(), ana, saying(text))).toBe('text-empty');
  });

  it('is as long as the channel takes and no longer', () => {
    const memory = heardOf();
    expect(refusalOf(memory, ana, saying('👍'.repeat(4096)))).toBeNull();
    expect(ask(memory, ana, saying('x'.repeat(4097))).refusal).toEqual({
      code: 'text-too-long',
      limit: 4096,
      length: 4097,
    });
  });

  it('needs an open window, to the millisecond (R-17)', () => {
    const memory = heardOf();
    memory.now = noon + day - 1;
    expect(refusalOf(memory, ana, saying('x'))).toBeNull();
    memory.now = noon + day;
    expect(refusalOf(memory, ana, saying('x'))).toBe('window-closed');
  });
});

describe('a command', () => {
  const every: readonly Bare<Command>[] = [
    saying('x'),
    { type: 'comment', text: 'x' },
    { type: 'assign', to: null },
    { type: 'archive' },
    { type: 'reopen' },
    { type: 'read', rev: 9 },
    { type: 'unread' },
  ];

  it.each(every)('that is refused leaves no trace: $type (product §1)', (command) => {
    const memory = heardOf();
    give(memory, ana);
    const before = JSON.stringify([memory, memory.messages]);
    const { refusal, change } = ask(memory, rui, command);
    expect(refusal).not.toBeNull();
    expect(change.empty).toBe(true);
    expect(JSON.stringify([memory, memory.messages])).toBe(before);
  });

  it.each(every)('again changes nothing, a week later too: $type (R-18)', (command) => {
    const memory = heardOf();
    give(memory, ana);
    const once = { ...command, clientId: 'once' };
    memory.ask(ana, once);
    memory.now += 7 * day - 1;
    expect(memory.ask(boss, { type: 'assign', clientId: 'z', to: ana }).refusal).toBeNull();
    const rev = memory.head.rev;
    expect(memory.ask(ana, once)).toMatchObject({ refusal: null, change: { empty: true } });
    expect(memory.head.rev).toBe(rev);
  });

  it('again does nothing even where it had nothing to do the first time (R-18)', () => {
    const memory = heardOf();
    ask(memory, ana, { type: 'archive' });
    memory.ask(ana, { type: 'archive', clientId: 'lost-answer' });
    memory.hear(heard({ id: 'news' }));
    memory.ask(ana, { type: 'archive', clientId: 'lost-answer' });
    expect(memory.head.archived).toBe(false);
  });

  it('may not use the id of somebody else’s message (R-18)', () => {
    const memory = heardOf('in');
    memory.ask(ana, { type: 'comment', clientId: 'c1', text: 'mine' });
    for (const clientId of ['c1', 'in']) {
      expect(memory.ask(boss, sends(clientId, 'x')).refusal?.code).toBe('client-id-taken');
    }
  });
});

describe('a comment', () => {
  it('stands in the timeline, never in the outbox, the preview or unread', () => {
    const memory = heardOf('a');
    give(memory, ana);
    expect(refusalOf(memory, boss, { type: 'comment', text: 'Look at this' })).toBeNull();
    expect(memory.messages.at(-1)).toMatchObject({ direction: 'note', by: { name: 'Boss' } });
    expect(memory.messages.at(-1)?.delivery).toBeUndefined();
    expect(memory.outbox).toEqual([]);
    expect(memory.head).toMatchObject({ unread: 1, preview: { text: 'text of a' }, assignee: { id: 'ana' } });
  });

  it('may be written when the window is closed and the conversation archived', () => {
    const memory = heardOf();
    ask(memory, ana, { type: 'archive' });
    memory.now += 2 * day;
    expect(refusalOf(memory, ana, { type: 'comment', text: 'x' })).toBeNull();
    expect(memory.head.archived).toBe(true);
  });

  /** Whom the newest comment names. */
  const named = (memory: Memory) => {
    const content = memory.messages.at(-1)?.content;
    return content?.kind === 'comment' ? content.mentions?.map(({ name }) => name) : null;
  };

  it.each<[why: string, text: string, mentions: readonly Actor[], named: readonly string[] | undefined]>([
    ['those whom the text names', '@Rui and @Boss, look', [rui, boss], ['Rui', 'Boss']],
    ['nobody whose name was taken out again', 'Look, @Boss', [rui, boss], ['Boss']],
    [
      'nobody who may not see the conversation',
      '@Rui @Ann',
      [rui, member('Ann', { visibility: 'own' })],
      ['Rui'],
    ],
    ['nobody, where nobody is left', 'Look', [rui], undefined],
  ])('names %s (B-36)', (_why, text, mentions, expected) => {
    const memory = heardOf();
    expect(refusalOf(memory, boss, { type: 'comment', text, mentions })).toBeNull();
    expect(named(memory)).toEqual(expected);
  });

  it('names nobody to whom the conversation became invisible since it was written (B-36)', () => {
    const memory = heardOf();
    give(memory, ana);
    ask(memory, ana, { type: 'comment', text: '@Rui @Boss', mentions: [rui, boss] });
    expect(named(memory)).toEqual(['Boss']);
  });

  it('needs words, and not too many', () => {
    expect(refusalOf(heardOf(), ana, { type: 'comment', text: ' ' })).toBe('text-empty');
    expect(refusalOf(heardOf(), ana, { type: 'comment', text: 'x'.repeat(10_001) })).toBe('text-too-long');
  });
});

describe('who is told of an assignment', () => {
  const told = (memory: Memory) =>
    memory.state.notices.map(({ kind, personId, by }) => [kind, personId, by?.id]);

  it('is the new owner, and the one before, unless it was they who did it', () => {
    const memory = heardOf();
    ask(memory, ana, { type: 'assign', to: ana });
    expect(told(memory)).toEqual([]);
    ask(memory, ana, { type: 'assign', to: rui });
    expect(told(memory)).toEqual([['assigned', 'rui', 'ana']]);
    give(memory, ana);
    give(memory, null);
    expect(told(memory).slice(1)).toEqual([
      ['assigned', 'ana', 'boss'],
      ['handed', 'rui', 'boss'],
      ['handed', 'ana', 'boss'],
    ]);
  });

  it('is nobody for a reply that takes it, nor when nothing changes', () => {
    const memory = heardOf();
    ask(memory, ana, saying('Hi'));
    give(memory, ana);
    expect(told(memory)).toEqual([]);
  });
});

describe('handing over to a group', () => {
  const group = { id: 'g', name: 'Night' };

  it('releases it and puts it there in one commit, with a line each (R-28)', () => {
    const memory = heardOf();
    give(memory, ana);
    const { rev } = memory.head;
    ask(memory, boss, { type: 'assign', to: null, group, still: 'ana' });
    expect(memory.head).toMatchObject({ rev: rev + 1, assignee: null, groupId: 'g' });
    expect(lines(memory).slice(-2)).toEqual([
      ['released', 'Boss'],
      ['grouped', 'Boss'],
    ]);
  });

  it('leaves it alone when it is somebody else’s by then', () => {
    const memory = heardOf();
    give(memory, rui);
    expect(refusalOf(memory, boss, { type: 'assign', to: null, group, still: 'ana' })).toBe('changed-since');
    expect(memory.head).toMatchObject({ assignee: { id: 'rui' }, groupId: null });
  });
});

describe('a client id', () => {
  it('of somebody else is not told of to whoever may not see the conversation (R-18)', () => {
    const memory = heardOf();
    memory.ask(ana, { type: 'comment', clientId: 'hers', text: 'Mine' });
    give(memory, ana);
    const repeat = { type: 'comment', clientId: 'hers', text: 'Yours' } as const;
    expect(memory.ask(boss, repeat).refusal?.code).toBe('client-id-taken');
    expect(memory.ask(rui, repeat).refusal?.code).toBe('conversation-not-found');
  });
});

describe('assigning', () => {
  it('leaves a line of who, to whom and when (R-28)', () => {
    const memory = heardOf();
    memory.now += hour;
    give(memory, ana);
    expect(memory.messages.at(-1)).toMatchObject({
      direction: 'line',
      at: noon + hour,
      by: { name: 'Boss' },
      content: { what: 'assigned', to: { id: 'ana', name: 'Ana' } },
    });
    give(memory, null);
    expect(memory.messages.at(-1)).toMatchObject({ content: { what: 'released', from: { id: 'ana' } } });
    expect(memory.head.assignee).toBeNull();
  });

  it('to whom it belongs already changes nothing (R-28)', () => {
    const memory = heardOf();
    expect(give(memory, null).change.changed).toBe(false);
    give(memory, ana);
    expect(give(memory, ana).change.changed).toBe(false);
  });

  it('lets an agent take what is nobody’s and hand over what is theirs, no more (R-26, product §1)', () => {
    const memory = heardOf();
    expect(refusalOf(memory, ana, { type: 'assign', to: rui })).toBe('role-may-not');
    expect(refusalOf(memory, ana, { type: 'assign', to: ana })).toBeNull();
    expect(refusalOf(memory, member('Zoe', { visibility: 'all' }), { type: 'assign', to: rui })).toBe(
      'assigned-to-other',
    );
    expect(refusalOf(memory, ana, { type: 'assign', to: rui })).toBeNull();
    expect(memory.head.assignee?.id).toBe('rui');
  });

  it('lets a manager take and give anything (product §1)', () => {
    const manager = member('Max', { role: 'manager' });
    const memory = heardOf();
    give(memory, ana);
    expect(refusalOf(memory, manager, { type: 'assign', to: manager })).toBeNull();
    expect(refusalOf(memory, manager, saying('Hi'))).toBeNull();
    expect(refusalOf(memory, manager, { type: 'assign', to: rui })).toBeNull();
  });

  it('gives it to the first of two takers (R-26)', () => {
    const seer = member('Zoe', { visibility: 'all' });
    const memory = heardOf();
    expect(refusalOf(memory, ana, { type: 'assign', to: ana })).toBeNull();
    expect(ask(memory, seer, { type: 'assign', to: seer }).refusal).toEqual({
      code: 'assigned-to-other',
      name: 'Ana',
    });
    expect(memory.head.assignee?.id).toBe('ana');
  });
});

describe('the archive', () => {
  it('leaves a line each way and none where nothing changes (R-28)', () => {
    const memory = heardOf();
    for (const type of ['archive', 'archive', 'reopen', 'reopen'] as const) ask(memory, ana, { type });
    expect(lines(memory)).toEqual([
      ['archived', 'Ana'],
      ['reopened', 'Ana'],
    ]);
  });
});

describe('unread', () => {
  it('is cleared up to what was seen and no further (R-24)', () => {
    const memory = heardOf('a', 'b');
    const seen = memory.head.rev;
    memory.hear(heard({ id: 'c' }));
    ask(memory, ana, { type: 'read', rev: seen });
    expect(memory.head.unread).toBe(1);
    ask(memory, ana, { type: 'read', rev: 0 });
    expect(memory.head.unread).toBe(1);
    ask(memory, ana, { type: 'read', rev: memory.head.rev });
    expect(memory.head.unread).toBe(0);
  });

  it('is not cleared by who may only look (R-24)', () => {
    const memory = heardOf('a');
    give(memory, ana);
    for (const looker of [member('Zoe', { visibility: 'all' }), member('Max', { role: 'manager' })]) {
      expect(refusalOf(memory, looker, { type: 'read', rev: 99 })).toBe('assigned-to-other');
    }
    expect(memory.head.unread).toBe(1);
  });

  it('is at least one after “mark unread”, and no more than it was (R-24)', () => {
    const memory = heardOf('a', 'b');
    ask(memory, ana, { type: 'unread' });
    expect(memory.head.unread).toBe(2);
    ask(memory, ana, { type: 'read', rev: memory.head.rev });
    ask(memory, ana, { type: 'unread' });
    ask(memory, ana, { type: 'unread' });
    expect(memory.head.unread).toBe(1);
    ask(memory, ana, { type: 'read', rev: memory.head.rev });
    expect(memory.head.unread).toBe(0);
  });

  it('leaves no line (R-28)', () => {
    const memory = heardOf('a');
    ask(memory, ana, { type: 'read', rev: 9 });
    ask(memory, ana, { type: 'unread' });
    expect(lines(memory)).toEqual([]);
  });
});
