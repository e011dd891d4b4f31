import { describe, expect, it } from 'vitest';
import type { Attribute } from './attribute.ts';
import { importPlan } from './http-imports.ts';
import { guessColumns, guessWithoutHeader, hasHeader } from './import-columns.ts';
import { dayOf } from './import-date.ts';

const birthday: Attribute = {
  id: 'a-1',
  name: 'Birthday',
  type: 'date',
  of: 'contact',
  options: [],
  required: false,
  filterable: true,
};

it('columns are guessed by what stands over them; nothing is twice but a name', () => {
  const header = [
    'First name',
    'LAST_NAME',
    'Telefone',
    'Mobile',
    'birthday ',
    'Lead status',
    'Tags',
    'Note',
    'E-mail Address',
    'Organização',
    'Company',
  ];
  expect(guessColumns(header, [birthday])).toEqual([
    ...[
      'name',
      'name',
      'phone',
      'ignore',
      'attribute:a-1',
      'lead',
      'tags',
      'ignore',
      'email',
      'ignore',
      'company',
    ],
  ]);
});

it('a first row with a phone in it is no header, and columns are guessed by what stands in them', () => {
  expect(hasHeader(['Name', 'Phone'])).toBe(true);
  expect(hasHeader(['Ana', '+55 11 98765-4321'])).toBe(false);
  expect(
    guessWithoutHeader([
      ['1', 'Ana', '+55 11 98765-4321'],
      ['2', 'Rui', '21 98765 4321'],
    ]),
  ).toEqual([...['name', 'ignore', 'phone']]);
});

const plan = {
  ...{ accountId: '555', country: 'BR', separator: ',', header: true, tags: [], lead: 'new' },
  ...{ dates: 'day-first', columns: ['name', 'phone'] },
};
it.each([
  ['a phone and two names', { columns: ['name', 'name', 'phone'] }, true],
  ['no phone', { columns: ['name'] }, false],
  ['two phones', { columns: ['phone', 'phone'] }, false],
  ['an attribute', { columns: ['phone', 'attribute:a-1'] }, true],
  ['an attribute twice', { columns: ['phone', 'attribute:a-1', 'attribute:a-1'] }, false],
  ['something unknown', { columns: ['phone', 'shoe size'] }, false],
  ['no country', { country: 'br' }, false],
])('a plan with %s', (_title, part, isPlan) => {
  expect(importPlan.safeParse({ ...plan, ...part }).success).toBe(isPlan);
});

describe('a date of a spreadsheet', () => {
  it.each([
    ['45292', '2024-01-01'],
    ['45292.75', '2024-01-01'],
    ['45292,75', '2024-01-01'],
    ['61', '1900-03-01'],
    ['60', null],
    ['109575', null],
    ['2024-02-29', '2024-02-29'],
    ['2023-02-29', null],
    ['2024-1-5 10:30', '2024-01-05'],
    ['2024-01-05T10:30:00Z', '2024-01-05'],
    ['31/12/2024', '2024-12-31'],
    ['31.12.24', '2024-12-31'],
    ['1-2-99', '1999-02-01'],
    ['12/31/2024', null],
    ['soon', null],
    ['', null],
  ])('%j is %j', (text, day) => {
    expect(dayOf(text, 'day-first')).toBe(day);
  });

  it('3/4 is the fourth of March where the month stands first', () => {
    expect(dayOf('3/4/2026', 'month-first')).toBe('2026-03-04');
    expect(dayOf('3/4/2026', 'day-first')).toBe('2026-04-03');
  });
});
