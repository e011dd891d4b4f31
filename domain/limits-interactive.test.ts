import { describe, expect, it } from 'vitest';
import type { Action, Button, Card } from './content.ts';
import { draft as draftSchema, type Draft } from './draft.ts';
import { refuseDraft } from './limits.ts';
import { expectRefused, expectTaken, of, times, upload } from './testing/limits.ts';

type Interactive = Extract<Draft, { kind: 'interactive' }>;
const interactive = (action: Action, part: Partial<Interactive> = {}): Draft =>
  draftSchema.parse({ kind: 'interactive', text: 'Choose', action, ...part });
const reply = (id: string, title: string): Button => ({ type: 'reply', id, title });
const buttons = (...list: Button[]): Action => ({ type: 'buttons', buttons: list });
const someButtons = (count: number): Action =>
  buttons(...times(count, (index) => reply(`id ${index}`, `title ${index}`)));
const rows = (count: number) => times(count, (index) => ({ id: `row ${index}`, title: `Row ${index}` }));
type Section = Extract<Action, { type: 'list' }>['sections'][number];
const list = (...sections: Section[]): Action => ({ type: 'list', button: 'Open', sections });
const quick = (count: number, title = 'Yes', id = 'yes'): Action => ({
  type: 'quick-replies',
  replies: times(count, () => ({ id, title })),
});
const card = (part: Partial<Card> = {}): Card => ({ title: 'Hat', buttons: [], ...part });
const cards = (...all: Card[]): Action => ({ type: 'cards', cards: all });
const flow = (title: string): Action => ({ type: 'flow', flowId: '77', title });
const link = (title: string, url = 'https://casement.example'): Action => ({ type: 'link', title, url });

describe('interactive messages of WhatsApp', () => {
  it.each<readonly [string, Draft]>([
    ['one button', interactive(someButtons(1))],
    ['three buttons', interactive(someButtons(3))],
    ['a title of 20', interactive(buttons(reply('a', of(20))))],
    ['an id of 256', interactive(buttons(reply(of(256), 'A')))],
    ['a body of 1,024', interactive(someButtons(1), { text: of(1024) })],
    ['header and footer of 60', interactive(someButtons(1), { header: of(60), footer: of(60) })],
    ['a picture above', interactive(someButtons(1), { headerFile: upload('image', 'image/png') })],
    ['a document above a link', interactive(link('Go'), { headerFile: upload('document', 'text/plain') })],
    ['ten rows', interactive(list({ title: '', rows: rows(10) }))],
    [
      'ten sections',
      interactive(list(...times(10, (n) => ({ title: `S${n}`, rows: [{ id: `${n}`, title: 'R' }] })))),
    ],
    ['a body of 4,096 above a list', interactive(list({ title: '', rows: rows(1) }), { text: of(4096) })],
    [
      'row limits',
      interactive(list({ title: of(24), rows: [{ id: of(200), title: of(24), description: of(72) }] })),
    ],
    [
      'a list button of 20',
      interactive({ type: 'list', button: of(20), sections: [{ title: '', rows: rows(1) }] }),
    ],
    ['a link of 20', interactive(link(of(20)))],
    ['a location request', interactive({ type: 'location-request' })],
    ['a contact request', interactive({ type: 'contact-request' })],
    ['a form button of 30', interactive(flow(of(30)))],
    ['a form button with a digit and a sign', interactive(flow('Top 10 #1 *'))],
  ])('may have %s', (_name, draft) => {
    expectTaken('whatsapp', draft);
  });

  it.each<readonly [string, Draft, RegExp]>([
    ['no button', interactive(someButtons(0)), /number of buttons is 0 and 1/],
    ['four buttons', interactive(someButtons(4)), /number of buttons.* is 4 and 3/],
    ['a title of 21', interactive(buttons(reply('a', of(21)))), /title of button 1 is 21/],
    ['no title', interactive(buttons(reply('a', ' '))), /title of button 1 is empty/],
    ['an id of 257', interactive(buttons(reply(of(257), 'A'))), /id of button 1 is 257/],
    ['no id', interactive(buttons(reply('', 'A'))), /id of button 1 is empty/],
    ['a title twice', interactive(buttons(reply('a', 'A'), reply('b', 'A'))), /Two titles of buttons/],
    ['an id twice', interactive(buttons(reply('a', 'A'), reply('a', 'B'))), /Two ids of buttons/],
    [
      'a link button',
      interactive(buttons({ type: 'url', title: 'A', url: 'https://a.example' })),
      /button 1/,
    ],
    ['a call button', interactive(buttons({ type: 'phone', title: 'A', phone: '1' })), /button 1/],
    ['a header of 61', interactive(someButtons(1), { header: of(61) }), /header is 61/],
    ['an empty header', interactive(someButtons(1), { header: '' }), /header is empty/],
    ['a footer of 61', interactive(someButtons(1), { footer: of(61) }), /footer is 61/],
    [
      'two headers',
      interactive(someButtons(1), { header: 'A', headerFile: upload('image', 'image/png') }),
      /one header/,
    ],
    ['a voice above', interactive(someButtons(1), { headerFile: upload('voice', 'audio/ogg') }), /header is/],
    ['a GIF above', interactive(someButtons(1), { headerFile: upload('image', 'image/gif') }), /\(GIF\)/],
    [
      'a picture above a list',
      interactive(list({ title: '', rows: rows(1) }), { headerFile: upload('image', 'image/png') }),
      /list has no file/,
    ],
    [
      'eleven rows',
      interactive(list({ title: 'A', rows: rows(6) }, { title: 'B', rows: rows(5) })),
      /number of rows.* is 11/,
    ],
    ['no section', interactive(list()), /number of sections.* is 0/],
    [
      'eleven sections',
      interactive(list(...times(11, (n) => ({ title: `S${n}`, rows: rows(1) })))),
      /number of sections.* is 11/,
    ],
    ['no row', interactive(list({ title: 'A', rows: [] })), /number of rows.* is 0/],
    [
      'an empty section',
      interactive(list({ title: 'A', rows: rows(1) }, { title: 'B', rows: [] })),
      /number of rows in section 2.* is 0/,
    ],
    [
      'a section without title among others',
      interactive(list({ title: 'A', rows: rows(1) }, { title: '', rows: [{ id: 'z', title: 'Z' }] })),
      /without a title/,
    ],
    ['a section title of 25', interactive(list({ title: of(25), rows: rows(1) })), /section 1 is 25/],
    ['a row title of 25', interactive(list({ title: '', rows: [{ id: 'a', title: of(25) }] })), /row 1/],
    ['a row id of 201', interactive(list({ title: '', rows: [{ id: of(201), title: 'A' }] })), /201/],
    [
      'a description of 73',
      interactive(list({ title: '', rows: [{ id: 'a', title: 'A', description: of(73) }] })),
      /description.*73/,
    ],
    [
      'a row id twice',
      interactive(list({ title: 'A', rows: rows(1) }, { title: 'B', rows: rows(1) })),
      /Two ids of rows/,
    ],
    [
      'a list button of 21',
      interactive({ type: 'list', button: of(21), sections: [] }),
      /button of the list/,
    ],
    ['a link title of 21', interactive(link(of(21))), /title of the link is 21/],
    ['a link to nowhere', interactive(link('Go', 'casement')), /not a web address/],
    ['a link that is no web address', interactive(link('Go', 'javascript:alert(1)')), /not a web address/],
    ['a header on a request', interactive({ type: 'location-request' }, { header: 'A' }), /no header/],
    ['a footer on a request', interactive({ type: 'contact-request' }, { footer: 'A' }), /no footer/],
    ['a form button of 31', interactive(flow(of(31))), /button of the form is 31/],
    ['a form button with an emoji', interactive(flow('Start 🚀')), /emoji/],
    ['a form button with a flag', interactive(flow('Start 🇫🇷')), /emoji/],
    ['no form', interactive({ type: 'flow', flowId: '', title: 'A' }), /id of the form/],
    ['quick replies', interactive(quick(1)), /no quick replies/],
    ['cards', interactive(cards(card())), /cards only as an approved template/],
  ])('may not have %s', (_name, draft, says) => {
    expectRefused('whatsapp', draft, says);
  });

  it.each<readonly [Action, number]>([
    [someButtons(1), 1024],
    [link('Go'), 1024],
    [{ type: 'location-request' }, 1024],
    [{ type: 'contact-request' }, 1024],
    [flow('Go'), 1024],
    [list({ title: '', rows: rows(1) }), 4096],
  ])('have a body as long as their kind takes: %o', (action, limit) => {
    expectTaken('whatsapp', interactive(action, { text: '🪟'.repeat(limit) }));
    const refusal = refuseDraft('whatsapp', interactive(action, { text: of(limit + 1) }));
    expect(refusal).toEqual({ code: 'text-too-long', limit, length: limit + 1 });
    expect(refuseDraft('whatsapp', interactive(action, { text: ' ' }))).toEqual({ code: 'text-empty' });
  });
});

describe.each(['messenger', 'instagram'] as const)('interactive messages of %s', (channel) => {
  const url: Button = { type: 'url', title: 'Shop', url: 'https://a.example' };

  it.each<readonly [string, Draft]>([
    ['three buttons', interactive(buttons(reply('a', of(20)), reply(of(1000), 'B'), url))],
    ['640 characters above buttons', interactive(someButtons(1), { text: of(640) })],
    ['a link', interactive(link(of(20)))],
    ['13 quick replies', interactive(quick(13, of(20), of(1000)))],
    ['ten cards', interactive(cards(...times(10, () => card())), { text: '' })],
    [
      'a full card',
      interactive(
        cards(
          card({
            title: of(80),
            subtitle: of(80),
            imageUrl: 'https://a.example/p.png',
            url: 'https://a.example',
            buttons: [url, reply('a', 'A'), reply('b', 'B')],
          }),
        ),
        { text: '' },
      ),
    ],
  ])('may have %s', (_name, draft) => {
    expectTaken(channel, draft);
  });

  it.each<readonly [string, Draft, RegExp]>([
    ['no button', interactive(someButtons(0)), /number of buttons.* is 0/],
    ['four buttons', interactive(someButtons(4)), /number of buttons.* is 4/],
    ['a title of 21', interactive(buttons(reply('a', of(21)))), /title of button 1 is 21/],
    ['an id of 1,001', interactive(buttons(reply(of(1001), 'A'))), /id of button 1 is 1001/],
    ['a button to nowhere', interactive(buttons({ ...url, url: 'x' })), /not a web address/],
    [
      'another kind of button',
      interactive(buttons({ type: 'other', title: 'A', word: 'element_share' })),
      /neither/,
    ],
    ['a link title of 21', interactive(link(of(21))), /title of the link/],
    ['no quick reply', interactive(quick(0)), /number of quick replies.* is 0/],
    ['14 quick replies', interactive(quick(14)), /number of quick replies.* is 14 and 13/],
    ['a reply of 21', interactive(quick(1, of(21))), /quick reply 1 is 21/],
    ['a reply id of 1,001', interactive(quick(1, 'A', of(1001))), /1001/],
    ['no card', interactive(cards(), { text: '' }), /number of cards.* is 0/],
    ['eleven cards', interactive(cards(...times(11, () => card())), { text: '' }), /number of cards.* is 11/],
    ['words beside cards', interactive(cards(card()), { text: 'Look' }), /no words beside cards/],
    [
      'a card title of 81',
      interactive(cards(card({ title: of(81) })), { text: '' }),
      /title of card 1 is 81/,
    ],
    [
      'a card without title',
      interactive(cards(card({ title: '' })), { text: '' }),
      /title of card 1 is empty/,
    ],
    ['a second line of 81', interactive(cards(card({ subtitle: of(81) })), { text: '' }), /second line/],
    [
      'a picture from nowhere',
      interactive(cards(card({ imageUrl: 'x' })), { text: '' }),
      /picture of card 1/,
    ],
    [
      'a card to nowhere',
      interactive(cards(card({ url: 'ftp://a.example' })), { text: '' }),
      /link of card 1/,
    ],
    [
      'four buttons on a card',
      interactive(cards(card(), card({ buttons: times(4, () => url) })), { text: '' }),
      /number of buttons on card 2.* is 4/,
    ],
    [
      'a button of 21 on a card',
      interactive(cards(card({ buttons: [reply('a', of(21))] })), { text: '' }),
      /button 1 of card 1/,
    ],
    ['a list', interactive(list({ title: '', rows: rows(1) })), /no lists/],
    ['a location request', interactive({ type: 'location-request' }), /asks for a location/],
    ['a form', interactive(flow('A')), /no forms/],
    ['a header', interactive(someButtons(1), { header: 'A' }), /no headers/],
    ['a footer', interactive(someButtons(1), { footer: 'A' }), /no footers/],
    [
      'a header file',
      interactive(someButtons(1), { headerFile: upload('image', 'image/png') }),
      /no headers/,
    ],
  ])('may not have %s', (_name, draft, says) => {
    expectRefused(channel, draft, says);
  });

  it('have at most 640 characters above buttons and links', () => {
    for (const action of [someButtons(1), link('Go')]) {
      const refusal = refuseDraft(channel, interactive(action, { text: of(641) }));
      expect(refusal).toEqual({ code: 'text-too-long', limit: 640, length: 641 });
    }
  });
});

describe('what Messenger and Instagram differ in', () => {
  it('a text above quick replies is a text of the channel', () => {
    expectTaken('messenger', interactive(quick(1), { text: of(2000) }));
    expectTaken('instagram', interactive(quick(1), { text: 'é'.repeat(500) }));
    const refusal = refuseDraft('instagram', interactive(quick(1), { text: `${'é'.repeat(500)}x` }));
    expect(refusal).toEqual({ code: 'text-too-long', limit: 1000, length: 1001 });
  });

  it('only Messenger has buttons that call, and asks for a contact', () => {
    const call = interactive(buttons({ type: 'phone', title: 'Call', phone: '+15550001111' }));
    const ask = interactive({ type: 'contact-request' });
    expectTaken('messenger', call);
    expectTaken('messenger', ask);
    expectRefused('instagram', call, /no buttons that call/);
    expectRefused('instagram', ask, /asks for a contact/);
  });
});
