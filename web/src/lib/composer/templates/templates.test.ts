import { describe, expect, it, test } from 'vitest';
import { template } from '#domain/testing/templates.ts';
import { fieldsOf } from '#domain/template-fields.ts';
import { keepValues, lastValues } from '../../state/last-values.ts';
import { MemoryShelf } from '../../state/shelf.ts';
import { beginningOf } from './beginning.ts';
import { choicesOf, found, type Wanted } from './find.ts';
import { categoryLabel, fieldLabel, languageLabel } from './labels.ts';
import { placeFrom, placeOf } from './place.ts';
import { refusalOf, whyNotOffered } from './refusal.ts';
import { keptOf, tokensOf, valueOf } from './tokens.ts';

describe('the search (B-56)', () => {
  const all = [
    template({ name: 'winter_offer', status: 'paused' }),
    template({ name: 'order_update', body: 'On its way', language: 'pt_BR' }),
    template({ name: 'order_update', body: 'On its way' }),
    template({ name: 'new_order', category: 'marketing', footer: 'Lumen' }),
    template({ name: 'hello', body: 'An order é here', buttons: [{ type: 'reply', title: 'Größe' }] }),
  ];
  const names = (wanted: Partial<Wanted>) =>
    found(all, { typed: '', category: '', language: '', ...wanted }).map(
      ({ name, language }) => `${name} ${language}`,
    );

  it.each<readonly [Partial<Wanted>, readonly string[]]>([
    [{}, ['hello en', 'new_order en', 'order_update en', 'order_update pt_BR', 'winter_offer en']],
    [{ typed: 'order' }, ['order_update en', 'order_update pt_BR', 'new_order en', 'hello en']],
    [{ typed: 'UPDATE order' }, ['order_update en', 'order_update pt_BR']],
    [{ typed: 'order_up' }, ['order_update en', 'order_update pt_BR']],
    [{ typed: 'große' }, ['hello en']],
    [{ typed: 'GRÖßE' }, ['hello en']],
    [{ typed: 'grö' }, ['hello en']],
    [{ typed: 'lumen' }, ['new_order en']],
    [{ category: 'marketing' }, ['new_order en']],
    [{ language: 'pt_BR', typed: 'way' }, ['order_update pt_BR']],
    [{ typed: 'nothing' }, []],
  ])('%j finds %j', (wanted, expected) => {
    expect(names(wanted)).toEqual(expected);
  });

  it('offers the categories and languages that there are', () => {
    expect(choicesOf(all, 'category')).toEqual(['marketing', 'utility']);
    expect(choicesOf(all, 'language')).toEqual(['en', 'pt_BR']);
  });
});

describe('tokens of the contact', () => {
  const tokens = tokensOf({
    first_name: 'Maria',
    name: 'Maria\n da  Silva',
    phone: '+55 11',
    agent: 'Ana Reis',
  });

  it('are one line each, and only those that there are', () => {
    expect(tokens.map(({ value }) => value)).toEqual(['Maria', 'Maria da Silva', '+55 11', 'Ana Reis']);
    expect(tokensOf({ name: '', agent: 'Ana' }).map(({ name }) => name)).toEqual(['agent']);
  });

  it('stand for this customer’s own in what is kept', () => {
    expect(keptOf('Maria', tokens)).toBe('{{first_name}}');
    expect(valueOf('{{first_name}}', tokensOf({ first_name: 'Ahmed' }))).toBe('Ahmed');
    expect(valueOf('{{phone}}', tokensOf({ first_name: 'Ahmed' }))).toBe('');
    expect([keptOf('LH-1', tokens), valueOf('LH-1', tokens), valueOf('{{other}}', tokens)]).toEqual([
      'LH-1',
      'LH-1',
      '',
    ]);
  });
});

describe('what was written last', () => {
  const place = { shelf: new MemoryShelf(), personId: 'ana' };

  it('is kept for each template and person', () => {
    keepValues(place, template(), { 'body.1': 'x' });
    expect(lastValues(place, template())).toEqual({ 'body.1': 'x' });
    expect(lastValues(place, template({ language: 'pt_BR' }))).toEqual({});
    expect(lastValues({ ...place, personId: 'rui' }, template())).toEqual({});
    keepValues(place, template(), {});
    expect(place.shelf.keys('')).toEqual([]);
  });

  it.each(['[', '7', 'null', '{"a":7}'])('counts as nothing when it is strange: %s', (kept) => {
    const shelf = new MemoryShelf();
    shelf.set('casement:template:ana:900:order:en', kept);
    expect(lastValues({ shelf, personId: 'ana' }, template())).toEqual({});
  });
});

describe('why a template cannot be sent', () => {
  const head = { name: 'Maria', phone: '+1', channel: 'whatsapp' } as const;
  it.each([
    ['nothing', template(), { head, allowed: true }, null],
    [
      'its status',
      template({ status: 'rejected', reason: 'TAG_CONTENT_MISMATCH' }),
      { head, allowed: true },
      /tag content mismatch\.$/,
    ],
    [
      'Meta’s own words',
      template({ status: 'paused', reason: 'Too many blocks.' }),
      { head, allowed: true },
      /Too many blocks\.$/,
    ],
    [
      'what is not understood',
      template({ unusable: 'It has a thing. Send it there.' }),
      { head, allowed: true },
      /It has a thing/,
    ],
    ['what changed meanwhile', template(), { head, allowed: false }, /Nothing can be sent here/],
    [
      'a customer who wants none',
      template({ category: 'marketing' }),
      { head: { ...head, optedOut: true as const }, allowed: true },
      /Maria wants no marketing/,
    ],
    [
      'no phone for a code',
      template({ category: 'authentication' }),
      { head: { name: 'Maria', channel: 'whatsapp' as const }, allowed: true },
      /phone number only/,
    ],
  ])('%s', (_why, one, around, says) => {
    const refusal = refusalOf(one, around);
    if (says) expect(refusal).toMatch(says);
    else expect(refusal).toBeNull();
  });

  it('utility messages reach who wants no marketing', () => {
    expect(refusalOf(template(), { head: { ...head, optedOut: true }, allowed: true })).toBeNull();
    expect(whyNotOffered(template({ status: 'pending' }))).toMatch(/as soon as/);
  });
});

test('a place is read from four fields; what is no number is beyond every range', () => {
  expect(placeOf({ latitude: ' ', longitude: '', name: '', address: '' })).toBeNull();
  const place = { latitude: 38.7, longitude: -9.1, name: 'Home', address: 'Rua A' };
  expect(placeOf({ latitude: '38,7', longitude: '-9.1', name: ' Home', address: 'Rua A ' })).toEqual(place);
  expect(placeOf({ latitude: 'north', longitude: '', name: 'x', address: '' })).toMatchObject({
    latitude: 1000,
  });
  expect(placeOf(placeFrom(place))).toEqual(place);
  expect(placeFrom(null).name).toBe('');
});

test('languages, categories and fields have names', () => {
  expect([languageLabel('pt_BR'), languageLabel('en'), languageLabel('??')]).toEqual([
    'Portuguese (Brazil)',
    'English',
    '??',
  ]);
  expect([categoryLabel('utility'), categoryLabel('other')]).toEqual(['Utility', 'Other category']);
  const labels = fieldsOf(
    template({
      ...{ header: { type: 'text', text: '{{1}}' }, body: '{{1}}', offer: { text: 'x', ends: true } },
      buttons: [{ type: 'code', title: 'Copy' }],
      cards: [{ header: 'video', body: '', buttons: [], examples: {} }],
    }),
  ).map(fieldLabel);
  expect(labels).toEqual(['Header', 'Text {{1}}', 'Code of “Copy”', 'The offer ends', 'Video, card 1']);
});

test('a template begins with what was written last; a draft goes into its first text, in one line', () => {
  const one = template({
    ...{ header: { type: 'text', text: '{{1}}' }, body: '{{1}} {{2}}' },
    buttons: [{ type: 'code', title: 'Copy' }],
  });
  const last = { header: '{{first_name}}', 'body.2': 'Monday', 'button.0': 'A1', 'body.9': 'gone' };
  const tokens = tokensOf({ first_name: 'Ahmed' });
  const text = (said: string) => ({ type: 'text', text: said });
  const usual = { header: text('Ahmed'), 'body.2': text('Monday'), 'button.0': text('A1') };
  expect(beginningOf(one, { last, tokens, begun: '' })).toEqual(usual);
  expect(beginningOf(one, { last, tokens, begun: ' Two\n lines ' })).toEqual({
    ...usual,
    'body.1': text('Two lines'),
  });
});
