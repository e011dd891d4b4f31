import { describe, expect, it } from 'vitest';
import { channels } from '#domain/channel.ts';
import type { Draft } from '#domain/draft.ts';
import {
  filesDraft,
  hello,
  interactiveDraft,
  templateDraft,
  toReact,
  toSend,
  upload,
} from '../testing/sends.ts';
import { renderMessage, renderReaction, renderRead, renderTyping, uploadsOf } from './render.ts';

const addresses = { whatsapp: 'to', messenger: 'recipient', instagram: 'recipient' } as const;

describe.each(channels)('to %s', (channel) => {
  it('everything is written in the channel’s own words', () => {
    expect(renderMessage(toSend(channel, hello))).toHaveProperty(addresses[channel]);
    expect(renderReaction(toReact(channel, '👍'))).toHaveProperty(addresses[channel]);
  });
});

describe('the marks of a channel', () => {
  const mark = { to: { phone: '1', psid: '2', igsid: '3' }, messageId: 'm' };

  it('are null where it has none (R-25)', () => {
    expect(channels.map((channel) => renderRead(channel, mark) !== null)).toEqual([true, true, false]);
    expect(channels.map((channel) => renderTyping(channel, mark) !== null)).toEqual([true, true, true]);
  });
});

describe('the files that must be at Meta first', () => {
  const one = upload('one', 'image');
  const two = upload('two', 'video');
  const link = { link: 'https://a.example/p.png', type: 'image' } as const;
  const file = (of: typeof one) => ({ type: 'file' as const, file: of });
  const card = (of: typeof one) => ({ header: [file(of)], body: [], buttons: [] });

  it.each<readonly [string, Draft, readonly string[]]>([
    ['a text', hello, []],
    ['a location', { kind: 'location', latitude: 1, longitude: 2 }, []],
    ['a contact', { kind: 'contacts', contacts: [{ name: 'A', phones: [], emails: [] }] }, []],
    ['files', filesDraft([one, link, two]), ['one', 'two']],
    ['the same file twice', filesDraft([one, two, one]), ['one', 'two']],
    ['an interactive message', interactiveDraft({ type: 'location-request' }), []],
    ['a header', interactiveDraft({ type: 'location-request' }, { headerFile: one }), ['one']],
    ['a header with a link', interactiveDraft({ type: 'location-request' }, { headerFile: link }), []],
    ['a template', templateDraft({ header: [file(one)], body: [{ type: 'text', text: 'a' }] }), ['one']],
    ['cards', templateDraft({ cards: [card(one), card(two)] }), ['one', 'two']],
  ])('of %s', (_name, draft, ids) => {
    expect(uploadsOf(draft).map(({ uploadId }) => uploadId)).toEqual(ids);
  });
});
