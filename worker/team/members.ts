/** What an admin changes of a person, and what a person says of themselves. Rights that end, end at once. */
import { z } from 'zod';
import type { Member, memberPatch, TeamRow } from '#domain/http-team.ts';
import type { Person } from '#domain/message.ts';
import { canManage, roles, type Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Env } from '../env.ts';
import { activeIn, activeOfAll } from '../assigning/facts.ts';
import { allInboxes } from '../inbox/stub.ts';

type Place = Pick<Env, 'DB' | 'INBOX' | 'LOCATION_HINT' | 'INBOX_SHARDS'>;
type Refused = { readonly refusal: Refusal };

const flag = z.number().transform((value) => value === 1);
const memberRow = z
  .object({ id: z.string(), name: z.string(), role: z.enum(roles), active: flag, away: flag })
  .transform(({ away, ...member }): Member => ({ ...member, ...(away && { away: true }) }));

const shown = 'SELECT id, name, role, active, away FROM user WHERE id = ?';

/** Somebody of the team, active or not; null where there is nobody. */
export async function memberOf(env: Pick<Env, 'DB'>, id: string): Promise<Member | null> {
  return memberRow.nullable().parse(await env.DB.prepare(shown).bind(id).first());
}

/**
 * Whether the change (?2 role, ?3 active) leaves an active admin besides, or as, the person ?1: asked in the very statement
 * that changes, so that two admins cannot send each other away at the same time.
 */
const leavesAdmin = `(coalesce(?2, role) = 'admin' AND coalesce(?3, active) = 1 OR role <> 'admin' OR active = 0
  OR EXISTS (SELECT 1 FROM user AS other WHERE other.id <> ?1 AND other.role = 'admin' AND other.active = 1))`;

/** The person ?1, if their rights will be others and may be. */
const whoseRightsChange = `FROM user
  WHERE id = ?1 AND (role <> coalesce(?2, role) OR active <> coalesce(?3, active)) AND ${leavesAdmin}`;

const endSessions = `DELETE FROM session WHERE userId = ?1 AND EXISTS (SELECT 1 ${whoseRightsChange}) RETURNING id`;

/** SQLite has no true and false of its own; JSON has. */
const truth = (value: string): string => `json(iif(${value}, 'true', 'false'))`;

/** Rights leave no line anywhere, so it is written down who changed them. */
const writeDown = `INSERT INTO audit (id, at, person_id, person_name, what, about, body)
  SELECT ?4, ?5, ?6, ?7, 'team.rights', id, json_object(
    'role', coalesce(?2, role), 'active', ${truth('coalesce(?3, active)')},
    'before', json_object('role', role, 'active', ${truth('active')})
  ) ${whoseRightsChange}`;

/** What becomes of all that they have open is written down with their going, and carried out from there (leaving.ts). */
const decide = `INSERT INTO audit (id, at, person_id, person_name, what, about, body)
  SELECT ?4, ?5, ?6, ?7, 'team.hand-over', id, ?8 FROM user WHERE id = ?1 AND ?8 IS NOT NULL AND ${leavesAdmin}`;

const change = `UPDATE user SET role = coalesce(?2, role), active = coalesce(?3, active), name = coalesce(?4, name),
  away = coalesce(?5, away), updatedAt = ?6 WHERE id = ?1 AND ${leavesAdmin} RETURNING id`;

const asNumber = (value: boolean | undefined): number | null => (value === undefined ? null : Number(value));
const ids = z.array(z.object({ id: z.string() }));

const teamRow = z
  .object({
    ...{ id: z.string(), name: z.string(), email: z.string(), role: z.enum(roles), active: flag, away: flag },
    groups: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(z.array(z.string())),
  })
  .transform(({ away, ...row }) => ({ ...row, ...(away && { away: true as const }) }));

/** Everybody who was ever here, active people first, then by name. */
export async function listMembers({ DB: db }: Pick<Env, 'DB'>): Promise<TeamRow[]> {
  const [people, counts] = await db.batch([
    db.prepare(`SELECT id, name, email, role, active, away,
      (SELECT json_group_array(group_id) FROM team_group_member WHERE person_id = user.id) AS groups
      FROM user ORDER BY active DESC, name COLLATE NOCASE`),
    db.prepare(activeOfAll),
  ]);
  const open = activeIn(counts?.results);
  return z
    .array(teamRow)
    .parse(people?.results)
    .map((row) => ({ ...row, open: open.get(row.id) ?? 0 }));
}

/** Why `actor` may not change that of a person; null when they may: admins all of it, anybody whether they are away. */
export function refuseChange(actor: Actor, id: string, patch: z.infer<typeof memberPatch>): Refusal | null {
  const isOwn = id === actor.id && Object.keys(patch).every((name) => name === 'away');
  return isOwn || canManage(actor, 'team.manage') ? null : { code: 'role-may-not', role: actor.role };
}

/** Whether the person of this e-mail was deactivated; a session that they just got ends again. */
export async function shutOut({ DB: db }: Pick<Env, 'DB'>, email: string): Promise<boolean> {
  const folded = email.toLowerCase();
  const [found] = await db.batch([
    db.prepare('SELECT 1 FROM user WHERE email = ? AND active = 0').bind(folded),
    db
      .prepare('DELETE FROM session WHERE userId IN (SELECT id FROM user WHERE email = ? AND active = 0)')
      .bind(folded),
  ]);
  return (found?.results.length ?? 0) > 0;
}

/** Closes every socket of these sessions, wherever it is. */
async function closeSockets(env: Place, sessions: readonly { readonly id: string }[]): Promise<void> {
  const inboxes = allInboxes(env);
  await Promise.all(sessions.flatMap(({ id }) => inboxes.map(async (inbox) => inbox.close(id))));
}

/**
 * Changes a person, in the name of `by`. Another role, and being deactivated, end their sessions and close their sockets before this answers.
 * Refused: `person-not-found`, `last-admin`.
 */
export async function changeMember(
  env: Place,
  by: Person,
  { id, patch }: { readonly id: string; readonly patch: z.infer<typeof memberPatch> },
): Promise<Member | Refused> {
  const { name, role, active, away, handTo } = patch;
  const rights = [id, role ?? null, asNumber(active)];
  const rest = [name ?? null, asNumber(away), new Date().toISOString()];
  const deed = (): unknown[] => [crypto.randomUUID(), Date.now(), by.id, by.name];
  const decision = handTo === undefined ? null : JSON.stringify({ to: handTo });
  const [ended, , , changed, now] = await env.DB.batch([
    env.DB.prepare(endSessions).bind(...rights),
    env.DB.prepare(writeDown).bind(...rights, ...deed()),
    env.DB.prepare(decide).bind(...rights, ...deed(), decision),
    env.DB.prepare(change).bind(...rights, ...rest),
    env.DB.prepare(shown).bind(id),
  ]);
  const [member] = z.array(memberRow).parse(now?.results);
  if (!member) return { refusal: { code: 'person-not-found' } };
  if (changed?.results.length === 0) return { refusal: { code: 'last-admin' } };
  await closeSockets(env, ids.parse(ended?.results));
  return member;
}
