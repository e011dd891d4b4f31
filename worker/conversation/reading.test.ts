/** What the customer learns of our reading: one mark for the newest seen message. */
import { describe, expect, it } from 'vitest';
import { ana, boss, heard, member, minute, noon, reacted, rui, sends } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { plainRights } from './decide-send.ts';

function heardOf(...ids: readonly string[]): Memory {
  const memory = new Memory();
  memory.account = { ...plainRights, marksRead: true };
  ids.forEach((id, index) => memory.hear(heard({ id, at: noon - minute + index })));
  return memory;
}
const read = (memory: Memory, rev = memory.head.rev, by = ana) =>
  memory.ask(by, { type: 'read', clientId: `r${rev}`, rev });

describe('blue ticks', () => {
  it('are for the newest message seen, once (R-25)', () => {
    const memory = heardOf('a', 'b', 'c');
    read(memory);
    expect(memory.state.markRead).toBe('c');
    memory.run((change) => change.setState({ markRead: null }));
    expect(read(memory).change.empty).toBe(true);
    expect(memory.state.markRead).toBeNull();
  });

  it('are not given where the business does not want them (R-25)', () => {
    const memory = heardOf('a');
    memory.account = plainRights;
    read(memory);
    expect(memory.head.unread).toBe(0);
    expect(memory.state.markRead).toBeNull();
  });

  it('are for nothing that was not seen (R-24, R-25)', () => {
    const memory = heardOf('a', 'b');
    read(memory, 1);
    expect(memory.head.unread).toBe(1);
    expect(memory.state.markRead).not.toBe('b');
    read(memory, 2);
    expect(memory.state.markRead).toBe('b');
  });

  it('are for the newest by time though an older one came late and is unseen (R-2, R-25)', () => {
    const memory = heardOf('a', 'b');
    const seen = memory.head.rev;
    memory.hear(heard({ id: 'late', at: noon - 9 * minute }));
    read(memory, seen);
    expect(memory.head.unread).toBe(1);
    expect(memory.state.markRead).toBe('b');
  });

  it('are given though the message changed after it was seen: a file came, a reaction (R-25)', () => {
    const memory = heardOf('a');
    const seen = memory.head.rev;
    memory.hear(reacted({ target: 'a', emoji: '👍', from: 'business' }));
    read(memory, seen);
    expect(memory.head.unread).toBe(0);
    expect(memory.state.markRead).toBe('a');
  });

  it('follow a reply as well (R-24, R-25)', () => {
    const memory = heardOf('a', 'b');
    memory.ask(ana, sends('c1'));
    expect(memory.state.markRead).toBe('b');
  });

  it('are not given by who may only look (R-24, R-25)', () => {
    const memory = heardOf('a');
    memory.ask(boss, { type: 'assign', clientId: 'x', to: { id: rui.id, name: rui.name } });
    for (const looker of [ana, member('Zoe', { visibility: 'all' }), member('Max', { role: 'manager' })]) {
      expect(read(memory, 99, looker).refusal).not.toBeNull();
    }
    expect(memory.state.markRead).toBeNull();
    expect(memory.head.unread).toBe(1);
  });

  it('are not given by “mark unread”, and not taken back (R-24, R-25)', () => {
    const memory = heardOf('a');
    memory.ask(ana, { type: 'unread', clientId: 'u' });
    expect(memory.state.markRead).toBeNull();
  });
});

describe('typing', () => {
  it('needs the right to reply, and leaves no trace (R-26)', () => {
    const memory = heardOf('a');
    expect(memory.ask(ana, { type: 'typing', clientId: 't' })).toMatchObject({
      refusal: null,
      change: { empty: true },
    });
    memory.ask(boss, { type: 'assign', clientId: 'x', to: { id: rui.id, name: rui.name } });
    expect(memory.ask(ana, { type: 'typing', clientId: 't' }).refusal).not.toBeNull();
  });
});
