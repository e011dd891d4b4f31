import { describe, expect, it } from 'vitest';
import type { Colleague } from '#domain/http.ts';
import type { Actor, Visibility } from '#domain/permission.ts';
import { idsNamedIn, mayBeNamed, namedIn } from './named.ts';

const team: readonly Colleague[] = [
  { id: 'a', name: 'Ana', role: 'agent' },
  { id: 'r', name: 'Ana Reis', role: 'agent' },
  { id: 'j1', name: 'João Silva', role: 'agent' },
  { id: 'j2', name: 'João Silva', role: 'agent' },
  { id: 'm', name: 'أحمد', role: 'manager' },
];

describe('whom a text names (B-51)', () => {
  it.each<[text: string, ids: readonly string[]]>([
    ['@Ana, look', ['a']],
    ['@Ana Reis look', ['r']],
    ['(@Ana) and @أحمد', ['a', 'm']],
    ['@Anabel', []],
    ['mail@Ana', []],
    ['Ana', []],
    ['@ana', []],
    ['@Ana @Ana', ['a']],
    ['@@Ana', ['a']],
    ['@João Silva', ['j1', 'j2']],
  ])('%s', (text, ids) => {
    expect(idsNamedIn(text, team, new Set())).toEqual(ids);
  });

  it('of the same name are those who were chosen', () => {
    expect(idsNamedIn('@João Silva', team, new Set(['j2', 'r']))).toEqual(['j2']);
  });

  it('is marked where it stands', () => {
    expect(namedIn('Hi @Ana Reis!', team)).toMatchObject([{ from: 3, to: 12 }]);
  });
});

describe('who is offered (B-51)', () => {
  const all: readonly Colleague[] = [
    { id: 'me', name: 'Me', role: 'agent' },
    { id: 'mate', name: 'Mate', role: 'agent' },
    { id: 'other', name: 'Other', role: 'agent' },
    { id: 'boss', name: 'Boss', role: 'manager' },
  ];
  const groups = [{ id: 'g', name: 'Sales', members: ['me', 'mate'], assigning: 'off' as const, most: null }];
  const offered = (visibility: Visibility, assignee: string | null): readonly string[] => {
    const me: Actor = { id: 'me', name: 'Me', role: 'agent', groups: ['g'], visibility };
    const of = { groupId: 'g', assignee: assignee === null ? null : { id: assignee, name: '' } };
    return mayBeNamed(all, { me, groups, of }).map(({ id }) => id);
  };

  it.each<[visibility: Visibility, assignee: string | null, ids: readonly string[]]>([
    ['all', 'me', ['mate', 'other', 'boss']],
    ['groups', 'me', ['mate', 'boss']],
    ['groups', null, ['mate', 'other', 'boss']],
    ['own', 'mate', ['mate', 'boss']],
    ['own', 'me', ['boss']],
  ])('where agents see %s and %s answers', (visibility, assignee, ids) => {
    expect(offered(visibility, assignee)).toEqual(ids);
  });
});
