import { describe, expect, it } from 'vitest';
import type { Chosen, Sought } from '../assigning/choice.ts';
import { ana, boss, echoed, heard, hour, noon, noticed, rui } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { decideChosen, isQuiet, soughtOf } from './decide-assign.ts';
import type { Command } from './decide-command.ts';

const sales = { id: 'sales', name: 'Sales' };
const toAna: Chosen = {
  group: sales,
  assigning: 'round-robin',
  to: { id: ana.id, name: ana.name },
  assignee: null,
  waits: false,
};
const full: Chosen = { ...toAna, to: null, waits: true };

let commands = 0;
function ask(memory: Memory, command: Record<string, unknown>): void {
  commands += 1;
  const { refusal } = memory.ask(boss, { clientId: `c${commands}`, ...command } as unknown as Command);
  expect(refusal).toBeNull();
}
const assign = (memory: Memory, to: typeof ana | null) => ask(memory, { type: 'assign', to });
const group = (memory: Memory, to: typeof sales | null) => ask(memory, { type: 'group', to });
const sought = (memory: Memory): Sought | null => soughtOf(memory.state);
const lines = (memory: Memory) =>
  memory.messages.flatMap(({ content, by }) => (content.kind === 'line' ? [{ ...content, by }] : []));

/** What is asked, and the answer, with what somebody did in between. */
function answer(memory: Memory, chosen: Chosen, meanwhile?: () => void): void {
  const asked = sought(memory);
  if (!asked) throw new Error('nothing was asked');
  meanwhile?.();
  memory.run((change) => decideChosen(change, asked, chosen));
}

function opened(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'a' }));
  return memory;
}
/** One that nobody is sought for any more, archived. */
function archived(assignee: typeof ana | null): Memory {
  const memory = opened();
  answer(memory, { ...full, waits: false, group: sales });
  assign(memory, assignee);
  ask(memory, { type: 'archive' });
  return memory;
}

describe('somebody is sought', () => {
  it('for what a customer begins, by whatever they begin it', () => {
    expect(sought(opened())).toEqual({ conversationId: 'c', groupId: null, assigneeId: null, since: noon });
    const called = new Memory();
    const happening = { what: 'call', from: 'customer', state: 'ringing' } as const;
    called.hear(noticed({ id: 'call', happening, opens: true, reopens: true }));
    expect(sought(called)).not.toBeNull();
  });

  it('when the customer answers what we began, and not before', () => {
    const memory = new Memory();
    memory.hear(echoed({ id: 'ours' }));
    expect(sought(memory)).toBeNull();
    memory.hear(heard({ id: 'theirs' }));
    expect(sought(memory)).not.toBeNull();
  });

  it('not for what history brings', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'old', history: true }));
    expect(sought(memory)).toBeNull();
  });

  it('once: the next message asks nothing', () => {
    const memory = opened();
    answer(memory, toAna);
    memory.hear(heard({ id: 'b' }));
    expect(sought(memory)).toBeNull();
  });

  it.each([[null], [ana]])('again when the customer brings it back from the archive, of %j', (assignee) => {
    const memory = archived(assignee);
    expect(sought(memory)).toBeNull();
    memory.now += hour;
    memory.hear(heard({ id: 'b', at: memory.now }));
    expect(sought(memory)).toMatchObject({ groupId: 'sales', assigneeId: assignee?.id ?? null });
  });

  it('not when a person brings it back', () => {
    const memory = archived(null);
    ask(memory, { type: 'reopen' });
    expect(sought(memory)).toBeNull();
  });

  it('when a group is set by hand on one that is nobody’s, and only then', () => {
    const memory = opened();
    answer(memory, { ...full, group: null, waits: false });
    group(memory, sales);
    expect(sought(memory)).toMatchObject({ groupId: 'sales' });
    group(memory, null);
    expect(sought(memory)).toBeNull();
    assign(memory, rui);
    group(memory, sales);
    expect(sought(memory)).toBeNull();
  });

  it('not any more once a person releases it: that is a decision', () => {
    const memory = opened();
    answer(memory, full);
    assign(memory, rui);
    assign(memory, null);
    expect(sought(memory)).toBeNull();
    expect(memory.state.seeking).toBe('not');
  });
});

describe('what was chosen', () => {
  it('gives group and assignee, with a line of the rule each, and tells the person (R-28)', () => {
    const memory = opened();
    answer(memory, toAna);
    expect(memory.head).toMatchObject({ groupId: 'sales', assignee: toAna.to });
    expect(lines(memory)).toEqual([
      { kind: 'line', what: 'grouped', to: 'Sales', rule: 'account', by: undefined },
      {
        ...{ kind: 'line', what: 'assigned', to: toAna.to, by: undefined },
        rule: { assigning: 'round-robin', group: 'Sales' },
      },
    ]);
    expect(memory.state.notices).toMatchObject([{ personId: ana.id, kind: 'assigned' }]);
    expect(memory.state.seeking).toBe('not');
  });

  it('is nobody: it waits in its group, and asks when it is offered again', () => {
    const memory = opened();
    answer(memory, full);
    expect(memory.head).toMatchObject({ groupId: 'sales', assignee: null });
    expect(memory.state.seeking).toMatchObject({ offered: true, since: noon });
    expect(sought(memory)).toBeNull();
  });

  it('changes nothing when somebody took it meanwhile (R-26), but the group of the account is given', () => {
    const memory = opened();
    answer(memory, toAna, () => assign(memory, rui));
    expect(memory.head).toMatchObject({ groupId: 'sales', assignee: { id: rui.id } });
    expect(lines(memory).map(({ what }) => what)).toEqual(['assigned', 'grouped']);
  });

  it('is not taken when another group was set meanwhile: that one is asked', () => {
    const memory = opened();
    answer(memory, toAna, () => group(memory, { id: 'care', name: 'Care' }));
    expect(memory.head).toMatchObject({ groupId: 'care', assignee: null });
    expect(sought(memory)).toMatchObject({ groupId: 'care' });
  });

  it.each([
    ['gone', ['assigned']],
    ['away', ['assigned', 'handed']],
  ] as const)('goes on from somebody who is %s, and tells who is still here', (assignee, kinds) => {
    const memory = archived(rui);
    memory.hear(heard({ id: 'b', at: noon + 1 }));
    answer(memory, { ...toAna, assignee });
    expect(memory.head.assignee?.id).toBe(ana.id);
    const byRule = memory.state.notices.filter(({ by }) => !by);
    expect(byRule.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('takes it from somebody who is gone also when nobody can be given more', () => {
    const memory = archived(rui);
    memory.hear(heard({ id: 'b', at: noon + 1 }));
    answer(memory, { ...full, assignee: 'gone' });
    expect(memory.head.assignee).toBeNull();
    expect(lines(memory).at(-1)).toMatchObject({ what: 'released', rule: 'gone' });
    expect(memory.state.seeking).toMatchObject({ offered: true });
  });

  it('leaves it with somebody who is away when nobody else can be given more', () => {
    const memory = archived(rui);
    memory.hear(heard({ id: 'b', at: noon + 1 }));
    answer(memory, { ...full, waits: false, assignee: 'away' });
    expect(memory.head.assignee?.id).toBe(rui.id);
  });

  it.each<[string, Partial<Chosen>, boolean]>([
    ['nothing to do', { to: null, group: null }, true],
    ['somebody', {}, false],
    ['a group', { to: null }, false],
    ['waiting', { to: null, group: null, waits: true }, false],
    ['somebody gone', { to: null, group: null, assignee: 'gone' }, false],
  ])('makes a commit where anybody sees a change: %s', (_title, part, quiet) => {
    const memory = opened();
    const asked = sought(memory);
    expect(asked && isQuiet(memory.state, asked, { ...toAna, ...part })).toBe(quiet);
  });
});

describe('handed over to nobody', () => {
  it.each([
    [
      'asks the rule of its group, also of the one that it is in already',
      { group: sales, seeks: true },
      true,
    ],
    ['waits for nobody where the rule is not asked', { group: sales }, false],
  ])('it %s', (_title, part, asks) => {
    const memory = opened();
    group(memory, sales);
    assign(memory, ana);
    ask(memory, { type: 'assign', to: null, still: ana.id, ...part });
    expect(sought(memory)).toEqual(
      asks ? expect.objectContaining({ groupId: sales.id, assigneeId: null }) : null,
    );
  });
});
