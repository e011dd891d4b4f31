import { expect, test } from 'vitest';
import { headOf } from '../../state/fixtures.ts';
import { choicesOf, type ChoicesInput } from './choices.ts';
import type { Command } from './commands.ts';
import { recalled, remember } from './recent.ts';
import { MemoryShelf } from '../../state/shelf.ts';

const command = (id: string, label: string, group: Command['group'] = 'this'): Command => ({
  ...{ id, label, group, icon: 'chat', keys: null },
  run: () => {},
});
const maria = headOf({ id: 'c1', name: 'Maria Silva' });
const mario = headOf({ id: 'c2', name: 'Mario Rossi' });
const archie = headOf({ id: 'c3', name: 'Archie Reed' });

const input: ChoicesInput = {
  typed: '',
  commands: [command('archive', 'Archive'), command('theme-dark', 'Theme: Dark', 'preferences')],
  loaded: [maria, archie],
  found: [],
  recent: [],
  nameOf: (head) => head.name,
};

const keysOf = (some: Partial<ChoicesInput>): readonly (readonly [string, ...string[]])[] =>
  choicesOf({ ...input, ...some }).map(({ name, choices }) => [name, ...choices.map(({ key }) => key)]);

test('with nothing typed what was used last comes first, and every command once', () => {
  const recent = [
    { id: 'command-theme-dark', name: 'Theme: Dark' },
    { id: 'conversation-c9', name: 'Long Ago' },
    { id: 'command-gone', name: 'Not offered now' },
  ];
  expect(keysOf({ recent })).toEqual([
    ['recent', 'command-theme-dark', 'conversation-c9'],
    ['this', 'command-archive'],
  ]);
});

test('the group of the best hit comes first', () => {
  expect(keysOf({ typed: 'archive' })).toEqual([['this', 'command-archive']]);
  expect(keysOf({ typed: 'archie' })[0]).toEqual(['conversations', 'conversation-c3']);
  expect(keysOf({ typed: 'arch' }).map(([name]) => name)).toEqual(['conversations', 'this']);
});

test('what the edge found is there once, also where its name does not say why, after the names', () => {
  expect(keysOf({ typed: 'mari', found: [mario, maria] })).toEqual([
    ['conversations', 'conversation-c2', 'conversation-c1'],
  ]);
  expect(keysOf({ typed: '98765', found: [maria] })).toEqual([['conversations', 'conversation-c1']]);
});

test('nothing fits: nothing is shown', () => {
  expect(keysOf({ typed: 'zzz' })).toEqual([]);
});

test('five choices are remembered, the last one first, none twice; strange things are left out (B-71)', () => {
  const shelf = new MemoryShelf();
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'c']) remember(shelf, 'ana', { id, name: id });
  expect(recalled(shelf, 'ana').map(({ id }) => id)).toEqual(['c', 'f', 'e', 'd', 'b']);
  expect(recalled(shelf, 'rui')).toEqual([]);
  shelf.set('casement:palette:ana:recent', '{"no');
  expect(recalled(shelf, 'ana')).toEqual([]);
  shelf.set('casement:palette:ana:recent', '[1, {"id": "a"}, {"id": "a", "name": "A"}]');
  expect(recalled(shelf, 'ana')).toEqual([{ id: 'a', name: 'A' }]);
});
