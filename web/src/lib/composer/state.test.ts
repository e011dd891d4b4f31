import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/permission.ts';
import { headOf, messageOf } from '../state/fixtures.ts';
import {
  composerState,
  goesAsHumanAgent,
  measure,
  nameOf,
  refuseReply,
  rightsOf,
  stateNames,
  type Banner,
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
    mayManage: false,
    busy: null,
    slow: null,
    news: null,
    ...rest,
    head: headOf({ assignee: ana, openedAt: now - 14 * hour, windowExpiresAt: now + 10 * hour, ...head }),
  };
}

describe('a reply', () => {
  test('C1: mine and open', () => {
    expect(composerState(facts())).toEqual({
      banner: { kind: 'open' },
      mayWrite: true,
      maySend: true,
      queues: false,
    });
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
      maySend: false,
      queues: false,
    });
  });

  test('C3: a customer who never wrote', () => {
    const head = { windowExpiresAt: null, openedAt: null };
    expect(composerState(facts({ head })).banner).toEqual({
      kind: 'never-opened',
      channel: 'whatsapp',
      templates: true,
    });
    const { banner } = composerState(facts({ head: { ...head, channel: 'messenger' } }));
    expect(banner).toEqual({ kind: 'never-opened', channel: 'messenger', templates: false });
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
      expect(composerState(asked)).toMatchObject({
        banner: { kind: 'human-agent', channel, until, templates: false },
        mayWrite: false,
      });
      expect(goesAsHumanAgent(asked, now)).toBe(false);
      const confirmed = { ...asked, confirmed: true };
      expect(composerState(confirmed)).toMatchObject({
        banner: { kind: 'as-person', channel, until },
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

  test('C5: utility templates are offered beside, where Messenger granted them', () => {
    const rights = { humanAgent: true, utilityTemplates: true };
    const head = { ...threeDays, channel: 'messenger' } as const;
    expect(composerState(facts({ head, rights })).banner).toMatchObject({
      kind: 'human-agent',
      templates: true,
    });
    const only = composerState(facts({ head, rights: { ...rights, humanAgent: false } }));
    expect(only.banner).toMatchObject({ kind: 'window-closed', channel: 'messenger', templates: true });
  });

  test('C11: to a blocked customer nothing may be written, whoever asks', () => {
    const head = { blocked: true } as const;
    expect(composerState(facts({ head }))).toEqual({
      banner: { kind: 'blocked', mayLift: true },
      mayWrite: false,
      maySend: false,
      queues: false,
    });
    const unassigned = facts({ head: { ...head, assignee: null }, trouble: 'The token expired.' });
    expect(composerState(unassigned).banner).toEqual({ kind: 'blocked', mayLift: false });
  });

  test('C11: who wants no marketing is told, and may be answered', () => {
    const state = composerState(facts({ head: { optedOut: true } }));
    expect(state).toMatchObject({ banner: { kind: 'opted-out' }, mayWrite: true, maySend: true });
  });

  test('C12: with an account in trouble nothing may be sent, and what is written stays', () => {
    const trouble = { trouble: 'The token expired.', mayManage: true };
    const state = composerState(facts(trouble));
    expect(state).toMatchObject({ banner: { kind: 'trouble', ...trouble }, mayWrite: true, maySend: false });
    const closed = composerState(facts({ ...trouble, head: { windowExpiresAt: now } }));
    expect(closed).toMatchObject({ banner: { kind: 'trouble' }, mayWrite: false, maySend: false });
  });

  test('C14: while files go up one may go on; what is sent waits for them. A voice note is sent by itself', () => {
    const busy = { what: 'upload', files: 2, share: 0.4 } as const;
    const state = composerState(facts({ busy }));
    expect(state).toMatchObject({ banner: { kind: 'busy', ...busy }, mayWrite: true, maySend: true });
    const voice = composerState(facts({ busy: { what: 'recording' } }));
    expect(voice).toMatchObject({ banner: { kind: 'busy' }, mayWrite: true, maySend: false });
  });

  test('C15: who writes too fast goes on writing', () => {
    const slow = { until: now + 6_000, waiting: 2, sentence: 'Meta limits messages to this person.' };
    const state = composerState(facts({ slow }));
    expect(state).toMatchObject({ banner: { kind: 'slow', ...slow }, mayWrite: true, maySend: true });
  });

  test('C16: news of a colleague comes before all else that passes', () => {
    const news = messageOf({ direction: 'out', by: rui });
    const state = composerState(facts({ news, offline: true, head: { archived: true } }));
    expect(state).toMatchObject({
      banner: { kind: 'collision', message: news },
      maySend: true,
      queues: true,
    });
    expect(composerState(facts({ news, head: { windowExpiresAt: now } })).banner.kind).toBe('window-closed');
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
    expect(state).toMatchObject({ banner: { kind: 'unassigned', mayTake: true }, mayWrite: true });
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
    expect(state).toMatchObject({ banner: { kind: 'offline', waiting: 2 }, mayWrite: true, queues: true });
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

const at = now;
const named: readonly (readonly [string, Banner])[] = [
  ['C1', { kind: 'open' }],
  ['C2', { kind: 'closing', at, after: 'templates' }],
  ['C3', { kind: 'window-closed', channel: 'whatsapp', at, templates: true }],
  ['C3', { kind: 'never-opened', channel: 'whatsapp', templates: true }],
  ['C4', { kind: 'free-template', until: at }],
  ['C5', { kind: 'window-closed', channel: 'messenger', at, templates: false }],
  ['C5', { kind: 'human-agent', channel: 'messenger', until: at, templates: true }],
  ['C5', { kind: 'as-person', channel: 'messenger', until: at }],
  ['C6', { kind: 'window-closed', channel: 'instagram', at, templates: false }],
  ['C6', { kind: 'human-agent', channel: 'instagram', until: at, templates: false }],
  ['C7', { kind: 'assigned-other', name: 'Rui', mayTake: true }],
  ['C8', { kind: 'unassigned', mayTake: true }],
  ['C9', { kind: 'role', role: 'manager', mayTake: true }],
  ['C10', { kind: 'archived', mayReopen: true }],
  ['C11', { kind: 'blocked', mayLift: true }],
  ['C11', { kind: 'opted-out' }],
  ['C12', { kind: 'trouble', trouble: 'The token expired.', mayManage: true }],
  ['C12', { kind: 'elsewhere' }],
  ['C13', { kind: 'offline', waiting: 0 }],
  ['C14', { kind: 'busy', what: 'recording' }],
  ['C15', { kind: 'slow', until: at, waiting: 1, sentence: '' }],
  ['C16', { kind: 'collision', message: messageOf() }],
];

test.each(named)('%s is the name of %j', (name, banner) => {
  expect(nameOf(banner)).toBe(name);
});

test('the list is closed: sixteen names, each of them of some state (B-49)', () => {
  expect(new Set(named.map(([name]) => name))).toEqual(new Set(stateNames));
  expect(stateNames).toHaveLength(16);
});

test('the limit is told when it is near, in the unit of the channel', () => {
  expect(measure('reply', 'whatsapp', 'x'.repeat(3_896))).toMatchObject({ near: false, over: false });
  expect(measure('reply', 'whatsapp', 'x'.repeat(3_897))).toMatchObject({ near: true, over: false });
  expect(measure('reply', 'whatsapp', '😀'.repeat(4_097))).toMatchObject({ length: 4_097, over: true });
  expect(measure('reply', 'instagram', 'é'.repeat(500))).toMatchObject({ length: 1_000, over: false });
  expect(measure('comment', 'instagram', 'é'.repeat(1_001))).toMatchObject({ limit: 10_000, near: false });
});
