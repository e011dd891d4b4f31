import { expect, test, vi } from 'vitest';
import type { Me } from '#domain/http.ts';
import type { Member } from '#domain/http-team.ts';
import type { Outcome } from '../api.ts';
import { Session } from './session.svelte.ts';
import { Toasts } from './toasts.svelte.ts';

const person = { id: 'p1', name: 'Ana', role: 'agent' } as const;
const me: Me = {
  actor: { ...person, groups: [], visibility: 'all' },
  team: [person, { id: 'p2', name: 'Bo', role: 'agent' }],
  ...{ accounts: [], tags: [], leads: [], groups: [], views: [], pins: [], attributes: [] },
  unreadNotices: 0,
  shards: 1,
  now: 0,
};
const ok: Outcome<Member> = { ok: true, value: { ...person, active: true, away: true }, cookies: [] };
const no: Outcome<never> = { ok: false, failure: { kind: 'unreachable', sentence: 'No line.' } };

function sessionWith(outcome: Promise<Outcome<Member>>) {
  const setAway = vi.fn(() => outcome);
  const toasts = new Toasts();
  const none = { me: () => Promise.resolve(no), signOut: () => Promise.resolve(no) };
  return { session: new Session(me, { api: { ...none, setAway }, toasts, leave: vi.fn() }), setAway, toasts };
}

test('being away shows at once, on oneself and in the team', async () => {
  const { session, setAway } = sessionWith(Promise.resolve(ok));
  const asked = session.setAway(true);
  expect(session.actor.away).toBe(true);
  expect(session.team.map(({ away }) => away ?? false)).toEqual([true, false]);
  await asked;
  await session.setAway(true);
  expect(setAway.mock.calls).toEqual([['p1', true]]);
  await session.setAway(false);
  expect(session.actor).not.toHaveProperty('away');
  expect(session.team[0]).not.toHaveProperty('away');
});

test('what is refused is as it was before, and the sentence is told', async () => {
  const { session, toasts } = sessionWith(Promise.resolve(no));
  await session.setAway(true);
  expect(session.actor).not.toHaveProperty('away');
  expect(toasts.items.map(({ sentence }) => sentence)).toEqual(['No line.']);
});

test('what is told of the team replaces it, oneself and the groups along with it; a welcome later than the page asks anew', () => {
  const { session } = sessionWith(Promise.resolve(ok));
  const refresh = vi.spyOn(session, 'refresh').mockResolvedValue(null);
  const team = [{ ...person, name: 'Ana Lima', away: true as const }];
  const groups = [{ id: 'g', name: 'Night', members: ['p1'], assigning: 'off' as const, most: null }];
  const told = { t: 'directory', leads: [], attributes: [] } as const;
  const tags = [{ id: 't', name: 'VIP', colour: 'red' as const }];
  session.hearDirectory({ ...told, now: 50, team, groups, tags });
  expect(session.actor).toMatchObject({ name: 'Ana Lima', away: true, visibility: 'all' });
  expect(session.me).toMatchObject({ team, groups, tags });
  session.hearDirectory({ ...told, now: 60, team: [person], groups, tags });
  expect(session.actor).not.toHaveProperty('away');
  const welcome = { t: 'welcome', v: 2, now: 70, rows: [], present: [] } as const;
  for (const directoryAt of [60, 30]) session.hearDirectory({ ...welcome, directoryAt });
  session.hearDirectory(welcome);
  expect(refresh).not.toHaveBeenCalled();
  session.hearDirectory({ ...welcome, directoryAt: 61 });
  expect(refresh).toHaveBeenCalledOnce();
});
