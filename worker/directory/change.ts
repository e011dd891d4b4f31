/** Making, renaming and dropping tags and groups. Names are one each, ignoring case. */
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { z } from 'zod';
import type { Group, groupBody, Tag, tagBody } from '#domain/http.ts';
import type { Refusal } from '#domain/refusal.ts';
import { account } from '../accounts/tables.ts';
import type { Env } from '../env.ts';
import { listTeam } from '../team/team.ts';
import { directoryOf } from './directory.ts';
import { group, groupMember, tag } from './tables.ts';

type Place = Pick<Env, 'DB'>;
type Refused = { readonly refusal: Refusal };
type Named = { readonly id: string; readonly name: string };

const nameTaken: Refused = { refusal: { code: 'name-taken' } };
const noTag: Refused = { refusal: { code: 'tag-not-found' } };
const noGroup: Refused = { refusal: { code: 'group-not-found' } };

/** A few characters suffice: tags and groups are some dozens, and the id stands in every row that has one. */
export const newId = (): string => crypto.randomUUID().slice(-12);

const folded = (name: string): string => name.normalize('NFKC').toLowerCase();

/** Whether another one than `id` has the name. SQLite folds the case of ASCII only, so it is asked here. */
export function isTaken(others: readonly Named[], name: string, id?: string): boolean {
  return others.some((one) => one.id !== id && folded(one.name) === folded(name));
}

/** A new tag. Refused: `name-taken`. */
export async function addTag(env: Place, body: z.infer<typeof tagBody>): Promise<Tag | Refused> {
  const { tags } = await directoryOf(env);
  if (isTaken(tags, body.name)) return nameTaken;
  const made = { id: newId(), ...body };
  // Of two who take the same name at once, the second is told as if it had come later; here and below.
  const { meta } = await drizzle(env.DB).insert(tag).values(made).onConflictDoNothing();
  return meta.changes > 0 ? made : nameTaken;
}

/** Another name or colour. Refused: `name-taken`, `tag-not-found`. */
export async function changeTag(
  env: Place,
  id: string,
  body: z.infer<typeof tagBody>,
): Promise<Tag | Refused> {
  const { tags } = await directoryOf(env);
  if (!tags.some((one) => one.id === id)) return noTag;
  if (isTaken(tags, body.name, id)) return nameTaken;
  const rename = env.DB.prepare('UPDATE OR IGNORE tag SET name = ?, colour = ? WHERE id = ?');
  const { meta } = await rename.bind(body.name, body.colour, id).run();
  return meta.changes > 0 ? { id, ...body } : nameTaken;
}

/**
 * Drops a tag. Conversations that have it are not touched: its id stays in their heads, where no screen shows it and no
 * menu offers it any more, so dropping costs one row however often the tag was put on. Refused: `tag-not-found`.
 */
export async function dropTag(env: Place, id: string): Promise<{ readonly ok: true } | Refused> {
  const { meta } = await drizzle(env.DB).delete(tag).where(eq(tag.id, id));
  return meta.changes > 0 ? { ok: true } : noTag;
}

/**
 * Every member once, or why they cannot be members: only active people of the team can become one. Who is one already stays:
 * nobody can be seen to be taken out who was deactivated.
 */
async function membersOf(
  env: Place,
  ids: readonly string[],
  before: readonly string[] = [],
): Promise<string[] | Refused> {
  const members = [...new Set(ids)].toSorted();
  if (members.length === 0) return [];
  const team = new Set([...(await listTeam(env)).map(({ id }) => id), ...before]);
  return members.every((id) => team.has(id)) ? members : { refusal: { code: 'person-not-found' } };
}

/** The people of a group that is there, as one parameter: D1 takes a hundred in a statement. */
function replaceMembers(env: Place, { id, members }: Group): D1PreparedStatement[] {
  const insert = `INSERT INTO team_group_member (group_id, person_id)
    SELECT team_group.id, member.value FROM team_group, json_each(?2) AS member WHERE team_group.id = ?1`;
  return [
    env.DB.prepare('DELETE FROM team_group_member WHERE group_id = ?').bind(id),
    env.DB.prepare(insert).bind(id, JSON.stringify(members)),
  ];
}

/** What a change of groups did; `rights`: who is in which group is not as it was, so rights must be asked again. */
export type Grouped = { readonly group: Group; readonly rights: boolean };

/** A new group. Refused: `name-taken`, `person-not-found`. */
export async function addGroup(env: Place, body: z.infer<typeof groupBody>): Promise<Grouped | Refused> {
  const { groups } = await directoryOf(env);
  if (isTaken(groups, body.name)) return nameTaken;
  const members = await membersOf(env, body.members);
  if ('refusal' in members) return members;
  const made = { ...body, id: newId(), members };
  const [inserted] = await env.DB.batch([
    env.DB.prepare('INSERT OR IGNORE INTO team_group (id, name, assigning, most) VALUES (?, ?, ?, ?)').bind(
      made.id,
      made.name,
      made.assigning,
      made.most,
    ),
    ...replaceMembers(env, made),
  ]);
  return inserted?.meta.changes ? { group: made, rights: members.length > 0 } : nameTaken;
}

/** Another name, its people as a whole, and how it assigns. Refused: `name-taken`, `person-not-found`, `group-not-found`. */
export async function changeGroup(
  env: Place,
  id: string,
  body: z.infer<typeof groupBody>,
): Promise<Grouped | Refused> {
  const { groups } = await directoryOf(env);
  const before = groups.find((one) => one.id === id);
  if (!before) return noGroup;
  if (isTaken(groups, body.name, id)) return nameTaken;
  const members = await membersOf(env, body.members, before.members);
  if ('refusal' in members) return members;
  const changed = { ...body, id, members };
  const rights = JSON.stringify(before.members) !== JSON.stringify(members);
  const [renamed] = await env.DB.batch([
    env.DB.prepare('UPDATE OR IGNORE team_group SET name = ?, assigning = ?, most = ? WHERE id = ?').bind(
      ...[changed.name, changed.assigning, changed.most, id],
    ),
    ...(rights ? replaceMembers(env, changed) : []),
  ]);
  return renamed?.meta.changes ? { group: changed, rights } : nameTaken;
}

/**
 * Drops a group. Conversations that are in it are not touched: its id stays in their heads, unseen, and gives nobody any
 * right. Accounts that led to it lead nowhere. Refused: `group-not-found`.
 */
export async function dropGroup(
  env: Place,
  id: string,
): Promise<{ readonly ok: true; readonly rights: boolean } | Refused> {
  const db = drizzle(env.DB);
  const [dropped, left] = await db.batch([
    db.delete(group).where(eq(group.id, id)),
    db.delete(groupMember).where(eq(groupMember.groupId, id)),
    db.update(account).set({ groupId: null }).where(eq(account.groupId, id)),
  ]);
  return dropped.meta.changes > 0 ? { ok: true, rights: left.meta.changes > 0 } : noGroup;
}
