import { describe, it } from 'vitest';
import type { TemplateButtonValue, TemplateValue, Upload } from './content.ts';
import { draft as draftSchema, type Draft } from './draft.ts';
import { expectRefused, expectTaken, megabyte, of, times, upload } from './testing/limits.ts';

describe('templates', () => {
  type Values = Extract<Draft, { kind: 'template' }>['values'];
  const template = (values: Partial<Values>): Draft =>
    draftSchema.parse({
      kind: 'template',
      name: 'order',
      language: 'en',
      values: { header: [], body: [], buttons: [], ...values },
      shown: { text: 'x', buttons: [] },
    });
  const say = (said: string, name?: string): TemplateValue => ({
    type: 'text',
    text: said,
    ...(name !== undefined && { name }),
  });
  const file = (of: Upload): TemplateValue => ({ type: 'file', file: of });
  const picture = file(upload('image', 'image/png'));
  const place: TemplateValue = { type: 'location', location: { latitude: 1, longitude: 2 } };
  const money = (code: string): TemplateValue => ({
    type: 'currency',
    fallback: '€1',
    code,
    amount1000: 1000,
  });
  const answer = (index: number): TemplateButtonValue => ({ index, type: 'reply', payload: 'p' });
  const cardOf = (header: readonly TemplateValue[] = [picture]) => ({
    header: [...header],
    body: [],
    buttons: [],
  });

  it.each<readonly [string, Partial<Values>]>([
    ['nothing to fill in', {}],
    ['a header of 60', { header: [say(of(60))] }],
    ['a file above', { header: [picture] }],
    ['a location above', { header: [place] }],
    ['values of 1,024', { body: [say(of(1024)), money('EUR'), { type: 'date', fallback: 'today' }] }],
    ['named values', { body: [say('a', 'one'), say('b', 'two')] }],
    ['ten buttons', { buttons: times(10, answer) }],
    ['a code of 20', { buttons: [{ index: 0, type: 'code', code: of(20) }] }],
    ['two cards', { cards: [cardOf(), cardOf()] }],
    ['ten cards', { cards: times(10, () => cardOf()) }],
    ['an offer that ends', { offerEndsAt: 1_800_000_000_000 }],
  ])('of WhatsApp may have %s', (_name, values) => {
    expectTaken('whatsapp', template(values));
  });

  it.each<readonly [string, Partial<Values>, RegExp]>([
    ['a header of 61', { header: [say(of(61))] }, /value of the header is 61/],
    ['an empty header', { header: [say('')] }, /value of the header is empty/],
    ['two values in the header', { header: [say('a'), say('b')] }, /number of values in the header.* is 2/],
    ['money in the header', { header: [money('EUR')] }, /header of a template takes/],
    ['a sticker above', { header: [file(upload('sticker', 'image/webp'))] }, /picture, video or document/],
    ['too large a file', { header: [file(upload('image', 'image/png', 6 * megabyte))] }, /larger than/],
    ['an empty value', { body: [say('a'), say(' ')] }, /Value 2 of the body is empty/],
    ['a value of 1,025', { body: [say(of(1025))] }, /Value 1 of the body is 1025/],
    ['a file in the body', { body: [picture] }, /body of a template takes words only/],
    ['an unknown currency', { body: [money('euro')] }, /currency/],
    ['some names', { body: [say('a', 'one'), say('b')] }, /Only 1 of 2 values/],
    ['a name twice', { body: [say('a', 'one'), say('b', 'one')] }, /Two names of values/],
    ['eleven buttons', { buttons: times(11, answer) }, /number of buttons.* is 11/],
    ['a button in place eleven', { buttons: [answer(10)] }, /number of buttons.* is 11/],
    ['two buttons in one place', { buttons: [answer(1), answer(1)] }, /Two places of buttons/],
    ['an empty payload', { buttons: [{ index: 0, type: 'reply', payload: '' }] }, /payload of button 1/],
    ['an empty link end', { buttons: [{ index: 0, type: 'url', suffix: '' }] }, /end of the link/],
    ['a code of 21', { buttons: [{ index: 0, type: 'code', code: of(21) }] }, /code of button 1 is 21/],
    ['no product', { buttons: [{ index: 0, type: 'catalog', productId: '' }] }, /product of button 1/],
    ['one card', { cards: [cardOf()] }, /number of cards is 1 and 2/],
    [
      'a document on a card',
      { cards: [cardOf(), cardOf([file(upload('document', 'text/plain'))])] },
      /card of a template begins/,
    ],
  ])('of WhatsApp may not have %s', (_name, values, says) => {
    expectRefused('whatsapp', template(values), says);
  });

  it('of Messenger take words, answers and links', () => {
    expectTaken(
      'messenger',
      template({
        header: [say('a')],
        body: [say('b')],
        buttons: [answer(0), { index: 1, type: 'url', suffix: 'x' }],
      }),
    );
    expectRefused('messenger', template({ header: [picture] }), /words as values only/);
    expectRefused('messenger', template({ body: [money('EUR')] }), /words as values only/);
    expectRefused('messenger', template({ buttons: [{ index: 0, type: 'flow' }] }), /answers and links only/);
    expectRefused('messenger', template({ cards: [cardOf(), cardOf()] }), /no cards/);
    expectRefused('messenger', template({ offerEndsAt: 1 }), /offers/);
  });

  it('are not for Instagram', () => {
    expectRefused('instagram', template({}), /takes no templates/);
  });
});
