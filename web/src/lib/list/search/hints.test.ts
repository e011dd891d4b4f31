/** The operators that are offered. */
import { expect, test } from 'vitest';
import { readOperators } from '#domain/operators.ts';
import { hints, toldUnknown } from './hints.ts';

const directory = {
  team: [{ id: 'p1', name: 'Ana Reis', role: 'agent' as const }],
  groups: [],
  leads: [],
  tags: [{ id: 't1', name: 'vip', colour: 'red' as const }],
  attributes: [],
  accounts: [],
};
const values: Readonly<Record<string, string>> = {
  'from:': 'maria',
  'agent:': 'me',
  'tag:': 'vip',
  'channel:': 'instagram',
  'before:': '2026-11-03',
  'after:': '2026-11-03',
};

test.each(hints.map(({ insert }) => insert))('what “%s” begins is understood', (insert) => {
  const read = readOperators(insert + (values[insert] ?? ''), directory, { at: 0, zone: 'UTC' });
  expect(read.unknown).toEqual([]);
  expect(read.words !== '' || Object.keys(read.filter).length === 1).toBe(true);
});

test('an operator that is just being typed is not complained of', () => {
  expect(toldUnknown(['tag:'], 'maria tag:')).toEqual([]);
  expect(toldUnknown(['tag:'], 'tag: maria')).toEqual(['tag:']);
  expect(toldUnknown(['tga:vip'], 'tga:vip')).toEqual(['tga:vip']);
});
