/** Group, tags, lead, follow-up, attributes: what changes, its line, and what takes it back. */
import { describe, expect, it } from 'vitest';
import type { Happening } from '#domain/message.ts';
import { ana, boss, heard, hour, member, noon, rui } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import type { Command } from './decide-command.ts';
import type { FactCommand } from './decide-facts.ts';
import type { FollowUpCommand } from './decide-follow-ups.ts';
import { undoOf } from './undo.ts';

const vip = { id: 't1', name: 'VIP' };
const slow = { id: 't2', name: 'Slow' };
const sales = { id: 'g1', name: 'Sales' };
const support = { id: 'g2', name: 'Support' };
const lost = { id: 'lost', name: 'Lost', final: true };
const qualified = { id: 'qualified', name: 'Qualified', final: false };
let next = 0;

function begun(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'a' }));
  return memory;
}
type WithoutId<T> = T extends Command ? Omit<T, 'clientId'> : never;
/** Asks, and tells what takes it back. */
function ask(memory: Memory, command: WithoutId<Command>, by = ana) {
  next += 1;
  const before = { head: memory.head, panel: memory.panel() };
  const whole = { ...command, clientId: `c${next}` };
  const { refusal, change } = memory.ask(by, whole);
  return { refusal, change, undo: undoOf(whole, before, { head: memory.head, panel: memory.panel() }) };
}
const put = (...add: readonly { id: string; name: string }[]) => ({ type: 'tag', add, remove: [] }) as const;
const off = (...remove: readonly { id: string; name: string }[]) =>
  ({ type: 'tag', add: [], remove }) as const;
const happenings = (memory: Memory) =>
  memory.messages.flatMap(({ content, by }) => {
    if (content.kind !== 'line') return [];
    const { kind: _kind, ...happening } = content;
    return [[happening satisfies Happening, by?.name]];
  });

describe('a change by a person', () => {
  it.each<[string, WithoutId<FactCommand | FollowUpCommand>, object, readonly Happening[]]>([
    ['group', { type: 'group', to: sales }, { groupId: 'g1' }, [{ what: 'grouped', to: 'Sales' }]],
    ['tags', put(vip, slow), { tags: ['t1', 't2'] }, [{ what: 'tagged', tags: ['VIP', 'Slow'] }]],
    ['a tag twice', put(vip, vip), { tags: ['t1'] }, [{ what: 'tagged', tags: ['VIP'] }]],
    ['lead', { type: 'lead', to: qualified }, { lead: 'qualified' }, [{ what: 'lead', to: 'Qualified' }]],
    ['follow-up', { type: 'follow-up', at: noon }, { followUpAt: noon }, [{ what: 'follow-up', at: noon }]],
    [
      'attribute',
      { type: 'attribute', name: 'city', value: 'Porto' },
      { attributes: { city: 'Porto' } },
      [{ what: 'attribute', name: 'city', value: 'Porto' }],
    ],
  ])('of %s stands in head and timeline once; again it changes nothing (R-18, R-28)', (...one) => {
    const [, command, head, lines] = one;
    const memory = begun();
    expect(ask(memory, command).refusal).toBeNull();
    expect(memory.head).toMatchObject(head);
    expect(happenings(memory)).toEqual(lines.map((line) => [line, 'Ana']));
    const again = ask(memory, command);
    expect([again.refusal, again.change.changed, again.undo]).toEqual([null, false, null]);
  });

  it('is undone by what it says, and the head is as before', () => {
    const memory = begun();
    ask(memory, put(vip));
    ask(memory, { type: 'group', to: sales });
    const { rev: _rev, ...before } = memory.head;
    const done = [
      ask(memory, { type: 'tag', add: [slow], remove: [vip] }),
      ask(memory, { type: 'group', to: support }),
      ask(memory, { type: 'follow-up', at: noon + hour }),
      ask(memory, { type: 'lead', to: lost }),
    ];
    expect(done.map(({ undo }) => undo)).toEqual([
      { type: 'tag', add: ['t1'], remove: ['t2'] },
      { type: 'group', groupId: 'g1' },
      { type: 'follow-up-back', open: [], cancel: [memory.panel().followUps[0]?.id] },
      { type: 'lead', status: 'new' },
    ]);
    ask(memory, { type: 'tag', add: [vip], remove: [slow] });
    ask(memory, { type: 'group', to: sales });
    ask(memory, { type: 'lead', to: { id: 'new', name: 'New', final: false }, still: 'lost' });
    ask(memory, { type: 'follow-up', at: null });
    expect(memory.head).toEqual({ ...before, rev: memory.head.rev });
  });

  it('that takes the last away leaves nothing behind in the head, and tells what went', () => {
    const memory = begun();
    ask(memory, put(vip));
    ask(memory, { type: 'group', to: sales });
    ask(memory, { type: 'attribute', name: 'city', value: 'Porto' });
    const lines = happenings(memory).length;
    ask(memory, off(vip, slow));
    ask(memory, { type: 'group', to: null });
    ask(memory, { type: 'lead', to: null });
    ask(memory, { type: 'attribute', name: 'city', value: '' });
    for (const fact of ['tags', 'lead', 'attributes']) expect(memory.head).not.toHaveProperty(fact);
    expect(memory.head.groupId).toBeNull();
    expect(
      happenings(memory)
        .slice(lines)
        .map(([happening]) => happening),
    ).toEqual([
      { what: 'untagged', tags: ['VIP'] },
      { what: 'ungrouped', from: 'Sales' },
      { what: 'lead', to: null },
      { what: 'attribute', name: 'city', value: '' },
    ]);
  });

  it('takes any word as the name of an attribute', () => {
    const memory = begun();
    for (const name of ['__proto__', 'constructor', 'toString']) {
      ask(memory, { type: 'attribute', name, value: 'x' });
      expect(Object.entries(memory.head.attributes ?? {})).toContainEqual([name, 'x']);
    }
    expect(Object.keys(memory.head.attributes ?? {})).toHaveLength(3);
  });

  it('is refused beyond what a row can carry, with what to do', () => {
    const memory = begun();
    const many = Array.from({ length: 50 }, (_none, index) => ({ id: `m${index}`, name: `M${index}` }));
    expect(ask(memory, put(...many)).refusal).toBeNull();
    expect(ask(memory, put(vip)).refusal?.code).toBe('invalid-input');
    expect(memory.head.tags).toHaveLength(50);
    expect(ask(memory, { type: 'tag', add: [vip], remove: many.slice(0, 1) }).refusal).toBeNull();
    for (const { id } of many) ask(memory, { type: 'attribute', name: id, value: 'x' });
    expect(ask(memory, { type: 'attribute', name: 'more', value: 'x' }).refusal?.code).toBe('invalid-input');
    expect(ask(memory, { type: 'attribute', name: 'm1', value: 'y' }).refusal).toBeNull();
  });
});

describe('who may', () => {
  const inGroup = member('Zoe', { groups: ['g1'] });
  it('sort: whoever sees it; give it to a group: whoever answers it (product §1)', () => {
    const memory = begun();
    ask(memory, { type: 'group', to: sales }, boss);
    ask(memory, { type: 'assign', to: { id: rui.id, name: rui.name } }, boss);
    expect(ask(memory, put(vip), inGroup).refusal).toBeNull();
    expect(ask(memory, { type: 'group', to: support }, inGroup).refusal).toMatchObject({
      code: 'assigned-to-other',
    });
    for (const command of [put(slow), { type: 'follow-up', at: noon }, { type: 'lead', to: lost }] as const) {
      expect(ask(memory, command, ana)).toMatchObject({
        refusal: { code: 'conversation-not-found' },
        change: { empty: true },
      });
    }
    expect(ask(memory, { type: 'group', to: null }, boss).refusal).toBeNull();
  });
});

describe('a lead', () => {
  it('is opened by the first message, which is its line; later ones change nothing (product §5)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'h', speaks: false, opens: false, history: true }));
    expect(memory.head).not.toHaveProperty('lead');
    memory.hear(heard({ id: 'a' }));
    expect(memory.head.lead).toBe('new');
    ask(memory, { type: 'lead', to: qualified });
    memory.hear(heard({ id: 'b' }));
    expect(memory.head.lead).toBe('qualified');
    expect(happenings(memory)).toEqual([[{ what: 'lead', to: 'Qualified' }, 'Ana']]);
  });

  it('is opened anew by a message after a final status, with a line; not by a repeat (R-3, R-28)', () => {
    const memory = begun();
    ask(memory, { type: 'lead', to: lost });
    memory.hear(heard({ id: 'a' }));
    expect(memory.head.lead).toBe('lost');
    memory.hear(heard({ id: 'b' }), heard({ id: 'c' }));
    expect(memory.head.lead).toBe('new');
    expect(happenings(memory).at(-1)).toEqual([{ what: 'lead', to: 'New' }, undefined]);
    expect(happenings(memory)).toHaveLength(2);
  });

  it('that somebody took away stays away', () => {
    const memory = begun();
    ask(memory, { type: 'lead', to: null });
    memory.hear(heard({ id: 'b' }));
    expect(memory.head).not.toHaveProperty('lead');
  });

  it('goes by what is final now: the same status given again says so', () => {
    const memory = begun();
    ask(memory, { type: 'lead', to: { ...qualified, final: false } });
    ask(memory, { type: 'lead', to: { ...qualified, final: true } });
    memory.hear(heard({ id: 'b' }));
    expect(memory.head.lead).toBe('new');
  });
});

describe('what takes a command back', () => {
  it.each<[string, readonly WithoutId<Command>[], unknown]>([
    ['assign', [{ type: 'assign', to: { id: ana.id, name: ana.name } }], { type: 'assign', personId: null }],
    ['archive', [{ type: 'archive' }], { type: 'reopen' }],
    ['reopen', [{ type: 'archive' }, { type: 'reopen' }], { type: 'archive' }],
    ['read', [{ type: 'read', rev: 1 }], { type: 'unread' }],
    ['unread', [{ type: 'read', rev: 1 }, { type: 'unread' }], { type: 'read', rev: 3 }],
    ['what changed nothing', [{ type: 'reopen' }], null],
    ['a comment', [{ type: 'comment', text: 'x' }], null],
    [
      'an attribute',
      [{ type: 'attribute', name: 'a', value: 'b' }],
      { type: 'attribute', name: 'a', value: '' },
    ],
    ['a required attribute', [{ type: 'attribute', name: 'a', value: 'b', required: true }], null],
  ])('%s', (_title, commands, undo) => {
    const memory = begun();
    const answers = commands.map((command) => ask(memory, command));
    expect(answers.at(-1)?.undo).toEqual(undo);
  });
});
