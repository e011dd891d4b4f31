/** Puts tags, groups, leads and the like on the sample conversations, through the API. */
import { randomUUID } from 'node:crypto';
import type { Head } from '#domain/head.ts';
import type { CommandBody } from '#domain/command.ts';
import type { Visitor } from './doors.ts';
import type { Customer } from './people.ts';
import { admin, team } from './people.ts';
import {
  anasPin,
  anasView,
  attributes,
  groups,
  sharedViews,
  sortings,
  tags,
  type Sorting,
} from './sorting.ts';

/** Ids by name. */
type Made = { readonly tags: ReadonlyMap<string, string>; readonly groups: ReadonlyMap<string, string> };

function known(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The sample knows no ${name}.`);
  return id;
}

async function makeDirectory(boss: Visitor): Promise<Made> {
  const people = new Map((await boss.me()).team.map(({ name, id }) => [name, id]));
  const names = new Map([admin, ...team].map(({ email, name }) => [email, name]));
  const idOf = (email: string): string => known(people, names.get(email) ?? email);
  const made = { tags: new Map<string, string>(), groups: new Map<string, string>() };
  for (const attribute of attributes) await boss.addAttribute(attribute);
  for (const tag of tags) made.tags.set(tag.name, (await boss.addTag(tag)).id);
  for (const { name, members } of groups) {
    made.groups.set(name, (await boss.addGroup({ name, members: members.map(idOf) })).id);
  }
  return made;
}

/** The commands that a sorting takes. */
function commandsOf(sorting: Sorting, made: Made): CommandBody[] {
  const { group, lead, followUp, attributes = {} } = sorting;
  const add = (sorting.tags ?? []).map((name) => known(made.tags, name));
  const clientId = randomUUID;
  return [
    ...(add.length > 0 ? [{ type: 'tag' as const, clientId: clientId(), add, remove: [] }] : []),
    ...(group === undefined
      ? []
      : [{ type: 'group' as const, clientId: clientId(), groupId: known(made.groups, group) }]),
    ...(lead === undefined ? [] : [{ type: 'lead' as const, clientId: clientId(), status: lead }]),
    ...(followUp === undefined
      ? []
      : [{ type: 'follow-up' as const, clientId: clientId(), at: Date.now() + followUp * 60_000 }]),
    ...Object.entries(attributes).map(([name, value]) => ({
      ...{ type: 'attribute' as const, clientId: clientId(), name, value },
    })),
  ];
}

export type Sorted = {
  readonly boss: Visitor;
  readonly ana: Visitor;
  readonly heads: ReadonlyMap<Customer, Head>;
};

/** Sorts everything; every filter and every mark of a row has something to show then. */
export async function sortAll({ boss, ana, heads }: Sorted): Promise<void> {
  const made = await makeDirectory(boss);
  for (const [{ name }, { id }] of heads) {
    for (const command of commandsOf(sortings[name] ?? {}, made)) await boss.command(id, command);
    if (name === anasPin) await ana.pin({ id, on: true });
  }
  for (const view of sharedViews) await boss.addView(view);
  await ana.addView(anasView);
}
