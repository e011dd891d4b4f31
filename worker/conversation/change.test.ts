import { describe, expect, it } from 'vitest';
import { heard, hour, noon } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { Change } from './change.ts';

const begun = (): Memory => {
  const memory = new Memory();
  memory.hear(heard({ id: 'a' }), heard({ id: 'b', at: noon - hour }));
  return memory;
};
const text = (id: string, at = noon) => ({
  id,
  at,
  direction: 'in' as const,
  content: { kind: 'text' as const, text: id },
});

describe('a change', () => {
  it('of nothing is empty, and touches nothing (R-4)', () => {
    const memory = begun();
    const change = new Change(memory.state, memory, noon);
    expect(change).toMatchObject({ changed: false, empty: true, rev: 2 });
  });

  it('never reaches the state that it began from before it is committed', () => {
    const memory = begun();
    const before = JSON.stringify(memory.state);
    const change = new Change(memory.state, memory, noon);
    change.add(text('c'));
    change.setUnread([[9, 9]]);
    change.setHead({ archived: true });
    expect(JSON.stringify(memory.state)).toBe(before);
  });

  it('that only parks or remembers a command raises no rev (R-4, R-11)', () => {
    const memory = begun();
    const change = memory.run((one) => void one.commands.push('c1'));
    expect(change).toMatchObject({ changed: false, empty: false });
    expect(memory.head.rev).toBe(1);
    expect(memory.commandRev('c1')).toBe(2);
  });

  it('numbers all that it adds with its rev and by arrival (R-1, R-4)', () => {
    const memory = begun();
    memory.run((change) => {
      change.add(text('c'));
      change.line({ what: 'archived' }, undefined);
      change.line({ what: 'reopened' }, undefined);
      change.add(text('d', noon - 2 * hour));
    });
    const added = memory.messages.filter(({ rev }) => rev === 2).sort((a, b) => a.seq - b.seq);
    expect(added.map(({ seq }) => seq)).toEqual([3, 4, 5, 6]);
    expect(new Set(memory.messages.map(({ id }) => id)).size).toBe(6);
  });

  it('gives what it has changed itself before what was there (R-3)', () => {
    const memory = begun();
    memory.run((change) => {
      const known = change.message('a');
      if (known) change.put({ ...known, metaId: 'wamid.a' });
      expect(change.byMetaId('wamid.a')?.id).toBe('a');
      expect(change.message('a')?.metaId).toBe('wamid.a');
      change.add(text('c'));
      expect(change.message('c')?.seq).toBe(3);
    });
  });

  it('puts only the message that it changed into the frame (R-4)', () => {
    const memory = begun();
    const change = memory.run((one) => {
      const known = one.message('b');
      if (known) one.put({ ...known, quotes: 'x' });
    });
    expect([...change.messages.keys()]).toEqual(['b']);
    expect(memory.messages.map(({ id, rev }) => [id, rev])).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
  });

  it('remembers fifty unread runs; nothing that was not seen is cleared by that (R-24)', () => {
    const memory = new Memory();
    for (let index = 0; index < 80; index += 1) memory.hear(heard({ id: `m${index}` }));
    expect(memory.head.unread).toBe(80);
    expect(memory.state.unreadRuns).toHaveLength(50);
    const left = (rev: number) => {
      const copy = new Change(memory.state, memory, noon);
      copy.setUnread(copy.state.unreadRuns.filter(([arrivedIn]) => arrivedIn > rev));
      return copy.head.unread;
    };
    // Exact for whoever is not further behind; whoever is has some left that they saw, never the other way round.
    expect([left(80), left(60), left(31)]).toEqual([0, 20, 49]);
    for (let rev = 0; rev <= 80; rev += 1) expect(left(rev)).toBeGreaterThanOrEqual(80 - rev);
  });
});
