import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/permission.ts';
import { headOf } from '../state/fixtures.ts';
import {
  composerState,
  goesAsHumanAgent,
  measure,
  refuseReply,
  rightsOf,
  type ComposerFacts,
} from './state.ts';

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
    rights: rightsOf(null),
    confirmed: false,
    trouble: null,
    ...rest,
    head: headOf({ assignee: ana, openedAt: now - 14 * hour, windowExpiresAt: now + 10 * hour, ...head }),
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
      after: 'templates',
    });
  });

  test('C3: at the second the window ends, writing ends', () => {
    const last = facts({ head: { windowExpiresAt: now + 1 } });
    expect(composerState(last).mayWrite).toBe(true);
    const closed = composerState({ ...last, now: now + 1 });
    expect(closed).toEqual({
      banner: { kind: 'window-closed', channel: 'whatsapp', at: now + 1, templates: true },
      mayWrite: false,
      queues: false,
    });
  });

  test('C3: a customer who never wrote', () => {
    const head = { windowExpiresAt: null, openedAt: null };
    expect(composerState(facts({ head })).banner).toEqual({ kind: 'never-opened', templates: true });
    const { banner } = composerState(facts({ head: { ...head, channel: 'messenger' } }));
    expect(banner).toEqual({ kind: 'never-opened', templates: false });
  });

  test('C4: free entry makes templates free, not free text possible (R-15)', () => {
    const freeEntryUntil = now + 40 * hour;
    const closed = facts({ head: { windowExpiresAt: now, freeEntryUntil } });
    expect(composerState(closed)).toMatchObject({
      banner: { kind: 'free-template', until: freeEntryUntil },
      mayWrite: false,
    });
    expect(composerState(facts({ head: { freeEntryUntil } })).banner.kind).toBe('open');
    expect(composerState(facts({ head: { windowExpiresAt: now, freeEntryUntil: now } })).banner.kind).toBe(
      'window-closed',
    );
  });

  const threeDays = { openedAt: now - 72 * hour, windowExpiresAt: now - 48 * hour } as const;
  const granted = { humanAgent: true, utilityTemplates: false };

  test.each(['messenger', 'instagram'] as const)(
    'C5: a person confirms before answering on %s (R-16)',
    (channel) => {
      const asked = facts({ head: { ...threeDays, channel }, rights: granted });
      const until = now + 96 * hour;
      expect(composerState(asked)).toMatchObject({ banner: { kind: 'human-agent', until }, mayWrite: false });
      expect(goesAsHumanAgent(asked, now)).toBe(false);
      const confirmed = { ...asked, confirmed: true };
      expect(composerState(confirmed)).toMatchObject({
        banner: { kind: 'as-person', until },
        mayWrite: true,
      });
      expect(goesAsHumanAgent(confirmed, now)).toBe(true);
      expect(refuseReply(confirmed, until)).toMatchObject({ code: 'window-closed' });
    },
  );

  test('C6: without the permission the channel is closed', () => {
    const { banner, mayWrite } = composerState(facts({ head: { ...threeDays, channel: 'instagram' } }));
    const at = threeDays.windowExpiresAt;
    expect(banner).toEqual({ kind: 'window-closed', channel: 'instagram', at, templates: false });
    expect(mayWrite).toBe(false);
  });

  test('inside the window nothing goes out as human agent, whatever was confirmed (R-16)', () => {
    const open = facts({ head: { channel: 'messenger' }, rights: granted, confirmed: true });
    expect(goesAsHumanAgent(open, now)).toBe(false);
  });

  test('C12: an account in trouble is told, and what is written waits', () => {
    const state = composerState(facts({ trouble: 'The token expired.' }));
    expect(state).toMatchObject({
      banner: { kind: 'trouble', trouble: 'The token expired.' },
      mayWrite: true,
    });
  });

  test('another app that holds the thread is told', () => {
    expect(composerState(facts({ head: { elsewhere: true } })).banner.kind).toBe('elsewhere');
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
