import { describe, expect, it } from 'vitest';
import { bodyOf } from '../testing/meta.ts';
import { from, metadata, ours, stamp, wireMessage } from '../testing/whatsapp.ts';
import { meaningsOf } from './inspect.ts';

const text = { type: 'text', text: { body: 'Hello' } };
const one = (part: Record<string, unknown>, field = 'messages') => {
  const meanings = meaningsOf(bodyOf({ field, value: { metadata, ...part } }));
  expect(meanings).toHaveLength(1);
  return meanings[0];
};
const message = (part: Record<string, unknown>) => one({ messages: [wireMessage(part)] });
const error = { code: 131051, title: 'Unknown' };

describe('what is printed of an event', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'a text',
      text,
      { kind: 'message', direction: 'in', text: 'Hello', message_id: 'wamid.1', peer_id: from },
    ],
    ['an answer', { ...text, context: { id: 'q' } }, { kind: 'message', ref_id: 'q' }],
    [
      'a file, by its id',
      { type: 'image', image: { id: '7', url: 'u', caption: 'Look' } },
      { media: ['7'], text: 'Look' },
    ],
    ['a file, by its address', { type: 'image', image: { url: 'u' } }, { media: ['u'] }],
    ['the picture of an advertisement', { ...text, referral: { image_url: 'u' } }, { media: [] }],
    ['an error', { type: 'unsupported', errors: [error] }, { kind: 'message', error_code: '131051' }],
    ['a message without an id', { ...text, id: '' }, { kind: 'message', message_id: '' }],
    [
      'a reaction',
      { type: 'reaction', reaction: { message_id: 'w0', emoji: '👍' } },
      { kind: 'reaction', text: '👍', ref_id: 'w0', direction: 'in' },
    ],
    [
      'an edit',
      {
        type: 'edit',
        edit: { original_message_id: 'w0', message: { type: 'image', image: { id: '7', caption: 'New' } } },
      },
      { kind: 'edit', text: 'New', ref_id: 'w0', media: ['7'] },
    ],
    [
      'an unsend',
      { type: 'revoke', revoke: { original_message_id: 'w0' } },
      { kind: 'delete', ref_id: 'w0' },
    ],
    [
      'a line of the timeline',
      {
        type: 'system',
        system: { type: 'user_changed_number', wa_id: '2', body: 'changed', previous_user_id: 'US.1' },
      },
      { kind: 'system', text: 'changed', ref_id: 'US.1' },
    ],
    [
      'a message of nobody',
      { id: 'w', from: '', ...text },
      { kind: 'message', message_id: 'w', text: 'Hello' },
    ],
    [
      'what is broken',
      { type: 'revoke' },
      { kind: 'broken', text: 'unsend without the message that it takes back' },
    ],
  ])('names %s', (_name, part, row) => {
    expect(message(part)).toMatchObject(row);
  });

  it('names statuses, and those of nobody', () => {
    const status = { id: 's', status: 'failed', timestamp: stamp, recipient_id: from, errors: [error] };
    expect(one({ statuses: [status] })).toMatchObject({
      kind: 'status',
      direction: 'out',
      message_id: 's',
      status: 'failed',
      error_code: '131051',
    });
    const { recipient_id: _recipient, ...ofNobody } = status;
    expect(one({ statuses: [ofNobody] })).toMatchObject({
      kind: 'status',
      message_id: 's',
      error_code: '131051',
    });
    expect(one({ statuses: [{ status: 'sent' }] })).toMatchObject({ kind: 'status', status: 'sent' });
  });

  it('names what the business did elsewhere', () => {
    const echo = (part: Record<string, unknown>) =>
      one(
        { message_echoes: [{ id: 'e', from: ours, to: from, timestamp: stamp, ...part }] },
        'smb_message_echoes',
      );
    expect(echo(text)).toMatchObject({ kind: 'echo', direction: 'out', text: 'Hello', peer_id: from });
    const revoke = { original_message_id: 'w0' };
    expect(echo({ type: 'revoke', revoke })).toMatchObject({
      kind: 'echo-delete',
      direction: 'out',
      ref_id: 'w0',
    });
    const edit = { ...revoke, message: text };
    expect(echo({ type: 'edit', edit })).toMatchObject({
      kind: 'echo-edit',
      direction: 'out',
      text: 'Hello',
    });
  });

  it('names what came from elsewhere, from long ago, by phone, and of an account', () => {
    expect(one({ standby: { messages: [wireMessage(text)] } }, 'standby')).toMatchObject({ kind: 'standby' });
    expect(one({ messages: [wireMessage(text)] }, 'history')).toMatchObject({ kind: 'history' });
    const call = {
      id: 'c',
      from: ours,
      to: from,
      timestamp: stamp,
      event: 'connect',
      direction: 'BUSINESS_INITIATED',
    };
    expect(one({ calls: [call] }, 'calls')).toMatchObject({ kind: 'call', direction: 'out', ref_id: 'c' });
    expect(one({ event: 'X' }, 'account_update')).toMatchObject({ kind: 'account.account_update.X' });
  });

  it('names watermarks, postbacks and referrals of the other channels', () => {
    const parties = { sender: { id: '77' }, recipient: { id: '900' }, timestamp: 1_790_000_000_000 };
    const messaging = [
      { ...parties, delivery: { mids: ['m_1', 'm_2'], watermark: 1_790_000_000_000 } },
      { ...parties, read: { watermark: 1_790_000_000_000 } },
      { ...parties, postback: { mid: 'm_3', title: 'Start', payload: 'P' } },
      { ...parties, referral: { ref: 'spring', source: 'SHORTLINK', type: 'OPEN_THREAD' } },
    ];
    expect(meaningsOf({ object: 'page', entry: [{ id: '900', time: 1, messaging }] })).toMatchObject([
      { kind: 'delivery', direction: 'out', message_id: 'm_1,m_2', peer_id: '77' },
      { kind: 'read', direction: 'out', peer_id: '77' },
      { kind: 'postback', direction: 'in', text: 'Start', message_id: 'm_3' },
      { kind: 'referral', direction: 'in', text: 'spring' },
    ]);
  });
});
