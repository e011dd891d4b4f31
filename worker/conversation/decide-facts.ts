/** What a person notes of a conversation: group, tags, attributes; leads in decide-lead.ts. Every change leaves a line. Pure. */
import type { CommandBody } from '#domain/command.ts';
import type { Happening } from '#domain/message.ts';
import type { Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Change } from './change.ts';
import { seek, seekNobody } from './decide-assign.ts';
import { decideLead, type LeadCommand } from './decide-lead.ts';
import { may, personOf } from './decide-send.ts';
import type { State } from './state.ts';

type Of<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>;

/** Something of the directory, as the edge looked it up. */
export type Named = { readonly id: string; readonly name: string };

/** These commands as they reach the object: what they name is looked up by the edge. */
export type FactCommand =
  | (Omit<Of<'group'>, 'groupId'> & { readonly to: Named | null })
  | (Omit<Of<'tag'>, 'add' | 'remove'> & {
      readonly add: readonly Named[];
      readonly remove: readonly Named[];
    })
  | LeadCommand
  /** `label`: how it is called; else its id has to do. `required`: it is not taken away again. */
  | (Of<'attribute'> & { readonly label?: string; readonly required?: boolean });
type As<T extends FactCommand['type']> = Extract<FactCommand, { type: T }>;

/** All of them travel with every row of the list. */
const mostTags = 50;
const mostAttributes = 50;

function group(change: Change, { to }: As<'group'>): readonly Happening[] {
  const { groupId } = change.head;
  if (groupId === (to?.id ?? null)) return [];
  const from = change.state.groupName || (groupId ?? '');
  change.setHead({ groupId: to?.id ?? null });
  change.setState({ groupName: to?.name ?? '' });
  if (to && change.head.assignee === null) seek(change, 'grouped');
  else seekNobody(change);
  return [to ? { what: 'grouped', to: to.name } : { what: 'ungrouped', from }];
}

function tag(change: Change, { add, remove }: As<'tag'>): readonly Happening[] | Refusal {
  const known = change.head.tags ?? [];
  const gone = remove.filter(({ id }) => known.includes(id));
  const kept = known.filter((id) => !gone.some((one) => one.id === id));
  const fresh = add.filter(({ id }) => !kept.includes(id));
  if (gone.length === 0 && fresh.length === 0) return [];
  const tags = [...kept, ...new Set(fresh.map(({ id }) => id))];
  if (tags.length > mostTags) return tooMany(`a conversation carries at most ${mostTags} tags`);
  change.setFacts({ tags: tags.length > 0 ? tags : undefined });
  const named = (all: readonly Named[]): string[] => [...new Set(all.map(({ name }) => name))];
  const untagged: readonly Happening[] = gone.length > 0 ? [{ what: 'untagged', tags: named(gone) }] : [];
  return fresh.length > 0 ? [...untagged, { what: 'tagged', tags: named(fresh) }] : untagged;
}

function attribute(
  change: Change,
  { name, value, label = name }: As<'attribute'>,
): readonly Happening[] | Refusal {
  const known = new Map(Object.entries(change.head.attributes ?? {}));
  if ((known.get(name) ?? '') === value) return [];
  if (value === '') known.delete(name);
  else known.set(name, value);
  if (known.size > mostAttributes)
    return tooMany(`a conversation carries at most ${mostAttributes} attributes`);
  change.setFacts({ attributes: known.size > 0 ? Object.fromEntries(known) : undefined });
  return [{ what: 'attribute', name: label, value }];
}

function tooMany(problem: string): Refusal {
  return { code: 'invalid-input', problem };
}

function happened(change: Change, actor: Actor, command: FactCommand): readonly Happening[] | Refusal {
  switch (command.type) {
    case 'group':
      return group(change, command);
    case 'tag':
      return tag(change, command);
    case 'lead':
    case 'lead-facts':
    case 'lead-replace':
      return decideLead(change, personOf(actor), command);
    case 'attribute':
      return attribute(change, command);
  }
}

/** One of these commands; what is so already changes nothing. */
export function note(change: Change, actor: Actor, command: FactCommand): Refusal | null {
  const capability = command.type === 'group' ? 'conversation.group' : 'conversation.edit';
  const refusal = may(change, actor, capability);
  if (refusal) return refusal;
  const happenings = happened(change, actor, command);
  if ('code' in happenings) return happenings;
  for (const happening of happenings) change.line(happening, personOf(actor));
  return null;
}

/** Every name once, ours first. */
function both(ours: readonly string[] | undefined, theirs: readonly string[] | undefined): string[] {
  return [...new Set([...(ours ?? []), ...(theirs ?? [])])];
}

function some(all: readonly string[], most: number): readonly string[] | undefined {
  return all.length > 0 ? all.slice(0, most) : undefined;
}

/** Of two conversations that become one: what was noted of either is kept, ours where only one can be. */
export function joinFacts(change: Change, theirs: State): void {
  const { head } = change;
  const { followUpAt } = theirs.head;
  const dueAt = Math.min(head.followUpAt ?? Infinity, followUpAt ?? Infinity);
  change.setFacts({
    tags: some(both(head.tags, theirs.head.tags), mostTags),
    followUpAt: Number.isFinite(dueAt) ? dueAt : undefined,
    broadcasts: some(both(head.broadcasts, theirs.head.broadcasts), Infinity),
    ...(theirs.head.attributes && { attributes: { ...theirs.head.attributes, ...head.attributes } }),
  });
  if (head.groupId === null && theirs.head.groupId !== null) {
    change.setHead({ groupId: theirs.head.groupId });
    change.setState({ groupName: theirs.groupName });
  }
}
