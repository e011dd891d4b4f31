/** What the panel offers for an attribute. */
import { describe, expect, test } from 'vitest';
import type { Attribute, AttributeType } from '#domain/attribute.ts';
import { readTyped, shownAttributes, ticksOf, valuesOf } from './attributes.ts';

const made = (type: AttributeType, part: Partial<Attribute> = {}): Attribute => ({
  ...{ id: type, name: `My ${type}`, type, of: 'contact', options: [] },
  ...{ required: false, filterable: true },
  ...part,
});

test('only filterable attributes are shown, and one that is asked for all the same', () => {
  const all = [made('text'), made('number', { filterable: false }), made('date', { filterable: false })];
  const shown = shownAttributes(all, { attributes: ['date=2026-11-03'] });
  expect(shown.map(({ id }) => id)).toEqual(['text', 'date']);
});

test('an attribute has its own values, and no other’s whose id begins alike', () => {
  const filter = { attributes: ['text=a=b', 'text', 'text-2=c'] };
  expect(valuesOf(filter, made('text'))).toEqual(['a=b']);
});

describe('what is ticked', () => {
  test('of a list its options, and at the end what is chosen and gone', () => {
    const list = made('list', { options: ['S', 'M'] });
    expect(ticksOf(list, { attributes: ['list=M', 'list=XXL', 'list'] })).toEqual([
      { value: 'list=S', words: 'S', chosen: false },
      { value: 'list=M', words: 'M', chosen: true },
      { value: 'list=XXL', words: 'XXL', chosen: true },
    ]);
  });

  test('of a checkbox yes and no; of the others nothing', () => {
    expect(ticksOf(made('checkbox'), {})?.map(({ words }) => words)).toEqual(['Yes', 'No']);
    expect(ticksOf(made('number'), {})).toBeNull();
  });
});

test.each<[AttributeType, string, string | RegExp]>([
  ['text', ' Oslo ', 'Oslo'],
  ['number', '22,5', '22.5'],
  ['number', 'many', /not a number/],
  ['date', '2026-11-03', '2026-11-03'],
  ['date', '2026-02-31', /not a day/],
  ['link', 'example.com/a', 'https://example.com/a'],
  ['phone', '+55 (11) 98765-4321', '+5511987654321'],
  ['phone', '0044 7700 900123', '+447700900123'],
  ['phone', 'call me', /not a phone number/],
])('a typed %s %j is looked for as it is kept', (type, text, wanted) => {
  const read = readTyped(made(type, { required: true }), text);
  if (typeof wanted === 'string') expect(read).toEqual({ value: wanted });
  else expect(read).toEqual({ problem: expect.stringMatching(wanted) });
});
