/** Details, notes and consent: what changes, its line, who may, and what takes it back. */
import { describe, expect, it } from 'vitest';
import { ana, boss, heard, hour, member, rui } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import type { Command } from './decide-command.ts';
import { absorbRest } from './join.ts';
import { guardedUndoOf } from './undo.ts';

let next = 0;
function begun(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'a', profile: { name: 'Maria' } }));
  return memory;
}
type WithoutId<T> = T extends Command ? Omit<T, 'clientId'> & { clientId?: string } : never;
const seen = (memory: Memory) => ({ head: memory.head, panel: memory.panel() });
/** Asks, and tells what takes it back. */
function ask(memory: Memory, command: WithoutId<Command>, by = ana) {
  next += 1;
  const before = seen(memory);
  const whole = { clientId: `c${next}`, ...command };
  const { refusal, change } = memory.ask(by, whole);
  return { refusal, change, undo: guardedUndoOf(whole, before, seen(memory)) };
}
const lines = (memory: Memory) =>
  memory.messages.flatMap(({ content, by }) => {
    if (content.kind !== 'line') return [];
    const { kind: _kind, ...happening } = content;
    return [[happening, by?.name]];
  });

describe('details', () => {
  it('are kept, told in one line, and are not told again (R-18, R-28)', () => {
    const memory = begun();
    const patch = { email: 'Maria@Example.com', company: 'Haven' };
    ask(memory, { type: 'details', patch });
    expect(memory.panel().details).toEqual(patch);
    expect(memory.head.email).toBe('maria@example.com');
    const changes = [
      { detail: 'email', to: 'Maria@Example.com' },
      { detail: 'company', to: 'Haven' },
    ];
    expect(lines(memory)).toEqual([[{ what: 'details', changes }, 'Ana']]);
    const again = ask(memory, { type: 'details', patch });
    expect([again.refusal, again.change.changed, again.undo]).toEqual([null, false, null]);
  });

  it('name the customer in the row, whatever their profile says; without one the profile does again', () => {
    const memory = begun();
    ask(memory, { type: 'details', patch: { name: 'Maria of the fair' } });
    memory.hear(heard({ id: 'b', profile: { name: 'Mary' } }));
    expect(memory.head.name).toBe('Maria of the fair');
    ask(memory, { type: 'details', patch: { name: '' } });
    expect([memory.head.name, memory.panel().details]).toEqual(['Mary', {}]);
  });

  it('are taken back as they were, unless somebody changed the same meanwhile', () => {
    const memory = begun();
    ask(memory, { type: 'details', patch: { phone: '+5511987654321', company: 'Haven' } });
    const { undo } = ask(memory, { type: 'details', patch: { phone: '', company: 'Sea' } });
    expect(undo).toMatchObject({ type: 'details', patch: { phone: '+5511987654321', company: 'Haven' } });
    if (undo?.type !== 'details') throw new Error('nothing takes it back');
    ask(memory, { type: 'details', patch: { email: 'a@b.cd' } });
    expect(ask(memory, undo).refusal).toBeNull();
    expect(memory.panel().details).toEqual({ phone: '+5511987654321', company: 'Haven', email: 'a@b.cd' });
    expect(memory.head.otherPhone).toBe('+5511987654321');
    const late = ask(memory, { type: 'details', patch: { company: 'Third' } }).undo;
    ask(memory, { type: 'details', patch: { company: 'Fourth' } }, rui);
    if (late?.type !== 'details') throw new Error('nothing takes it back');
    expect(ask(memory, late).refusal?.code).toBe('changed-since');
    expect(memory.panel().details.company).toBe('Fourth');
  });

  it('of two conversations that become one are both kept, ours where only one can be (R-32)', () => {
    const [ours, theirs] = [begun(), new Memory('whatsapp', 'd')];
    theirs.hear(heard({ id: 'z' }));
    ask(ours, { type: 'details', patch: { company: 'Ours' } });
    ask(theirs, { type: 'details', patch: { company: 'Theirs', name: 'Mari', email: 'm@x.org' } });
    const rest = { from: 'd', state: theirs.state, panel: theirs.panel() };
    const nothing = { outbox: [], parked: [], commands: [], files: [] };
    ours.run((change) => absorbRest(change, { ...rest, ...nothing }));
    expect(ours.panel().details).toEqual({ company: 'Ours', name: 'Mari', email: 'm@x.org' });
    expect(ours.head).toMatchObject({ name: 'Mari', email: 'm@x.org' });
  });
});

describe('notes', () => {
  const texts = (memory: Memory) => memory.panel().notes.map(({ text }) => text);

  it('are added in front, changed, taken away and brought back, each with a line that does not say them (R-28)', () => {
    const memory = begun();
    const added = ask(memory, { type: 'note', text: 'Prefers voice', clientId: 'n1' });
    ask(memory, { type: 'note', text: 'Two belts' });
    expect(texts(memory)).toEqual(['Two belts', 'Prefers voice']);
    expect(added.undo).toEqual({ type: 'note', noteId: 'n1', text: '' });
    memory.now += hour;
    const changed = ask(memory, { type: 'note', noteId: 'n1', text: 'Prefers text' });
    expect(memory.panel().notes[1]).toMatchObject({ id: 'n1', by: { name: 'Ana' }, editedAt: memory.now });
    expect(changed.undo).toEqual({ type: 'note', noteId: 'n1', text: 'Prefers voice' });
    const [, before] = memory.panel().notes;
    const { undo } = ask(memory, { type: 'note', noteId: 'n1', text: '' });
    expect([texts(memory), undo]).toEqual([['Two belts'], { type: 'note-back', noteId: 'n1' }]);
    if (undo?.type !== 'note-back') throw new Error('nothing takes it back');
    ask(memory, undo);
    expect(memory.panel().notes[1]).toEqual(before);
    expect(lines(memory)).toEqual(
      ['added', 'added', 'changed', 'removed', 'restored'].map((how) => [{ what: 'noted', how }, 'Ana']),
    );
  });

  it('are changed by who wrote them and by admins, nobody else', () => {
    const memory = begun();
    ask(memory, { type: 'note', text: 'Mine', clientId: 'n1' });
    const change = { type: 'note', noteId: 'n1', text: 'Changed' } as const;
    for (const by of [rui, member('Max', { role: 'manager' })]) {
      expect(ask(memory, change, by).refusal?.code).toBe('note-not-found');
    }
    expect(ask(memory, change, boss).refusal).toBeNull();
    expect(memory.panel().notes[0]).toMatchObject({ text: 'Changed', by: { name: 'Ana' } });
    ask(memory, { type: 'note', noteId: 'n1', text: '' }, boss);
    expect(ask(memory, { type: 'note-back', noteId: 'n1' }, rui).refusal?.code).toBe('note-not-found');
    expect(ask(memory, { type: 'note-back', noteId: 'n1' }, ana).refusal).toBeNull();
    expect(ask(memory, { type: 'note-back', noteId: 'n1' }, ana).refusal?.code).toBe('note-not-found');
  });

  it('of nothing, and beyond what a conversation keeps, are refused', () => {
    const memory = begun();
    expect(ask(memory, { type: 'note', text: '' }).refusal?.code).toBe('text-empty');
    for (let n = 0; n < 500; n += 1) ask(memory, { type: 'note', text: `${n}` });
    expect(ask(memory, { type: 'note', text: 'more' }).refusal?.code).toBe('invalid-input');
    expect(ask(memory, { type: 'note', noteId: 'gone', text: 'x' }).refusal?.code).toBe('note-not-found');
  });
});

it('consent is noted by hand with a line that says who, and taken back (R-28)', () => {
  const memory = begun();
  const { undo } = ask(memory, { type: 'consent', optedOut: true });
  expect([memory.head.optedOut, undo]).toEqual([true, { type: 'consent', optedOut: false }]);
  ask(memory, { type: 'consent', optedOut: true });
  ask(memory, { type: 'consent', optedOut: false });
  expect(memory.head).not.toHaveProperty('optedOut');
  expect(lines(memory)).toEqual([
    [{ what: 'marketing', value: 'stop' }, 'Ana'],
    [{ what: 'marketing', value: 'resume' }, 'Ana'],
  ]);
});

it.each<[string, WithoutId<Command>]>([
  ['details', { type: 'details', patch: { company: 'x' } }],
  ['note', { type: 'note', text: 'x' }],
  ['note back', { type: 'note-back', noteId: 'x' }],
  ['consent', { type: 'consent', optedOut: true }],
])('%s: whoever sees the conversation may, and nobody else (product §1)', (_name, command) => {
  const memory = begun();
  ask(memory, { type: 'assign', to: { id: rui.id, name: rui.name } }, boss);
  expect(ask(memory, command).refusal?.code).toBe('conversation-not-found');
  expect(ask(memory, command, rui).refusal?.code ?? 'done').toMatch(/^(done|note-not-found)$/);
});
