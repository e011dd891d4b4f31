/** What the panel offers for each field, in its order. Pure. */
import { channels } from '#domain/channel.ts';
import { followUpStates, windowStates, type Filter } from '#domain/filter.ts';
import { broadcastStates, statuses } from '#domain/head.ts';
import type { ListQuery, TagColour } from '#domain/http.ts';
import type { ManyField } from './change.ts';
import { accountValue, valueWords, type Names } from './names.ts';

/** Fields whose values are ticked; those of the others are typed. */
export type TickedField = Exclude<ManyField, 'templates' | 'ads' | 'attributes'>;

export type Option = {
  readonly value: string;
  readonly words: string;
  readonly colour?: TagColour;
  readonly chosen: boolean;
};

type Offered = { readonly value: string; readonly colour?: TagColour };
export type OptionFacts = { readonly names: Names; readonly me: string; readonly tab: ListQuery['tab'] };

const none: Offered = { value: 'none' };

function plain(values: readonly string[]): readonly Offered[] {
  return values.map((value) => ({ value }));
}

function ids(all: readonly { readonly id: string }[]): readonly Offered[] {
  return plain(all.map(({ id }) => id));
}

function coloured(all: readonly { readonly id: string; readonly colour: TagColour }[]): readonly Offered[] {
  return all.map(({ id, colour }) => ({ value: id, colour }));
}

/** A tab holds either what is archived or what is not: there is nothing to choose among the archived. */
function statusesOf(tab: ListQuery['tab']): readonly string[] {
  if (tab === null) return statuses;
  return tab === 'archived' ? [] : statuses.filter((status) => status !== 'archived');
}

function people({ names, me }: OptionFacts): readonly Offered[] {
  return [{ value: 'me' }, none, ...ids(names.team.filter((person) => person.id !== me))];
}

const offered: Readonly<Record<TickedField, (facts: OptionFacts) => readonly Offered[]>> = {
  windows: () => plain(windowStates),
  agents: people,
  leads: ({ names }) => [none, ...coloured(names.leads)],
  leadOwners: people,
  channels: () => plain(channels),
  groups: ({ names }) => (names.groups.length > 0 ? [none, ...ids(names.groups)] : []),
  statuses: ({ tab }) => plain(statusesOf(tab)),
  tags: ({ names }) => coloured(names.tags),
  // One account is no choice.
  accounts: ({ names }) => (names.accounts.length > 1 ? plain(names.accounts.map(accountValue)) : []),
  followUps: () => plain(followUpStates),
  broadcasts: () => plain(broadcastStates.map((state) => `any:${state}`)),
};

/** The options of a field; what is chosen and not offered any more stands at the end, so that it can be taken out. */
export function optionsOf(field: TickedField, filter: Filter, facts: OptionFacts): readonly Option[] {
  const chosen: readonly string[] = filter[field] ?? [];
  const known = offered[field](facts);
  const others = chosen.filter((value) => known.every((one) => one.value !== value));
  return [...known, ...plain(others)].map(({ value, colour }) => ({
    value,
    words: valueWords(field, value, facts.names),
    ...(colour && { colour }),
    chosen: chosen.includes(value),
  }));
}
