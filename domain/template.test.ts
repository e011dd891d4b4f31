import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf } from './content-of.ts';
import type { Upload } from './content.ts';
import { draft as draftSchema } from './draft.ts';
import { refuseDraft } from './limits.ts';
import { fieldsOf, type Filled, type Filling, type TemplateField } from './template-fields.ts';
import { draftOf, shownOf } from './template-draft.ts';
import { misfitOf } from './template-fit.ts';
import { problemsOf } from './template-problems.ts';
import type { MessageTemplate, TemplateButton } from './template.ts';
import { card, link, reply, template } from './testing/templates.ts';

const now = Date.UTC(2026, 10, 1);
const hour = 3_600_000;
const text = (words: string): Filled => ({ type: 'text', text: words });
const upload = (type: Upload['type'], mime = 'image/png', bytes = 10): Upload => ({
  ...{ uploadId: 'u1', type, mime, bytes },
});
const file = (type: Upload['type'] = 'image', mime?: string, bytes?: number): Filled => ({
  ...{ type: 'file', file: upload(type, mime, bytes) },
});
const place: Filled = {
  type: 'location',
  location: { latitude: 1, longitude: 2, name: 'Lumen Home', address: 'Rua A 1' },
};

const everything = template({
  header: { type: 'file', file: 'image' },
  body: 'Hello {{1}}, {{2}}',
  buttons: [reply(), link(true), link(false), { type: 'code', title: 'Copy', example: 'A' }],
  offer: { text: 'Soon', ends: true },
  cards: [card({ buttons: [reply('Oak'), link(true)] }), card({ header: 'video', body: 'Ash' })],
  examples: { 1: 'Ana' },
});

describe('fieldsOf', () => {
  const keys = (one: MessageTemplate): readonly string[] => fieldsOf(one).map(({ key }) => key);

  it.each<readonly [string, Partial<MessageTemplate>, readonly string[]]>([
    ['nothing where nothing is to be filled in', { buttons: [reply(), link(false)] }, []],
    ['a text header without a variable', { header: { type: 'text', text: 'Hi' } }, []],
    ['the variable of a text header', { header: { type: 'text', text: 'Hi {{1}}' } }, ['header']],
    ['a file', { header: { type: 'file', file: 'document' } }, ['header']],
    ['no file that is part of the template', { header: { type: 'file', file: 'image', fixed: true } }, []],
    ['a place', { header: { type: 'location' } }, ['header']],
    ['names', { named: true, body: '{{day}} {{name}}' }, ['body.day', 'body.name']],
    [
      'a code once, for its button too',
      { body: '{{1}}', buttons: [{ type: 'otp', title: 'Copy' }] },
      ['body.1'],
    ],
    ['no token of a flow', { buttons: [{ type: 'flow', title: 'Fill in' }] }, []],
    ['no end of an offer that has none', { offer: { text: 'x', ends: false } }, []],
  ])('finds %s', (_what, part, expected) => {
    expect(keys(template(part))).toEqual(expected);
  });

  it('finds everything, in the order of the message', () => {
    expect(keys(everything)).toEqual([
      ...['header', 'body.1', 'body.2', 'button.1', 'button.3', 'offer'],
      ...['card.0.header', 'card.0.body.1', 'card.0.button.1', 'card.1.header'],
    ]);
    expect(fieldsOf(everything)[1]).toMatchObject({ example: 'Ana', limit: 1024 });
    expect(fieldsOf(everything)[3]).toMatchObject({ before: 'https://x.example/', input: 'link-end' });
  });
});

describe('problemsOf', () => {
  const problems = (part: Partial<MessageTemplate>, filling: Filling = {}) =>
    Object.fromEntries(problemsOf(template(part), filling, now));
  const helpful = /^\p{Lu}.*\. \p{Lu}.*\.$/su;

  it.each<readonly [string, Partial<MessageTemplate>, Filling, string, RegExp]>([
    ['an empty value', { body: '{{1}}' }, {}, 'body.1', /\{\{1\}\} is empty/],
    ['spaces for a value', { body: '{{1}}' }, { 'body.1': text('  ') }, 'body.1', /empty/],
    ['a line break', { body: '{{1}}' }, { 'body.1': text('a\nb') }, 'body.1', /line break/],
    ['a value too long', { body: '{{1}}' }, { 'body.1': text('x'.repeat(1025)) }, 'body.1', /1025.*1024/],
    [
      'a body too long with its value',
      { body: 'Hello {{1}}' },
      { 'body.1': text('x'.repeat(1020)) },
      'body.1',
      /1026/,
    ],
    [
      'a header too long',
      { header: { type: 'text', text: '{{1}}' } },
      { header: text('x'.repeat(61)) },
      'header',
      /61/,
    ],
    ['no file', { header: { type: 'file', file: 'image' } }, {}, 'header', /missing/],
    [
      'another kind of file',
      { header: { type: 'file', file: 'image' } },
      { header: file('video', 'video/mp4') },
      'header',
      /picture/,
    ],
    [
      'a file too large',
      { header: { type: 'file', file: 'image' } },
      { header: file('image', 'image/png', 6e6) },
      'header',
      /larger/,
    ],
    ['no place', { header: { type: 'location' } }, {}, 'header', /missing/],
    [
      'a place without a name',
      { header: { type: 'location' } },
      { header: { type: 'location', location: { latitude: 1, longitude: 2, address: 'a' } } },
      'header',
      /no name/,
    ],
    [
      'a place that is none',
      { header: { type: 'location' } },
      { header: { type: 'location', location: { latitude: 91, longitude: 2, name: 'a', address: 'a' } } },
      'header',
      /latitude/,
    ],
    [
      'a whole address for its end',
      { buttons: [link(true)] },
      { 'button.0': text('https://y.example/') },
      'button.0',
      /only what follows/,
    ],
    ['a space in an address', { buttons: [link(true)] }, { 'button.0': text('a b') }, 'button.0', /space/],
    [
      'a code too long',
      { buttons: [{ type: 'code', title: 'Copy' }] },
      { 'button.0': text('x'.repeat(21)) },
      'button.0',
      /21.*20/,
    ],
    [
      'a code of authentication too long',
      { body: '{{1}}', buttons: [{ type: 'otp', title: 'C' }] },
      { 'body.1': text('x'.repeat(16)) },
      'body.1',
      /16.*15/,
    ],
    ['no end of an offer', { offer: { text: 'x', ends: true } }, {}, 'offer', /missing/],
    [
      'an end that has passed',
      { offer: { text: 'x', ends: true } },
      { offer: { type: 'time', at: now } },
      'offer',
      /passed/,
    ],
    ['a card without its picture', { cards: [card({ body: '' })] }, {}, 'card.0.header', /card 1 is missing/],
  ])('tells %s in two sentences', (_what, part, filling, key, says) => {
    const found = problems(part, filling);
    expect(Object.keys(found)).toEqual([key]);
    expect(found[key]).toMatch(says);
    expect(found[key]).toMatch(helpful);
  });

  it('finds nothing where everything is right', () => {
    expect(problems({})).toEqual({});
    expect(problems({ header: { type: 'location' } }, { header: place })).toEqual({});
    expect(problems({ offer: { text: 'x', ends: true } }, { offer: { type: 'time', at: now + 1 } })).toEqual(
      {},
    );
  });
});

describe('draftOf', () => {
  it('has every value in its place, and what the customer sees', () => {
    const filling: Filling = {
      header: file(),
      'body.1': text('Ana'),
      'body.2': text('bye'),
      'button.1': text('abc'),
      'button.3': text('LAMP'),
      offer: { type: 'time', at: now + hour },
      'card.0.header': file(),
      'card.0.body.1': text('you'),
      'card.0.button.1': text('oak'),
      'card.1.header': file('video', 'video/mp4'),
    };
    const draft = draftOf(everything, filling);
    expect(draft.values).toEqual({
      header: [{ type: 'file', file: upload('image') }],
      body: [text('Ana'), text('bye')],
      buttons: [
        { index: 1, type: 'url', suffix: 'abc' },
        { index: 3, type: 'code', code: 'LAMP' },
      ],
      offerEndsAt: now + hour,
      cards: [
        {
          header: [{ type: 'file', file: upload('image') }],
          body: [text('you')],
          buttons: [{ index: 1, type: 'url', suffix: 'oak' }],
        },
        { header: [{ type: 'file', file: upload('video', 'video/mp4') }], body: [], buttons: [] },
      ],
    });
    expect(contentOf(draft)).toMatchObject({
      text: 'Hello Ana, bye',
      headerFile: { type: 'image', state: 'here' },
      buttons: [
        { type: 'reply', title: 'Yes' },
        { type: 'url', url: 'https://x.example/abc' },
        { type: 'url', url: 'https://x.example/fixed' },
        { type: 'other', title: 'Copy', word: 'LAMP' },
      ],
      offer: { text: 'Soon', endsAt: now + hour },
      cards: [
        {
          text: 'Oak for you',
          file: { type: 'image' },
          buttons: [{ type: 'reply' }, { url: 'https://x.example/oak' }],
        },
        { text: 'Ash', file: { type: 'video' } },
      ],
    });
    expect(draftSchema.parse(draft)).toEqual(draft);
    expect(refuseDraft('whatsapp', draft)).toBeNull();
  });

  it('names the values of a template with names', () => {
    const named = template({
      ...{ named: true, header: { type: 'text', text: 'For {{name}}' } as const, body: '{{name}}: {{day}}' },
    });
    const { values, shown } = draftOf(named, {
      header: text('Ana'),
      'body.name': text('Ana'),
      'body.day': text('Monday'),
    });
    expect(values).toMatchObject({ header: [{ name: 'name' }], body: [{ name: 'name' }, { name: 'day' }] });
    expect(shown).toMatchObject({ header: 'For Ana', text: 'Ana: Monday' });
  });

  it('gives a code to its button, a flow a token, a page’s answer its payload, and a place to the header', () => {
    const buttons: TemplateButton[] = [
      { type: 'otp', title: 'Copy' },
      { type: 'flow', title: 'F' },
      reply('A', 'PAY'),
    ];
    const { values } = draftOf(template({ body: '{{1}}', header: { type: 'location' }, buttons }), {
      header: place,
      'body.1': text('123'),
    });
    expect(values.buttons).toEqual([
      { index: 0, type: 'url', suffix: '123' },
      { index: 1, type: 'flow', token: 'unused' },
      { index: 2, type: 'reply', payload: 'PAY' },
    ]);
    expect(values.header).toEqual([{ type: 'location', location: place.location }]);
  });

  it('shows what is not filled in yet as it stands', () => {
    expect(draftOf(template({ body: 'Hello {{1}}' }), {}).shown.text).toBe('Hello {{1}}');
  });
});

/** Templates of every shape that is understood here. */
const words = fc.stringMatching(/^[a-z]{1,8}$/);
const button = fc.constantFrom<TemplateButton>(
  reply(),
  reply('A', 'PAY'),
  link(true),
  link(false),
  { type: 'phone', title: 'Call', phone: '1' },
  { type: 'code', title: 'Copy' },
  { type: 'flow', title: 'F' },
  { type: 'catalog', title: 'C' },
  { type: 'other', title: 'V', word: 'voice_call' },
);
const header = fc.constantFrom<MessageTemplate['header']>(
  null,
  { type: 'text', text: 'Fixed' },
  { type: 'file', file: 'image' },
  { type: 'location' },
);
const anyTemplate = fc
  .record({
    count: fc.nat(4),
    named: fc.boolean(),
    names: fc.uniqueArray(words, { minLength: 4, maxLength: 4 }),
    header,
    buttons: fc.array(button, { maxLength: 4 }),
    cards: fc.constantFrom(0, 2, 3),
    ends: fc.constantFrom(null, true, false),
  })
  .map(({ count, named, names, cards, ends, ...rest }) => {
    const variables = Array.from({ length: count }, (_, at) => (named ? names[at] : at + 1));
    return template({
      ...rest,
      named,
      body: `Hello ${variables.map((one) => `{{${one}}}`).join(' and ')}.`,
      cards: Array.from({ length: cards }, () => card({ buttons: [reply('Take')], body: 'Oak' })),
      offer: ends === null ? null : { text: 'Offer', ends },
    });
  });

function filledFor({ input, file: type, key }: TemplateField): Filled {
  if (input === 'file') return file(type ?? 'image');
  if (input === 'location') return place;
  return input === 'time' ? { type: 'time', at: now + hour } : text(`v-${key}`.slice(0, 15));
}

describe('any template', () => {
  it('that is filled in has no problem, fits, is taken by the limits, and shows every value', () => {
    fc.assert(
      fc.property(anyTemplate, (one) => {
        const filling = Object.fromEntries(fieldsOf(one).map((field) => [field.key, filledFor(field)]));
        expect(problemsOf(one, filling, now).size).toBe(0);
        const draft = draftOf(one, filling);
        expect(misfitOf(one, draft.values, now)).toBeNull();
        expect(refuseDraft('whatsapp', draft)).toBeNull();
        expect(shownOf(one, draft.values)).toEqual(draft.shown);
        expect(draft.shown.text).not.toContain('{{');
        for (const field of fieldsOf(one)) {
          if (field.part === 'body')
            expect(draft.shown.text).toContain(filledFor(field).type === 'text' ? 'v-' : '');
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('of which one field is missing has that problem alone, and does not fit', () => {
    fc.assert(
      fc.property(anyTemplate, fc.nat(), (one, which) => {
        const fields = fieldsOf(one);
        const left = fields[which % Math.max(1, fields.length)];
        if (!left) return;
        const rest = fields.filter((field) => field !== left);
        const filling = Object.fromEntries(rest.map((field) => [field.key, filledFor(field)]));
        expect([...problemsOf(one, filling, now).keys()]).toEqual([left.key]);
        const { values } = draftOf(one, filling);
        const refused =
          misfitOf(one, values, now) !== null || refuseDraft('whatsapp', draftOf(one, filling)) !== null;
        expect(refused).toBe(true);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
