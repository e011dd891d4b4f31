import { blankPanel } from '#domain/panel.ts';
import { describe, expect, it } from 'vitest';
import { ana, boss, day, heard, hour, noon, phone, rui, sends } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { absorbRest } from './join.ts';
import type { Command } from './decide-command.ts';

const later = (clientId: string, sendAt: number): Command => ({ ...sends(clientId, 'Later'), sendAt });

function opened(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'a' }));
  return memory;
}
const texts = (memory: Memory): string[] =>
  memory.messages.flatMap(({ content, direction }) =>
    direction === 'out' && content.kind === 'text' ? [content.text] : [],
  );

describe('a scheduled send', () => {
  it('leaves at its time, not before, and holds nothing back (R-19, R-23)', () => {
    const memory = opened();
    expect(memory.ask(ana, later('s', noon + hour)).refusal).toBeNull();
    expect(memory.outbox).toEqual([]);
    memory.ask(ana, sends('now', 'Now'));
    expect(memory.leave()?.messageId).toBe('now');
    memory.now = noon + hour - 1;
    memory.due();
    expect(texts(memory)).toEqual(['Now']);
    memory.now = noon + hour;
    memory.due();
    expect(texts(memory)).toEqual(['Now', 'Later']);
    expect(memory.message('s')).toMatchObject({
      at: noon + hour,
      by: { id: ana.id },
      delivery: { state: 'queued' },
    });
    memory.due();
    expect(memory.outbox.filter(({ messageId }) => messageId === 's')).toHaveLength(1);
  });

  it('takes an unassigned conversation when it is written (R-26)', () => {
    const memory = opened();
    memory.ask(ana, later('s', noon + hour));
    expect(memory.head.assignee?.id).toBe(ana.id);
    expect(memory.ask(rui, later('t', noon + hour)).refusal?.code).toBe('conversation-not-found');
  });

  it('is asked as of its time: what the window will not let out then is refused at once (R-17, R-23)', () => {
    const memory = opened();
    expect(memory.ask(ana, later('s', noon + day)).refusal?.code).toBe('window-closed');
    expect(memory.ask(ana, later('s', noon + day - 1)).refusal).toBeNull();
  });

  it.each([
    [
      'the window was closed meanwhile',
      (memory: Memory): void =>
        void (memory.state = { ...memory.state, head: { ...memory.head, windowExpiresAt: noon } }),
      'window-closed',
      [],
    ],
    [
      'somebody else has taken it',
      (memory: Memory): void =>
        void memory.ask(boss, { type: 'assign', clientId: 'x', to: { id: rui.id, name: rui.name } }),
      'assigned-to-other',
      [],
    ],
    ['its author has left the team', (): void => {}, 'person-may-not-answer', [ana.id]],
  ] as const)('fails with the reason, and keeps its text, when %s (R-23)', (_name, change, code, gone) => {
    const memory = opened();
    memory.ask(ana, later('s', noon + hour));
    change(memory);
    memory.now = noon + hour;
    memory.due(gone);
    expect(memory.outbox).toEqual([]);
    expect(memory.message('s')).toMatchObject({
      content: { text: 'Later' },
      by: { id: ana.id },
      delivery: { state: 'failed', failure: { code } },
    });
    expect(memory.head.preview?.delivery).toBe('failed');
  });

  it('never leaves under the Human Agent rule: nobody is there to write it then (R-16, R-23)', () => {
    const memory = new Memory();
    memory.state = { ...memory.state, head: { ...memory.head, channel: 'messenger' } };
    memory.account = { humanAgent: true, utilityTemplates: false, marksRead: false };
    memory.hear(heard({ id: 'a', channel: 'messenger', names: ['psid:1'] }));
    const asked = { ...later('s', noon + 2 * day), asHumanAgent: true } as Command;
    expect(memory.ask(ana, asked).refusal?.code).toBe('window-closed');
  });

  it('is one, however often it is asked for, and nobody else’s (R-18, R-23)', () => {
    const memory = opened();
    memory.ask(ana, later('s', noon + hour));
    expect(memory.ask(ana, later('s', noon + hour)).refusal).toBeNull();
    expect(memory.state.scheduled).toHaveLength(1);
    expect(memory.ask(boss, later('s', noon + hour)).refusal?.code).toBe('client-id-taken');
  });

  it('can be taken back until it leaves (R-23)', () => {
    const memory = opened();
    memory.ask(ana, later('s', noon + hour));
    expect(memory.ask(rui, { type: 'unschedule', clientId: 'u', sendId: 's' }).refusal?.code).toBe(
      'conversation-not-found',
    );
    expect(memory.ask(ana, { type: 'unschedule', clientId: 'v', sendId: 's' }).refusal).toBeNull();
    expect(memory.ask(ana, { type: 'unschedule', clientId: 'w', sendId: 's' }).refusal?.code).toBe(
      'message-not-found',
    );
    memory.now = noon + hour;
    memory.due();
    expect(texts(memory)).toEqual([]);
  });

  it.each([
    ['earlier', noon + hour / 2, null],
    ['later', noon + 2 * hour, null],
    ['after the window', noon + day, 'window-closed'],
  ])('gets another time, %s, asked as of that time (R-23)', (_when, sendAt, code) => {
    const memory = opened();
    memory.ask(ana, later('s', noon + hour));
    const { refusal } = memory.ask(ana, { type: 'reschedule', clientId: 'r', sendId: 's', sendAt });
    expect(refusal?.code ?? null).toBe(code);
    const dueAt = code === null ? sendAt : noon + hour;
    expect(memory.state.scheduled.map((one) => one.dueAt)).toEqual([dueAt]);
    memory.now = dueAt - 1;
    memory.due();
    expect(texts(memory)).toEqual([]);
    memory.now = dueAt;
    memory.due();
    expect(texts(memory)).toEqual(['Later']);
  });

  it.each([null, noon - hour])(
    'leaves at once when it is told to, once, by who told it: %j (R-23)',
    (sendAt) => {
      const memory = opened();
      memory.ask(ana, later('s', noon + hour));
      const now = { type: 'reschedule', sendId: 's', sendAt } as const;
      expect(memory.ask(rui, { ...now, clientId: 'x' }).refusal?.code).toBe('conversation-not-found');
      expect(memory.ask(boss, { ...now, clientId: 'r' }).refusal).toBeNull();
      expect(memory.message('s')).toMatchObject({
        at: noon,
        by: { id: boss.id },
        delivery: { state: 'queued' },
      });
      expect(memory.ask(boss, { ...now, clientId: 'r' }).refusal).toBeNull();
      expect(memory.ask(boss, { ...now, clientId: 'q' }).refusal?.code).toBe('message-not-found');
      memory.now = noon + hour;
      memory.due();
      expect(texts(memory)).toEqual(['Later']);
      expect(memory.outbox).toHaveLength(1);
    },
  );

  it('stays what it was when it may not leave now (R-23)', () => {
    const memory = opened();
    memory.ask(ana, later('s', noon + hour));
    memory.state = { ...memory.state, head: { ...memory.head, windowExpiresAt: noon } };
    const now = { type: 'reschedule', clientId: 'r', sendId: 's', sendAt: null } as const;
    expect(memory.ask(ana, now).refusal?.code).toBe('window-closed');
    expect(memory.state.scheduled).toHaveLength(1);
    expect(texts(memory)).toEqual([]);
  });

  it('a commit says what waits only where it changed that (R-23)', () => {
    const memory = opened();
    expect(memory.ask(ana, later('s', noon + hour)).change.reschedules).toBe(true);
    expect(memory.ask(ana, sends('now', 'Now')).change.reschedules).toBe(false);
    expect(memory.ask(ana, { type: 'unschedule', clientId: 'u', sendId: 's' }).change.reschedules).toBe(true);
  });

  it('is one of twenty at most (R-23)', () => {
    const memory = opened();
    const asked = Array.from({ length: 21 }, (_, n) => memory.ask(ana, later(`s${n}`, noon + hour)).refusal);
    expect(asked.map((refusal) => refusal?.code ?? null)).toEqual([
      ...Array(20).fill(null),
      'too-many-scheduled',
    ]);
  });

  it('goes along when its conversation becomes part of another (R-23, R-32)', () => {
    const [to, from] = [opened(), opened()];
    from.ask(ana, later('s', noon + hour));
    const rest = {
      from: 'other',
      state: from.state,
      outbox: [],
      parked: [],
      commands: [],
      files: [],
      panel: blankPanel,
    };
    to.run((change) => absorbRest(change, rest));
    to.now = noon + hour;
    to.due();
    expect(to.message('s')?.delivery?.state).toBe('queued');
    expect(to.state.names).toContain(phone);
  });
});
