import { describe, expect, it } from 'vitest';
import type { FileType } from './content.ts';
import { misfitOf, problemOfStatus } from './template-fit.ts';
import { isOffered, type MessageTemplate } from './template.ts';
import { card, link, template } from './testing/templates.ts';

const now = Date.UTC(2026, 10, 1);
const text = (words: string) => ({ type: 'text', text: words });
const file = (type: FileType = 'image') => ({
  type: 'file',
  file: { uploadId: 'u1', type, mime: 'image/png', bytes: 10 },
});

describe('misfitOf', () => {
  const values = (part: object = {}) => ({ header: [], body: [], buttons: [], ...part });
  it.each<readonly [string, Partial<MessageTemplate>, object, RegExp]>([
    ['paused', { status: 'paused' }, {}, /Meta paused it/],
    ['pending', { status: 'pending' }, {}, /not approved it yet/],
    ['too many values', {}, { body: [text('x')] }, /wants 0 values in the text and got 1/],
    [
      'another name',
      { named: true, body: '{{a}}' },
      { body: [{ type: 'text', text: 'x', name: 'b' }] },
      /\{\{a\}\} is missing/,
    ],
    ['no header', { header: { type: 'file', file: 'image' } }, {}, /wants 1 values in the header/],
    [
      'another header',
      { header: { type: 'file', file: 'image' } },
      { header: [file('video')] },
      /kind image and got one of the kind video/,
    ],
    [
      'a header for a fixed one',
      { header: { type: 'file', file: 'image', fixed: true } },
      { header: [file()] },
      /wants 0/,
    ],
    [
      'a value for a button that has none',
      { buttons: [link(false)] },
      { buttons: [{ index: 0, type: 'url', suffix: 'x' }] },
      /takes no value/,
    ],
    [
      'a value for a button that is not there',
      {},
      { buttons: [{ index: 3, type: 'url', suffix: 'x' }] },
      /Button 4/,
    ],
    ['no code', { buttons: [{ type: 'code', title: 'C' }] }, {}, /Button 1 of the template has no value/],
    ['no cards', { cards: [card(), card()] }, {}, /wants 2 cards and got 0/],
    ['a card without its picture', { cards: [card({ body: '' })] }, { cards: [values()] }, /header/],
    ['an end of no offer', {}, { offerEndsAt: now + 1 }, /no offer that ends/],
    ['an end that has passed', { offer: { text: 'x', ends: true } }, { offerEndsAt: now }, /passed/],
    ['a tab in a header', { header: { type: 'text', text: '{{1}}' } }, { header: [text('a\tb')] }, /tab/],
  ])('refuses %s', (_what, part, given, says) => {
    expect(misfitOf(template(part), values(given), now)).toMatch(says);
  });

  it('leaves to Meta what is not understood here, unless Meta does not let it be sent', () => {
    const strange = { unusable: 'It has a thing.', body: '{{1}} {{2}}' };
    expect(misfitOf(template(strange), values(), now)).toBeNull();
    expect(misfitOf(template({ ...strange, status: 'disabled' }), values(), now)).toMatch(/disabled/);
  });

  it('offers what is approved and understood', () => {
    expect(isOffered(template())).toBe(true);
    expect(isOffered(template({ unusable: 'x' }))).toBe(false);
    expect(isOffered(template({ status: 'rejected' }))).toBe(false);
    expect(problemOfStatus(template())).toBeNull();
    expect(problemOfStatus(template({ status: 'other' }))).toMatch(/Choose another one/);
  });
});
