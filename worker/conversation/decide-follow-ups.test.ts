/** Follow-ups: what is set, changed and ended, what takes it back, and the second at which one reminds. */
import { describe, expect, it } from 'vitest';
import type { Change } from '#domain/command.ts';
import type { Happening } from '#domain/message.ts';
import type { Actor } from '#domain/permission.ts';
import { ana, boss, heard, hour, member, minute, noon, rui } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import type { Command } from './decide-command.ts';
import { decideFollowUpsDue, type FollowUpCommand } from './decide-follow-ups.ts';
import { guardedUndoOf, undoOf } from './undo.ts';

type WithoutId<T> = T extends Command ? Omit<T, 'clientId'> : never;
type Asked = WithoutId<FollowUpCommand | Extract<Command, { type: 'lead' | 'assign' }>>;
type Undo = Change | null;
let next = 0;

function begun(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'a' }));
  return memory;
}
function ask(memory: Memory, command: Asked, by: Actor = ana) {
  next += 1;
  const seen = () => ({ head: memory.head, panel: memory.panel() });
  const before = seen();
  const whole = { ...command, clientId: `c${next}` };
  const { refusal, change } = memory.ask(by, whole);
  return { refusal, change, undo: refusal ? null : undoOf(whole, before, seen()) };
}
const adding = (id: string, dueAt: number, owner: Actor = ana, note = `note of ${id}`) =>
  ({ type: 'follow-up-add', id, dueAt, owner, note }) as const;
const lines = (memory: Memory): Happening[] =>
  memory.messages.flatMap(({ content }) => {
    if (content.kind !== 'line') return [];
    const { kind: _kind, ...happening } = content;
    return [happening];
  });
const stand = (memory: Memory) =>
  memory.panel().followUps.map(({ id, dueAt, state }) => `${id} ${(dueAt - noon) / hour} ${state}`);
const one = (memory: Memory, id: string) => memory.panel().followUps.find((other) => other.id === id);
/** Time passes, and the alarm rings. */
function ring(memory: Memory, at: number) {
  memory.now = at;
  return memory.run(decideFollowUpsDue);
}
/** What takes a command back, as it reaches the object. */
function takeBack(memory: Memory, undo: Undo) {
  if (undo?.type !== 'follow-up-back') throw new Error('Nothing takes it back.');
  const people = [ana, rui, boss].map(({ id, name }) => ({ id, name }));
  const open = undo.open.map(({ ownerId, ...reopening }) => {
    return { ...reopening, owner: people.find(({ id }) => id === ownerId) ?? null };
  });
  return ask(memory, { ...undo, open });
}
const lost = { id: 'lost', name: 'Lost', final: true };

describe('a follow-up', () => {
  it('has a time, an owner and a note; the first that is open is the mark of the row (product §5)', () => {
    const memory = begun();
    ask(memory, adding('late', noon + 3 * hour));
    ask(memory, adding('soon', noon + hour, rui), boss);
    expect(stand(memory)).toEqual(['soon 1 open', 'late 3 open']);
    expect(one(memory, 'soon')).toEqual({
      ...{ id: 'soon', dueAt: noon + hour, note: 'note of soon', state: 'open', createdAt: noon },
      ...{ owner: { id: rui.id, name: rui.name }, by: { id: boss.id, name: boss.name } },
    });
    expect(memory.head.followUpAt).toBe(noon + hour);
    ask(memory, { type: 'follow-up-end', id: 'soon', as: 'done' });
    expect(memory.head.followUpAt).toBe(noon + 3 * hour);
    ask(memory, { type: 'follow-up-end', id: 'late', as: 'cancelled' });
    expect(memory.head).not.toHaveProperty('followUpAt');
    expect(stand(memory)).toEqual(['soon 1 done', 'late 3 cancelled']);
  });

  it('leaves a line with every change (R-28)', () => {
    const memory = begun();
    ask(memory, adding('x', noon + hour));
    ask(memory, { type: 'follow-up-change', id: 'x', dueAt: noon + 2 * hour, owner: rui, note: 'call' });
    ask(memory, { type: 'follow-up-end', id: 'x', as: 'done' });
    expect(lines(memory)).toEqual([
      { what: 'follow-up', at: noon + hour },
      { what: 'follow-up-moved', at: noon + 2 * hour },
      { what: 'follow-up-given', to: { id: rui.id, name: rui.name } },
      { what: 'follow-up-noted', note: 'call' },
      { what: 'follow-up-ended', as: 'done', note: 'call' },
    ]);
  });

  it('that is so already changes nothing', () => {
    const memory = begun();
    ask(memory, adding('x', noon + hour));
    for (const command of [
      adding('x', noon + 9 * hour),
      { type: 'follow-up-change', id: 'x', dueAt: noon + hour, owner: ana } as const,
    ]) {
      const { refusal, change, undo } = ask(memory, command);
      expect([refusal, change.changed, undo]).toEqual([null, false, null]);
    }
    ask(memory, { type: 'follow-up-end', id: 'x', as: 'done' });
    const again = ask(memory, { type: 'follow-up-end', id: 'x', as: 'done' });
    expect([again.refusal, again.change.changed]).toEqual([null, false]);
  });

  it.each<[string, Asked, string]>([
    ['is not here', { type: 'follow-up-end', id: 'gone', as: 'done' }, 'follow-up-not-found'],
    ['has ended', { type: 'follow-up-change', id: 'old', dueAt: noon + hour }, 'follow-up-not-found'],
    ['has ended otherwise', { type: 'follow-up-end', id: 'old', as: 'cancelled' }, 'follow-up-not-found'],
    ['is of who may not see it', adding('x', noon + hour, member('Eva')), 'person-may-not-see'],
    [
      'goes to who may not see it',
      { type: 'follow-up-change', id: 'open', owner: member('Eva') },
      'person-may-not-see',
    ],
  ])('is refused where it %s', (_title, command, code) => {
    const memory = begun();
    ask(memory, { type: 'assign', to: { id: ana.id, name: ana.name } }, boss);
    ask(memory, adding('open', noon + hour));
    ask(memory, adding('old', noon + hour));
    ask(memory, { type: 'follow-up-end', id: 'old', as: 'done' });
    expect(ask(memory, command).refusal?.code).toBe(code);
    expect(stand(memory)).toEqual(['open 1 open', 'old 1 done']);
  });

  it('is refused once the lead has ended; what is open can still be ended (product §5)', () => {
    const memory = begun();
    ask(memory, adding('x', noon + hour));
    ask(memory, { type: 'lead', to: lost });
    for (const command of [
      adding('y', noon + hour),
      { type: 'follow-up', at: noon + 2 * hour } as const,
      { type: 'follow-up-change', id: 'x', dueAt: noon + 2 * hour } as const,
    ]) {
      expect(ask(memory, command).refusal).toEqual({ code: 'follow-up-after-lead' });
    }
    expect(ask(memory, { type: 'follow-up-end', id: 'x', as: 'done' }).refusal).toBeNull();
    memory.hear(heard({ id: 'b', at: noon + minute }));
    expect(ask(memory, adding('z', noon + hour)).refusal).toBeNull();
  });

  it('is one of fifty open ones at most, and fifty ended ones are kept, the newest', () => {
    const memory = begun();
    for (let n = 0; n < 60; n += 1) {
      memory.now = noon + n;
      ask(memory, adding(`old${n}`, noon + hour));
      ask(memory, { type: 'follow-up-end', id: `old${n}`, as: 'done' });
    }
    for (let n = 0; n < 50; n += 1) expect(ask(memory, adding(`new${n}`, noon + hour)).refusal).toBeNull();
    expect(ask(memory, adding('more', noon + hour)).refusal).toEqual({
      code: 'too-many-follow-ups',
      limit: 50,
    });
    expect(memory.panel().followUps).toHaveLength(100);
    expect(one(memory, 'old9')).toBeUndefined();
    expect(one(memory, 'old10')).toBeDefined();
  });

  it('is set without more by whoever asks from the list: their own moves, those of others stay', () => {
    const memory = begun();
    ask(memory, adding('of-rui', noon + 4 * hour, rui), boss);
    const set = ask(memory, { type: 'follow-up', at: noon + 2 * hour });
    const own = memory.panel().followUps.find(({ owner }) => owner.id === ana.id)?.id;
    expect(set.undo).toEqual({ type: 'follow-up-back', open: [], cancel: [own] });
    ask(memory, { type: 'follow-up', at: noon + 3 * hour });
    expect(stand(memory)).toEqual([`${own} 3 open`, 'of-rui 4 open']);
  });

  it('is taken away from the list with all others, and comes back as it was', () => {
    const memory = begun();
    ask(memory, adding('x', noon + hour));
    ask(memory, adding('y', noon + 2 * hour, rui), boss);
    const before = memory.panel().followUps;
    const gone = ask(memory, { type: 'follow-up', at: null });
    expect(memory.head).not.toHaveProperty('followUpAt');
    takeBack(memory, gone.undo);
    expect(memory.panel().followUps).toEqual(before);
  });

  it.each<[string, Asked]>([
    ['a new one', adding('z', noon + minute)],
    ['a moved one', { type: 'follow-up-change', id: 'x', dueAt: noon + 5 * hour }],
    ['a given one', { type: 'follow-up-change', id: 'x', owner: rui }],
    ['a rewritten one', { type: 'follow-up-change', id: 'x', note: 'another' }],
    [
      'one of which all is another',
      { type: 'follow-up-change', id: 'x', owner: rui, note: '', dueAt: noon + 2 * hour },
    ],
    ['a done one', { type: 'follow-up-end', id: 'x', as: 'done' }],
    ['the one set from the list', { type: 'follow-up', at: noon + 7 * hour }],
  ])('is taken back: %s', (_title, command) => {
    const memory = begun();
    ask(memory, adding('x', noon + hour));
    const { undo } = ask(memory, command);
    takeBack(memory, undo);
    expect(memory.head.followUpAt).toBe(noon + hour);
    expect(stand(memory).filter((text) => text.endsWith('open'))).toEqual(['x 1 open']);
    expect(one(memory, 'x')).toMatchObject({ owner: { id: ana.id }, note: 'note of x' });
  });

  it('has its old note again, which the timeline tells as such (R-28); what somebody wrote since stays', () => {
    const memory = begun();
    ask(memory, adding('x', noon + hour));
    const before = { head: memory.head, panel: memory.panel() };
    const command = { type: 'follow-up-change', id: 'x', note: 'call', clientId: 'first' } as const;
    memory.ask(ana, command);
    const undo = guardedUndoOf(command, before, { head: memory.head, panel: memory.panel() });
    takeBack(memory, undo);
    expect(lines(memory).at(-1)).toEqual({ what: 'follow-up-noted', note: 'note of x' });
    ask(memory, { type: 'follow-up-change', id: 'x', note: 'call her' }, boss);
    expect(takeBack(memory, undo).refusal).toEqual({ code: 'changed-since' });
    expect(one(memory, 'x')?.note).toBe('call her');
  });
});

describe('the time of a follow-up', () => {
  it('comes once, at its second: a line at that time, and its owner is told (R-28, R-38)', () => {
    const memory = begun();
    ask(memory, adding('x', noon + hour, rui), boss);
    expect(ring(memory, noon + hour - 1).empty).toBe(true);
    ring(memory, noon + hour);
    for (const later of [noon + hour, noon + 2 * hour]) expect(ring(memory, later).empty).toBe(true);
    expect(one(memory, 'x')).toMatchObject({ state: 'open', firedAt: noon + hour });
    const owner = { id: rui.id, name: rui.name };
    expect(lines(memory).slice(1)).toEqual([{ what: 'follow-up-due', owner, note: 'note of x' }]);
    expect(memory.state.notices).toMatchObject([
      { personId: rui.id, kind: 'follow-up', text: 'note of x', conversationId: 'c' },
    ]);
    expect(memory.head.followUpAt).toBe(noon + hour);
  });

  it('is dealt with at the next wake where it was missed, and stands at its own time', () => {
    const memory = begun();
    for (const id of ['x', 'y']) ask(memory, adding(id, noon + hour));
    ask(memory, adding('z', noon + 30 * hour));
    ring(memory, noon + 25 * hour);
    const due = memory.messages.filter(
      ({ content }) => content.kind === 'line' && content.what === 'follow-up-due',
    );
    expect(due.map(({ at }) => at)).toEqual([noon + hour, noon + hour]);
    expect(memory.state.followUpDueAt).toBe(noon + 30 * hour);
    expect(memory.state.notices).toHaveLength(2);
  });

  it('comes again for one that was snoozed, and not for one that ended', () => {
    const memory = begun();
    for (const id of ['x', 'y']) ask(memory, adding(id, noon + hour));
    ring(memory, noon + hour);
    ask(memory, { type: 'follow-up-change', id: 'x', dueAt: noon + 2 * hour });
    ask(memory, adding('w', noon + 2 * hour));
    ask(memory, { type: 'follow-up-end', id: 'w', as: 'done' });
    ring(memory, noon + 2 * hour);
    expect(memory.state.notices).toHaveLength(3);
    expect(memory.state.followUpDueAt).toBeNull();
  });

  it('does not come again when a snooze, or its end, is taken back', () => {
    const memory = begun();
    ask(memory, adding('x', noon + hour));
    ring(memory, noon + hour);
    for (const command of [
      { type: 'follow-up-change', id: 'x', dueAt: noon + 9 * hour },
      { type: 'follow-up-end', id: 'x', as: 'done' },
    ] as const) {
      const { undo } = ask(memory, command);
      takeBack(memory, undo);
      expect(ring(memory, noon + 3 * hour).empty).toBe(true);
    }
    expect(memory.state.notices).toHaveLength(1);
  });

  it.each<[string, Asked]>([
    ['a snooze', { type: 'follow-up-change', id: 'x', dueAt: noon + 9 * hour }],
    ['its end', { type: 'follow-up-end', id: 'x', as: 'done' }],
    ['the cancelling of all', { type: 'follow-up', at: null }],
  ])(
    'comes late, and once, where it passed between %s and its being taken back (R-47)',
    (_title, command) => {
      const memory = begun();
      ask(memory, adding('x', noon + hour));
      const { undo } = ask(memory, command);
      expect(ring(memory, noon + hour + 1).empty).toBe(true);
      takeBack(memory, undo);
      expect(memory.state.followUpDueAt).toBe(noon + hour);
      ring(memory, noon + hour + 2);
      expect(memory.state.notices).toHaveLength(1);
      expect(ring(memory, noon + 10 * hour).empty).toBe(true);
    },
  );

  it('comes again, at once, for one that is moved to a time that has passed', () => {
    const memory = begun();
    ask(memory, adding('x', noon + hour));
    ring(memory, noon + 3 * hour);
    ask(memory, { type: 'follow-up-change', id: 'x', dueAt: noon + 2 * hour });
    ring(memory, noon + 3 * hour);
    expect(memory.state.notices).toHaveLength(2);
    expect(memory.state.followUpDueAt).toBeNull();
  });

  it('comes to the new owner alone where it was given away at its very second, before the alarm rang', () => {
    const memory = begun();
    ask(memory, adding('x', noon + hour));
    memory.now = noon + hour;
    ask(memory, { type: 'follow-up-change', id: 'x', owner: rui });
    for (const at of [noon + hour, noon + 2 * hour]) ring(memory, at);
    expect(memory.state.notices.map(({ personId }) => personId)).toEqual([rui.id]);
  });

  it('comes in an archived conversation, of a blocked customer, and after its lead ended', () => {
    const memory = begun();
    ask(memory, adding('x', noon + hour));
    ask(memory, { type: 'lead', to: lost }, boss);
    memory.ask(boss, { type: 'block', clientId: 'b', on: true });
    memory.ask(boss, { type: 'archive', clientId: 'a' });
    ring(memory, noon + hour);
    expect(memory.state.notices.filter(({ kind }) => kind === 'follow-up')).toHaveLength(1);
  });

  it('has come: whoever it is given to is told at once', () => {
    const memory = begun();
    ask(memory, adding('x', noon + hour));
    ask(memory, { type: 'follow-up-change', id: 'x', owner: rui });
    expect(memory.state.notices).toHaveLength(0);
    ring(memory, noon + hour);
    ask(memory, { type: 'follow-up-change', id: 'x', owner: boss }, rui);
    expect(memory.state.notices.map(({ personId }) => personId)).toEqual([rui.id, boss.id]);
  });
});
