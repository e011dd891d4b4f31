/** What D1 says of a person beyond who they are: their groups, and what agents of this business see. */
import { and, asc, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { z } from 'zod';
import { roles, visibilities, type Actor } from '#domain/permission.ts';
import type { Env } from '../env.ts';
import { groupMember } from '../directory/tables.ts';
import { setting } from '../settings/tables.ts';
import { user } from './tables.ts';

/** Own groups and unassigned unless set otherwise (product, section 1). */
const visibilityValue = z.enum(visibilities).catch('groups');
const groupIds = z.array(z.string());

/** The groups of a person, whether they are away, and the visibility that agents have: one statement, as every request asks for it. */
export async function standingOf(
  env: Pick<Env, 'DB'>,
  personId: string,
): Promise<Pick<Actor, 'groups' | 'visibility' | 'away'>> {
  const row = await drizzle(env.DB).get<{ visibility: unknown; groups: string; away: number | null }>(sql`
    SELECT (SELECT ${setting.value} FROM ${setting} WHERE ${setting.name} = 'visibility') AS visibility,
           (SELECT json_group_array(${groupMember.groupId}) FROM ${groupMember}
            WHERE ${groupMember.personId} = ${personId}) AS groups,
           (SELECT ${user.away} FROM ${user} WHERE ${user.id} = ${personId}) AS away`);
  return {
    visibility: visibilityValue.parse(row.visibility),
    groups: groupIds.parse(JSON.parse(row.groups)),
    ...(row.away === 1 && { away: true }),
  };
}

const visibilityNow = sql<unknown>`(SELECT ${setting.value} FROM ${setting} WHERE ${setting.name} = 'visibility')`;
const actorRow = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  visibility: visibilityValue,
  groups: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(groupIds),
});

/** The active people of `ids`, with all that their rights follow from, by name; ids of nobody are left out. */
export async function findActors(env: Pick<Env, 'DB'>, ids: readonly string[]): Promise<Actor[]> {
  const { id, name, role, active } = user;
  const groups = sql<string>`(SELECT json_group_array(${groupMember.groupId}) FROM ${groupMember}
    WHERE ${groupMember.personId} = ${id})`;
  // One parameter, however many ids: D1 takes a hundred in a statement.
  const wanted = sql`${id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const rows = await drizzle(env.DB)
    .select({ id, name, role, visibility: visibilityNow, groups })
    .from(user)
    .where(and(eq(active, true), wanted))
    .orderBy(asc(name));
  return z.array(actorRow).parse(rows);
}
