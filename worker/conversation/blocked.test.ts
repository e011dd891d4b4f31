/** A customer whom somebody of the team blocked: what they write is taken in, and nothing goes to them (C11). */
import { describe, expect, it } from 'vitest';
import { ana, boss, heard, hour, noon, rui, sends, template } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import type { Command } from './decide-command.ts';
import { plainRights } from './decide-send.ts';

const block = (on: boolean, clientId = `block-${on}`): Command => ({ type: 'block', clientId, on });

function heardOf(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'in' }));
  return memory;
}

function blocked(): Memory {
  const memory = heardOf();
  expect(memory.ask(boss, block(true)).refusal).toBeNull();
  return memory;
}

const asked: Readonly<Record<string, Command>> = {
  'a text': sends('c1', 'Hi'),
  'a template': { type: 'send', clientId: 'c1', draft: template },
  'a reaction': { type: 'react', clientId: 'c1', messageId: 'in', emoji: '👍' },
  'a scheduled send': { ...sends('c1', 'Later'), sendAt: noon + hour },
  'that somebody writes': { type: 'typing', clientId: 'c1' },
};

describe('to a blocked customer', () => {
  it.each(Object.entries(asked))('%s is refused, also of an admin (C11)', (_name, command) => {
    const memory = blocked();
    const { rev } = memory.head;
    expect(memory.ask(boss, command).refusal).toEqual({ code: 'blocked' });
    expect(memory.head.rev).toBe(rev);
    expect(memory.outbox).toEqual([]);
    expect(memory.state.scheduled).toEqual([]);
    memory.ask(boss, block(false));
    expect(memory.ask(boss, { ...command, clientId: 'c2' }).refusal).toBeNull();
  });

  it('what waited to leave fails with that reason, and keeps its text (C11, R-17)', () => {
    const memory = heardOf();
    memory.ask(ana, sends('c1', 'Hi'));
    memory.ask(boss, block(true));
    expect(memory.leave()).toBeNull();
    expect(memory.message('c1')).toMatchObject({
      content: { text: 'Hi' },
      delivery: { state: 'failed', failure: { code: 'blocked', kind: 'never' } },
    });
  });

  it('what was to leave at a time of its own fails at that time (C11, R-23)', () => {
    const memory = heardOf();
    memory.ask(ana, { ...sends('s', 'Later'), sendAt: noon + hour });
    memory.ask(boss, block(true));
    memory.now = noon + hour;
    memory.due();
    expect(memory.outbox).toEqual([]);
    const failure = { code: 'blocked', kind: 'never' };
    expect(memory.message('s')).toMatchObject({ delivery: { state: 'failed', failure } });
    expect(memory.message('s')?.delivery?.failure?.sentence).toContain('blocked');
  });

  it('no blue ticks go; what they write still arrives and can be read and commented (C11, R-25)', () => {
    const memory = blocked();
    memory.account = { ...plainRights, marksRead: true };
    memory.hear(heard({ id: 'more' }));
    memory.ask(boss, { type: 'read', clientId: 'r', rev: memory.head.rev });
    expect(memory.head.unread).toBe(0);
    expect(memory.state.markRead).toBeNull();
    const comment: Command = { type: 'comment', clientId: 'n', text: 'Leave them be' };
    expect(memory.ask(boss, comment).refusal).toBeNull();
    expect(memory.message('more')).not.toBeNull();
  });
});

describe('a block', () => {
  it('leaves a line each way, and none where nothing changes (C11, R-28)', () => {
    const memory = blocked();
    memory.ask(boss, block(true, 'again'));
    memory.ask(boss, block(false));
    memory.ask(boss, block(false, 'off again'));
    const lines = memory.messages.flatMap(({ content }) => (content.kind === 'line' ? [content.what] : []));
    expect(lines).toEqual(['blocked', 'unblocked']);
    expect(memory.head).not.toHaveProperty('blocked');
  });

  it('is for the assignee, managers and admins (C11)', () => {
    const memory = heardOf();
    expect(memory.ask(ana, block(true, 'a')).refusal?.code).toBe('role-may-not');
    memory.ask(ana, sends('c1', 'Hi'));
    expect(memory.ask(rui, block(true, 'b')).refusal?.code).toBe('conversation-not-found');
    expect(memory.ask(ana, block(true, 'c')).refusal).toBeNull();
  });
});
