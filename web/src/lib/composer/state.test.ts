import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/permission.ts';
import { headOf } from '../state/fixtures.ts';
import { composerState, measure, type ComposerFacts } from './state.ts';

const hour = 3_600_000;
const now = 1_000 * hour;
const ana: Actor = { id: 'ana', name: 'Ana', role: 'agent', groups: ['sales'], visibility: 'groups' };
const rui = { id: 'rui', name: 'Rui Costa' };

function facts(
  some: Partial<Omit<ComposerFacts, 'head'>> & { head?: Partial<ComposerFacts['head']> } = {},
): ComposerFacts {
  const { head, ...rest } = some;
  return {
    mode: 'reply',
    actor: ana,
    now,
    offline: false,
    waiting: 0,
    ...rest,
    head: headOf({ assignee: ana, windowExpiresAt: now + 10 * hour, ...head }),
  };
}

describe('a reply', () => {
  test('C1: mine and open', () => {
    expect(composerState(facts())).toEqual({ banner: { kind: 'open' }, mayWrite: true, queues: false });
  });

  test('C2: the last fifteen minutes are told', () => {
    const at = now + 15 * 60_000;
    expect(composerState(facts({ head: { windowExpiresAt: at } })).banner.kind).toBe('open');
    expect(composerState(facts({ head: { windowExpiresAt: at - 1 } })).banner).toEqual({
      kind: 'closing',
      at: at - 1,
    });
  });

  test('C3: at the second the window ends, writing ends', () => {
    const last = facts({ head: { windowExpiresAt: now + 1 } });
    expect(composerState(last).mayWrite).toBe(true);
    const closed = composerState({ ...last, now: now + 1 });
    expect(closed).toEqual({
      banner: { kind: 'window-closed', at: now + 1 },
      mayWrite: false,
      queues: false,
    });
  });

  test('C3: a customer who never wrote', () => {
    expect(composerState(facts({ head: { windowExpiresAt: null } })).banner.kind).toBe('never-opened');
  });

  test('C7: somebody else answers', () => {
    const head = { assignee: rui, groupId: 'sales' };
    expect(composerState(facts({ head })).banner).toEqual({
      kind: 'assigned-other',
      name: 'Rui Costa',
      mayTake: false,
    });
    const boss: Actor = { ...ana, id: 'boss', role: 'manager' };
    expect(composerState(facts({ head, actor: boss })).banner).toMatchObject({ mayTake: true });
    const admin: Actor = { ...ana, id: 'root', role: 'admin' };
    expect(composerState(facts({ head, actor: admin })).mayWrite).toBe(true);
  });

  test('C8: nobody answers yet', () => {
    const state = composerState(facts({ head: { assignee: null } }));
    expect(state).toEqual({ banner: { kind: 'unassigned', mayTake: true }, mayWrite: true, queues: false });
  });

  test('C9: a role that does not answer', () => {
    const boss: Actor = { ...ana, id: 'boss', role: 'manager' };
    const state = composerState(facts({ head: { assignee: null }, actor: boss }));
    expect(state.banner).toEqual({ kind: 'role', role: 'manager', mayTake: true });
    expect(state.mayWrite).toBe(false);
  });

  test('C10: archived is a hint', () => {
    const state = composerState(facts({ head: { archived: true } }));
    expect(state).toMatchObject({ banner: { kind: 'archived', mayReopen: true }, mayWrite: true });
  });

  test('C13: offline queues', () => {
    const state = composerState(facts({ offline: true, waiting: 2 }));
    expect(state).toEqual({ banner: { kind: 'offline', waiting: 2 }, mayWrite: true, queues: true });
  });

  test('a channel that cannot send yet', () => {
    const state = composerState(facts({ head: { channel: 'instagram' } }));
    expect(state).toMatchObject({ banner: { kind: 'channel', channel: 'instagram' }, mayWrite: false });
  });
});

describe('a comment', () => {
  test('needs no window and no assignment', () => {
    const head = { assignee: rui, groupId: 'sales', windowExpiresAt: null };
    expect(composerState(facts({ mode: 'comment', head }))).toMatchObject({
      banner: { kind: 'open' },
      mayWrite: true,
    });
  });

  test('waits for the network like a reply', () => {
    expect(composerState(facts({ mode: 'comment', offline: true }))).toMatchObject({ queues: true });
  });
});

test('the limit is told when it is near, in the unit of the channel', () => {
  expect(measure('reply', 'whatsapp', 'x'.repeat(3_896))).toMatchObject({ near: false, over: false });
  expect(measure('reply', 'whatsapp', 'x'.repeat(3_897))).toMatchObject({ near: true, over: false });
  expect(measure('reply', 'whatsapp', '😀'.repeat(4_097))).toMatchObject({ length: 4_097, over: true });
  expect(measure('reply', 'instagram', 'é'.repeat(500))).toMatchObject({ length: 1_000, over: false });
  expect(measure('comment', 'instagram', 'é'.repeat(1_001))).toMatchObject({ limit: 10_000, near: false });
});
