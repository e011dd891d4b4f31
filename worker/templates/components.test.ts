import { describe, expect, it } from 'vitest';
import type { MessageTemplate } from '#domain/template.ts';
import { readForm } from './components.ts';
import { templateOf, type TemplateRow } from './template.ts';
import { readTemplates } from './wire.ts';

type Item = Record<string, unknown>;
const body: Item = { type: 'BODY', text: 'Hello' };
const form = (components: readonly unknown[], named = false) =>
  readForm('whatsapp', JSON.stringify(components), named);
const buttons = (...all: readonly Item[]) => form([body, { type: 'BUTTONS', buttons: all }]).buttons;

describe('the components of a template', () => {
  it.each<readonly [string, Item, Partial<MessageTemplate>]>([
    [
      'a text header',
      { type: 'HEADER', format: 'TEXT', text: 'Hi' },
      { header: { type: 'text', text: 'Hi' } },
    ],
    [
      'a header with its example',
      { type: 'HEADER', format: 'TEXT', text: 'Hi {{1}}', example: { header_text: ['Ana'] } },
      { header: { type: 'text', text: 'Hi {{1}}', example: 'Ana' } },
    ],
    [
      'a header with a named example',
      {
        ...{ type: 'header', format: 'text', text: 'Hi {{name}}' },
        example: { header_text_named_params: [{ param_name: 'name', example: 'Ana' }] },
      },
      { header: { type: 'text', text: 'Hi {{name}}', example: 'Ana' } },
    ],
    ['a picture', { type: 'HEADER', format: 'IMAGE' }, { header: { type: 'file', file: 'image' } }],
    ['a video', { type: 'HEADER', format: 'VIDEO' }, { header: { type: 'file', file: 'video' } }],
    ['a document', { type: 'HEADER', format: 'DOCUMENT' }, { header: { type: 'file', file: 'document' } }],
    ['a place', { type: 'HEADER', format: 'LOCATION' }, { header: { type: 'location' } }],
    ['a footer', { type: 'FOOTER', text: 'Bye' }, { footer: 'Bye' }],
    [
      'when a code expires',
      { type: 'FOOTER', code_expiration_minutes: 5 },
      { footer: 'This code expires in 5 minutes.' },
    ],
    [
      'an offer',
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Soon', has_expiration: true } },
      { offer: { text: 'Soon', ends: true } },
    ],
    [
      'an offer without an end',
      { type: 'limited_time_offer', limited_time_offer: { text: 'Soon' } },
      { offer: { text: 'Soon', ends: false } },
    ],
  ])('have %s', (_what, component, part) => {
    expect(form([component, body])).toMatchObject({ body: 'Hello', unusable: null, ...part });
  });

  it('have examples of the variables of the body, by number and by name', () => {
    const example = { body_text: [['Ana', 'Monday']] };
    expect(form([{ type: 'BODY', text: '{{1}} {{2}}', example }]).examples).toEqual({
      1: 'Ana',
      2: 'Monday',
    });
    const named = {
      body_text_named_params: [{ param_name: 'day', example: 'Monday' }, { param_name: 7 }, null],
    };
    expect(form([{ type: 'BODY', text: '{{day}}', example: named }], true).examples).toEqual({
      day: 'Monday',
    });
    expect(form([{ type: 'BODY', text: '{{1}}', example: { body_text: ['Ana'] } }]).examples).toEqual({
      1: 'Ana',
    });
    expect(form([{ type: 'BODY', text: '{{1}}', example: 'no' }]).examples).toEqual({});
  });

  it.each<readonly [Item, Item]>([
    [
      { type: 'QUICK_REPLY', text: 'Yes' },
      { type: 'reply', title: 'Yes' },
    ],
    [
      { type: 'POSTBACK', text: 'Yes', payload: 'P' },
      { type: 'reply', title: 'Yes', payload: 'P' },
    ],
    [
      { type: 'URL', text: 'Go', url: 'https://x.example/{{1}}', example: ['https://x.example/abc'] },
      { type: 'url', title: 'Go', url: 'https://x.example/{{1}}', filled: true, example: 'abc' },
    ],
    [
      { type: 'URL', text: 'Go', url: 'https://x.example' },
      { type: 'url', title: 'Go', url: 'https://x.example', filled: false },
    ],
    [
      { type: 'PHONE_NUMBER', text: 'Call', phone_number: 15550051310 },
      { type: 'phone', title: 'Call', phone: '15550051310' },
    ],
    [
      { type: 'COPY_CODE', example: 'A1' },
      { type: 'code', title: 'Copy offer code', example: 'A1' },
    ],
    [
      { type: 'copy_code', text: 'Copy', example: ['A1'] },
      { type: 'code', title: 'Copy', example: 'A1' },
    ],
    [
      { type: 'OTP', otp_type: 'ZERO_TAP', text: 'Copy' },
      { type: 'otp', title: 'Copy' },
    ],
    [
      {
        type: 'URL',
        text: 'Copy',
        url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}',
      },
      { type: 'otp', title: 'Copy' },
    ],
    [
      { type: 'FLOW', text: 'Fill in', flow_id: 1 },
      { type: 'flow', title: 'Fill in' },
    ],
    [
      { type: 'CATALOG', text: 'View' },
      { type: 'catalog', title: 'View' },
    ],
    [
      { type: 'REQUEST_CONTACT_INFO', text: 'Share' },
      { type: 'other', title: 'Share', word: 'request_contact_info' },
    ],
  ])('have the button %j', (wire, button) => {
    expect(buttons(wire)).toEqual([button]);
  });

  it('have cards', () => {
    const one = (format: string) => ({
      components: [
        { type: 'HEADER', format },
        body,
        { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'A' }] },
      ],
    });
    expect(form([body, { type: 'CAROUSEL', cards: [one('IMAGE'), one('video')] }]).cards).toMatchObject([
      { header: 'image', body: 'Hello', buttons: [{ title: 'A' }] },
      { header: 'video' },
    ]);
  });

  it('of authentication have words of Meta’s own', () => {
    const safe = { type: 'BODY', add_security_recommendation: true };
    expect(form([safe]).body).toBe(
      '*{{1}}* is your verification code. For your security, do not share this code.',
    );
    expect(form([{ type: 'BODY' }]).body).toBe('*{{1}}* is your verification code.');
  });

  it('of a page bring their picture along', () => {
    const json = JSON.stringify([{ type: 'HEADER', format: 'IMAGE' }, body]);
    expect(readForm('messenger', json, false)).toMatchObject({ header: { fixed: true }, unusable: null });
  });
});

describe('what is not understood is kept and told, and not offered', () => {
  it.each<readonly [string, readonly unknown[], RegExp]>([
    ['a product header', [{ type: 'HEADER', format: 'PRODUCT' }, body], /header of the kind PRODUCT/],
    ['a moving header', [{ type: 'HEADER', format: 'GIF' }, body], /GIF/],
    [
      'products to choose from',
      [body, { type: 'BUTTONS', buttons: [{ type: 'MPM', text: 'View' }] }],
      /button of the kind MPM/,
    ],
    ['a button without a type', [body, { type: 'BUTTONS', buttons: [{ text: 'View' }] }], /does not name/],
    ['a part of another age', [body, { type: 'HOLOGRAM' }], /part of the kind HOLOGRAM/],
    [
      'cards of products',
      [body, { type: 'CAROUSEL', cards: [{ components: [body] }] }],
      /cards without a picture/,
    ],
    ['variables of two kinds', [{ type: 'BODY', text: '{{1}} {{name}}' }], /partly numbers/],
    ['nothing', [], /told nothing/],
    ['what is no component', [null, 7, 'x'], /told nothing/],
  ])('%s', (_what, components, says) => {
    const { unusable, body: said } = form(components);
    expect(unusable).toMatch(says);
    expect(unusable).toMatch(/\. \p{Lu}.*\.$/u);
    if (components.includes(body)) expect(said).toBe('Hello');
  });

  it('also where it is no JSON, and where it was never read', () => {
    expect(readForm('whatsapp', '{"', false).unusable).toMatch(/told nothing/);
    expect(readForm('whatsapp', '{}', false).unusable).toMatch(/told nothing/);
    expect(readForm('whatsapp', null, false).unusable).toMatch(/not read it/);
  });
});

describe('a row', () => {
  const row = (part: Partial<TemplateRow> = {}): TemplateRow => ({
    ...{ ownerId: '1', name: 'order', language: 'en', status: 'APPROVED', reason: null, category: 'UTILITY' },
    ...{
      quality: null,
      changedAt: 0,
      metaId: null,
      components: JSON.stringify([body]),
      format: 'positional',
      syncedAt: 1,
    },
    ...part,
  });

  it.each([
    ['APPROVED', 'approved'],
    ['REINSTATED', 'approved'],
    ['FLAGGED', 'approved'],
    ['PENDING', 'pending'],
    ['IN_APPEAL', 'pending'],
    ['REJECTED', 'rejected'],
    ['PAUSED', 'paused'],
    ['DISABLED', 'disabled'],
    ['LIMIT_EXCEEDED', 'other'],
    ['constructor', 'other'],
    ['', 'other'],
  ])('of the status %s is %s', (word, status) => {
    expect(templateOf('whatsapp', row({ status: word })).status).toBe(status);
  });

  it('tells quality and reason where Meta has one', () => {
    expect(templateOf('whatsapp', row({ quality: 'GREEN', reason: 'SCAM' }))).toMatchObject({
      quality: 'green',
      reason: 'SCAM',
    });
    expect(templateOf('whatsapp', row({ quality: 'UNKNOWN', reason: 'NONE' }))).toMatchObject({
      quality: null,
      reason: null,
    });
  });

  it('has names where its variables have, if nothing else says so', () => {
    const components = JSON.stringify([{ type: 'BODY', text: 'Hello {{name}}' }]);
    expect(templateOf('messenger', row({ components, format: null })).named).toBe(true);
    expect(templateOf('messenger', row({ format: null })).named).toBe(false);
  });
});

describe('Meta’s list', () => {
  it('is read as far as it makes sense', () => {
    const read = readTemplates([
      {
        id: 1,
        name: 'a',
        language: 'en',
        status: 'approved',
        quality_score: { score: 'GREEN' },
        parameter_format: 'NAMED',
        components: [body],
      },
      {
        name: 'b',
        language: 'en',
        quality_score_category: 'RED',
        rejected_reason: 'SCAM',
        parameter_format: 'OTHER',
      },
      { name: '', language: 'en' },
      { name: 'c' },
      null,
    ]);
    expect(read).toEqual([
      expect.objectContaining({
        name: 'a',
        status: 'APPROVED',
        quality: 'GREEN',
        format: 'named',
        metaId: '1',
        components: JSON.stringify([body]),
      }),
      expect.objectContaining({
        name: 'b',
        status: '',
        quality: 'RED',
        reason: 'SCAM',
        format: null,
        components: '[]',
      }),
    ]);
  });

  it('keeps no components without an end', () => {
    const [one] = readTemplates([
      { name: 'a', language: 'en', components: [{ type: 'BODY', text: 'x'.repeat(200_000) }] },
    ]);
    expect(one?.components).toBe('[]');
  });
});
