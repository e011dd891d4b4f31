/** What the choice is made of: groups, their people, and how busy they are, as D1 says it at one moment. */
import { z } from 'zod';
import { assigningModes } from '#domain/assigning.ts';
import type { Group } from '#domain/http.ts';
import { can, roles } from '#domain/permission.ts';
import type { Person } from '#domain/message.ts';
import type { Presence } from './choice.ts';

type Asking = {
  readonly groups: readonly string[];
  readonly people: readonly string[];
  /** Conversations that somebody was given and the index may not show as theirs yet. */
  readonly given: readonly string[];
};

export type Facts = {
  readonly groups: ReadonlyMap<string, Pick<Group, 'id' | 'name' | 'assigning' | 'most'>>;
  /** By group: who of it may be given something now. */
  readonly members: ReadonlyMap<string, readonly Person[]>;
  /** Whether somebody who was asked about is here. */
  presence(personId: string): Presence;
  /** Active conversations of each person, by the kept counts. */
  readonly active: ReadonlyMap<string, number>;
  /** Whose the given ones are by the index ('' for nobody's); absent where it has no row. */
  readonly owners: ReadonlyMap<string, string>;
};

const groupRow = z.object({
  id: z.string(),
  name: z.string(),
  assigning: z.enum(assigningModes).catch('off'),
  most: z.number().nullable(),
});
const flag = z.number().transform(Boolean);
const personRow = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  active: flag,
  away: flag,
  groupId: z.string().nullable(),
});
type PersonRow = z.infer<typeof personRow>;
const countRow = z.object({ id: z.string(), n: z.number() });
const ownerRow = z.object({ id: z.string(), owner: z.string().nullable() });

const groupsIn =
  'SELECT id, name, assigning, most FROM team_group WHERE id IN (SELECT value FROM json_each(?))';
const peopleIn = `SELECT u.id, u.name, u.role, u.active, u.away, m.group_id AS groupId
  FROM team_group_member AS m JOIN user AS u ON u.id = m.person_id
  WHERE m.group_id IN (SELECT value FROM json_each(?1))
  UNION ALL SELECT id, name, role, active, away, NULL FROM user WHERE id IN (SELECT value FROM json_each(?2))`;
/** The scope of worker/inbox/tally.ts that counts active conversations, added up over all groups. */
export const activeOfAll = `SELECT substr(one.key, 1, instr(one.key, ' ') - 1) AS id, sum(one.value) AS n
  FROM tally, json_each(tally.counts) AS one WHERE one.key LIKE '_% active' GROUP BY 1`;
const ownersOf = `SELECT id, head ->> '$.assignee.id' AS owner FROM conversation
  WHERE id IN (SELECT value FROM json_each(?))`;

/** Whether somebody may be given a conversation of the group: here, not away, and able to answer what is theirs. */
function isFree({ id, name, role, active, away, groupId }: PersonRow): boolean {
  if (!active || away || groupId === null) return false;
  const actor = { id, name, role, groups: [groupId], visibility: 'own' } as const;
  return can(actor, 'conversation.reply', { assignee: actor, groupId });
}

function presenceIn(people: readonly PersonRow[], personId: string): Presence {
  const person = people.find(({ id }) => id === personId);
  if (!person?.active) return 'gone';
  return person.away ? 'away' : 'here';
}

function membersIn(people: readonly PersonRow[]): Map<string, Person[]> {
  const members = new Map<string, Person[]>();
  for (const person of people) {
    if (person.groupId === null || !isFree(person)) continue;
    const { id, name, groupId } = person;
    members.set(groupId, [...(members.get(groupId) ?? []), { id, name }]);
  }
  return members;
}

/** What `activeOfAll` answered, by the ids of the people. */
export function activeIn(rows: unknown): Map<string, number> {
  return new Map(
    z
      .array(countRow)
      .parse(rows)
      .map(({ id, n }) => [id, n]),
  );
}

/** All of it in one batch, so that a conversation is counted as somebody's or still given, never neither. @throws when D1 fails */
export async function readFacts(db: D1Database, { groups, people, given }: Asking): Promise<Facts> {
  const list = (ids: readonly string[]): string => JSON.stringify([...new Set(ids)]);
  const [groupRows, personRows, countRows, ownerRows] = await db.batch([
    db.prepare(groupsIn).bind(list(groups)),
    db.prepare(peopleIn).bind(list(groups), list(people)),
    db.prepare(activeOfAll),
    db.prepare(ownersOf).bind(list(given)),
  ]);
  const found = z.array(personRow).parse(personRows?.results);
  return {
    groups: new Map(
      z
        .array(groupRow)
        .parse(groupRows?.results)
        .map((one) => [one.id, one]),
    ),
    members: membersIn(found),
    presence: (personId) => presenceIn(found, personId),
    active: activeIn(countRows?.results),
    owners: new Map(
      z
        .array(ownerRow)
        .parse(ownerRows?.results)
        .map(({ id, owner }) => [id, owner ?? '']),
    ),
  };
}
