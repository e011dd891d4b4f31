import { expect, test, vi } from 'vitest';
import type { Me } from '#domain/http.ts';
import type { Member, TeamRow } from '#domain/http-team.ts';
import type { Outcome } from '../api.ts';
import { Session } from './session.svelte.ts';
import { Team } from './team.svelte.ts';
import { Toasts } from './toasts.svelte.ts';

const ada = { id: 'a', name: 'Ada', role: 'admin' } as const;
const bo = { id: 'b', name: 'Bo', role: 'agent' } as const;
const me: Me = {
  actor: { ...ada, groups: [], visibility: 'all' },
  team: [ada, bo],
  groups: [{ id: 'g', name: 'Night', members: ['b', 'c'], assigning: 'off', most: null }],
  ...{ accounts: [], tags: [], leads: [], views: [], pins: [], attributes: [] },
  ...{ unreadNotices: 0, shards: 1, now: 0 },
};
const rowOf = (person: Pick<TeamRow, 'id' | 'name' | 'role'>, part: Partial<TeamRow> = {}): TeamRow => ({
  ...{ ...person, email: `${person.id}@x.example`, active: true, groups: [], open: 0 },
  ...part,
});
const cy = { id: 'c', name: 'Cy', role: 'agent' } as const;
const told = [rowOf(ada), rowOf(bo, { open: 2 }), rowOf(cy, { active: false })];
const done = <Value>(value: Value): Outcome<Value> => ({ ok: true, value, cookies: [] });
const no: Outcome<never> = { ok: false, failure: { kind: 'unreachable', sentence: 'No line.' } };

function teamWith(changed: Outcome<Member>) {
  const none = { me: async () => no, signOut: async () => no, setAway: async () => no };
  const session = new Session(me, { api: none, toasts: new Toasts(), leave: vi.fn() });
  const changeMember = vi.fn(async () => changed);
  const api = { teamRows: async () => done(told), addMember: async () => done(cy), changeMember };
  return { session, team: new Team(told, { api, session }), changeMember };
}

test('shows everybody as the live directory has them, active people first, with what only the edge knows', () => {
  const { session, team } = teamWith(no);
  expect(team.rows.map(({ id, active, groups, open }) => [id, active, groups, open])).toEqual([
    ['a', true, [], 0],
    ['b', true, ['g'], 2],
    ['c', false, ['g'], 0],
  ]);
  const frame = { t: 'directory', now: 1, groups: [], tags: [], leads: [], attributes: [] } as const;
  session.hearDirectory({
    ...frame,
    team: [ada, { ...cy, away: true }, { id: 'd', name: 'Di', role: 'manager' }],
  });
  expect(team.rows.map(({ id, active, away = false }) => [id, active, away])).toEqual([
    ['a', true, false],
    ['c', true, true],
    ['d', true, false],
    ['b', false, false],
  ]);
  expect(team.isLastAdmin('a')).toBe(true);
  session.hearDirectory({ ...frame, team: [ada, { ...bo, role: 'admin' }] });
  expect(team.isLastAdmin('a')).toBe(false);
});

test('a change shows at once, also before any line tells it; a refusal stands at whom it is about until the next change', async () => {
  const { session, team, changeMember } = teamWith(done({ ...bo, active: false }));
  expect(await team.deactivate('b', { rule: 'spread' })).toBe(true);
  expect(changeMember).toHaveBeenCalledWith('b', { active: false, handTo: { rule: 'spread' } });
  expect(session.team.map(({ id }) => id)).toEqual(['a']);
  expect(team.rows.find(({ id }) => id === 'b')).toMatchObject({ active: false, open: 2 });
  changeMember.mockResolvedValueOnce(no);
  expect(await team.change('a', { role: 'agent' })).toBe(false);
  expect(team.refused).toEqual({ id: 'a', sentence: 'No line.' });
  changeMember.mockResolvedValueOnce(done({ ...cy, active: true }));
  expect(await team.change('c', { active: true })).toBe(true);
  expect(team.refused).toBeNull();
  expect(session.team.map(({ name }) => name)).toEqual(['Ada', 'Cy']);
});
