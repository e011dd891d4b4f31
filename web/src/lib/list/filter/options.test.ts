/** What the panel offers. */
import { describe, expect, test } from 'vitest';
import { optionsOf, type OptionFacts } from './options.ts';

const facts: OptionFacts = {
  me: 'p1',
  tab: 'active',
  names: {
    team: [
      { id: 'p1', name: 'Ana Reis', role: 'agent' },
      { id: 'p2', name: 'Rui Costa', role: 'agent' },
    ],
    groups: [],
    leads: [{ id: 'l1', name: 'Qualifying', colour: 'blue', final: false }],
    tags: [{ id: 't1', name: 'vip', colour: 'red' }],
    accounts: [],
    attributes: [],
  },
};

describe('options of the panel', () => {
  test('agents: me, nobody, and everybody else once', () => {
    const words = optionsOf('agents', {}, facts).map((option) => option.words);
    expect(words).toEqual(['Me', 'Unassigned', 'Rui Costa']);
  });

  test('lead owners as agents, but nobody is nobody', () => {
    const words = optionsOf('leadOwners', { leadOwners: ['none'] }, facts).map((option) => option.words);
    expect(words).toEqual(['Me', 'Nobody', 'Rui Costa']);
  });

  test('what is chosen is said, with its colour', () => {
    expect(optionsOf('leads', { leads: ['l1'] }, facts)).toEqual([
      { value: 'none', words: 'No lead', chosen: false },
      { value: 'l1', words: 'Qualifying', colour: 'blue', chosen: true },
    ]);
  });

  test('what is chosen and gone can still be taken out', () => {
    expect(optionsOf('tags', { tags: ['t9'] }, facts).at(-1)).toEqual({
      value: 't9',
      words: 'no longer there',
      chosen: true,
    });
  });

  test.each([
    ['active', ['new', 'open', 'reopened']],
    ['archived', []],
    [null, ['new', 'open', 'reopened', 'archived']],
  ] as const)('statuses on the tab %s', (tab, wanted) => {
    expect(optionsOf('statuses', {}, { ...facts, tab }).map((option) => option.value)).toEqual(wanted);
  });

  test('where there are no groups, there is nothing to choose', () => {
    expect(optionsOf('groups', {}, facts)).toEqual([]);
  });
});
