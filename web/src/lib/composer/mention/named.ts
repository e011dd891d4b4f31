/** Whom a comment names: every “@Name” of the team that stands in its text (B-51). Pure. */
import type { Colleague, Group } from '#domain/http.ts';
import { can, type Actor, type Ownership } from '#domain/permission.ts';
import type { Person } from '#domain/message.ts';

export type Named = {
  readonly from: number;
  readonly to: number;
  /** More than one where several have that name. */
  readonly people: readonly Person[];
};

/** A name that goes on, or an address, is somebody else’s. */
const goesOn = /^[\p{L}\p{M}\p{N}]/u;
const before = /[\p{L}\p{M}\p{N}]$/u;

function peopleByName(team: readonly Person[]): readonly (readonly [string, readonly Person[]])[] {
  const byName = Map.groupBy(team, ({ name }) => name);
  // “@Ana Reis” is not “@Ana”.
  return [...byName].sort(([a], [b]) => b.length - a.length);
}

/** Where the text names people of the team, in its order. */
export function namedIn(text: string, team: readonly Person[]): readonly Named[] {
  const names = peopleByName(team);
  const found: Named[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (before.test(text.slice(Math.max(0, at - 2), at))) continue;
    const [name, people] =
      names.find(([one]) => text.startsWith(one, at + 1) && !goesOn.test(text.slice(at + 1 + one.length))) ??
      [];
    if (name !== undefined && people) found.push({ from: at, to: at + 1 + name.length, people });
  }
  return found;
}

/** The ids of whom the text names. Of several of the same name those who were chosen, if any was. */
export function idsNamedIn(
  text: string,
  team: readonly Person[],
  chosen: ReadonlySet<string>,
): readonly string[] {
  const ids = namedIn(text, team).flatMap(({ people }) => {
    const meant = people.filter(({ id }) => chosen.has(id));
    return (meant.length > 0 ? meant : people).map(({ id }) => id);
  });
  return [...new Set(ids)];
}

/** Those of the team who may see a conversation, as the edge will ask it, without the person who writes. */
export function mayBeNamed(
  team: readonly Colleague[],
  { me, groups, of }: { readonly me: Actor; readonly groups: readonly Group[]; readonly of: Ownership },
): readonly Colleague[] {
  return team.filter((one) => {
    const own = groups.filter(({ members }) => members.includes(one.id)).map(({ id }) => id);
    const actor: Actor = { ...one, groups: own, visibility: me.visibility };
    return one.id !== me.id && can(actor, 'conversation.see', of);
  });
}
