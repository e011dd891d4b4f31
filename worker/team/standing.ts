/** What D1 says of a person beyond who they are: their groups, and what agents of this business see. */
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { z } from 'zod';
import { visibilities, type Actor } from '#domain/permission.ts';
import type { Env } from '../env.ts';
import { groupMember } from '../directory/tables.ts';
import { setting } from '../settings/tables.ts';

/** Own groups and unassigned unless set otherwise (product, section 1). */
const visibilityValue = z.enum(visibilities).catch('groups');
const groupIds = z.array(z.string());

/** The groups of a person and the visibility that agents have: one statement, as every request asks for it. */
export async function standingOf(
  env: Pick<Env, 'DB'>,
  personId: string,
): Promise<Pick<Actor, 'groups' | 'visibility'>> {
  const row = await drizzle(env.DB).get<{ visibility: unknown; groups: string }>(sql`
    SELECT (SELECT ${setting.value} FROM ${setting} WHERE ${setting.name} = 'visibility') AS visibility,
           (SELECT json_group_array(${groupMember.groupId}) FROM ${groupMember}
            WHERE ${groupMember.personId} = ${personId}) AS groups`);
  return {
    visibility: visibilityValue.parse(row.visibility),
    groups: groupIds.parse(JSON.parse(row.groups)),
  };
}
