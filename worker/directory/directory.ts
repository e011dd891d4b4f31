/** What conversations are sorted by: looking tags, lead statuses and groups of agents up, all in one round to D1. */
import { asc, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Directory, Group, LeadStatus, Tag } from '#domain/http.ts';
import type { Env } from '../env.ts';
import { attributesOf } from './attributes.ts';
import { group, groupMember, leadStatus, tag } from './tables.ts';

type Place = Pick<Env, 'DB'>;

const ofLead = {
  id: leadStatus.id,
  name: leadStatus.name,
  colour: leadStatus.colour,
  final: leadStatus.final,
};
const ofGroup = {
  id: group.id,
  name: group.name,
  assigning: group.assigning,
  most: group.most,
  person: groupMember.personId,
};

/** The tags of `ids` that there are, by name; ids that are not here any more are left out. */
export async function findTags(env: Place, ids: readonly string[]): Promise<Tag[]> {
  if (ids.length === 0) return [];
  // One parameter, however many ids: D1 takes a hundred in a statement.
  const wanted = sql`${tag.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  return drizzle(env.DB).select().from(tag).where(wanted).orderBy(asc(tag.name));
}

type Joined = Omit<Group, 'members'> & { readonly person: string | null };

/** Groups with their people, of rows that have one person each. */
function gathered(rows: readonly Joined[]): Group[] {
  const groups = new Map<string, Group & { members: string[] }>();
  for (const { person, ...plain } of rows) {
    const one = groups.get(plain.id) ?? { ...plain, members: [] };
    if (person !== null) one.members.push(person);
    groups.set(plain.id, one);
  }
  return [...groups.values()];
}

const groupsOf = (env: Place) =>
  drizzle(env.DB)
    .select(ofGroup)
    .from(group)
    .leftJoin(groupMember, eq(groupMember.groupId, group.id))
    .orderBy(asc(group.name), asc(groupMember.personId));

/** A group with the ids of its people, or null. */
export async function findGroup(env: Place, id: string): Promise<Group | null> {
  const rows = await drizzle(env.DB)
    .select(ofGroup)
    .from(group)
    .leftJoin(groupMember, eq(groupMember.groupId, group.id))
    .where(eq(group.id, id))
    .orderBy(asc(groupMember.personId));
  return gathered(rows)[0] ?? null;
}

/** All groups with the ids of their people, by name. */
export async function listGroups(env: Place): Promise<Group[]> {
  return gathered(await groupsOf(env));
}

/** A lead status, or null. */
export async function findLeadStatus(env: Place, id: string): Promise<LeadStatus | null> {
  const [row] = await drizzle(env.DB).select(ofLead).from(leadStatus).where(eq(leadStatus.id, id));
  return row ?? null;
}

/** Tags and groups by name, lead statuses and attributes in their order. */
export async function directoryOf(env: Place): Promise<Omit<Directory, 'team' | 'accounts'>> {
  const db = drizzle(env.DB);
  const [tags, leads, groups, attributes] = await db.batch([
    db.select().from(tag).orderBy(asc(tag.name)),
    db.select(ofLead).from(leadStatus).orderBy(asc(leadStatus.position)),
    groupsOf(env),
    attributesOf(env),
  ]);
  return { tags, leads, groups: gathered(groups), attributes };
}
