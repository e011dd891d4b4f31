import { beforeEach, describe, expect, it } from 'vitest';
import {
  anna,
  ask,
  beginMessaging,
  control,
  does,
  files,
  flush,
  igor,
  items,
  pageGraph,
  product,
} from '../testing/world.ts';

type Failed = { error: { code: number; error_subcode?: number; message: string } };
type Shown = {
  wamid: string;
  text: string;
  tick: string;
  reactions: { customer: string; business: string };
  edited: boolean;
  unsent: boolean;
  files: unknown[];
  options: { option: string | null; title: string }[];
  notes: string[];
};
const hour = 60 * 60 * 1000;
const day = 24 * hour;

const screen = async (who: string, accountId: string) =>
  (await control<{ messages: Shown[] }>('GET', `/customers/${who}/chat?accountId=${accountId}`)).messages;
const toAnna = (message: unknown, more: object = {}) =>
  pageGraph('301/messages', { recipient: { id: anna }, messaging_type: 'RESPONSE', message, ...more });
const toIgor = (message: unknown, more: object = {}) =>
  pageGraph('401/messages', { recipient: { id: igor }, message, ...more });
const error = async (answer: Promise<Response>) => {
  const response = await answer;
  const body: Failed = await response.json();
  return { status: response.status, ...body.error };
};
const sentId = async (answer: Promise<Response>) => {
  const response = await answer;
  expect(response.status).toBe(200);
  return (await response.json<{ message_id: string }>()).message_id;
};
beforeEach(async () => {
  await beginMessaging();
  files.clear();
});

describe('what the business sends', () => {
  it('is echoed with metadata, delivered and read on Messenger', async () => {
    await does(anna, 'say', { text: 'Hei' });
    const mid = await sentId(toAnna({ text: 'Hello', metadata: 'client-1' }));
    await control('POST', `/customers/${anna}/open`, { accountId: '301' });
    await flush();
    const [, echo, delivery, read] = items();
    const { appId } = (await control<{ settings: { appId: string } }>('GET', '/settings')).settings;
    expect(echo).toMatchObject({
      sender: { id: '301' },
      recipient: { id: anna },
      message: { mid, is_echo: true, app_id: Number(appId), metadata: 'client-1', text: 'Hello' },
    });
    expect(delivery).toMatchObject({ delivery: { mids: [mid] } });
    const { watermark } = (read?.['read'] ?? {}) as { watermark: number };
    expect(watermark).toBeGreaterThanOrEqual(Number(echo?.['timestamp']));
  });

  it('is echoed by mid only and never delivered on Instagram, by the page or the account', async () => {
    await does(igor, 'say', { text: 'Hei' });
    await control('POST', `/customers/${igor}/open`, { accountId: '401' });
    const first = await sentId(toIgor({ text: 'one' }));
    const second = await sentId(
      pageGraph('301/messages', { recipient: { id: igor }, message: { text: 'two' } }),
    );
    await sentId(pageGraph('me/messages', { recipient: { id: igor }, message: { text: 'three' } }));
    await flush();
    expect(items()[1]?.message).toEqual({ mid: first, is_echo: true, text: 'one' });
    const reads = items().flatMap((item) => item['read'] ?? []);
    expect(reads.slice(0, 2)).toEqual([{ mid: first }, { mid: second }]);
    expect(items().some((item) => 'delivery' in item)).toBe(false);
  });

  it.each([
    [
      'Messenger without messaging_type',
      { messaging_type: undefined, message: { text: 'x' } },
      100,
      undefined,
    ],
    ['a text that is too long', { message: { text: 'x'.repeat(2001) } }, 100, undefined],
    [
      'text and attachment',
      { message: { text: 'x', attachment: { type: 'image', payload: { url: 'https://x.test/' } } } },
      100,
      undefined,
    ],
    [
      'fourteen quick replies',
      {
        message: {
          text: 'x',
          quick_replies: Array(14).fill({ content_type: 'text', title: 'a', payload: 'a' }),
        },
      },
      100,
      undefined,
    ],
    [
      'a long quick reply',
      {
        message: {
          text: 'x',
          quick_replies: [{ content_type: 'text', title: 'a'.repeat(21), payload: 'a' }],
        },
      },
      100,
      undefined,
    ],
    ['a message with an action', { message: { text: 'x' }, sender_action: 'typing_on' }, 100, 2018014],
    [
      'a dead tag',
      { messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE', message: { text: 'x' } },
      100,
      undefined,
    ],
    ['a tag without its type', { tag: 'HUMAN_AGENT', message: { text: 'x' } }, 100, undefined],
    ['a stranger', { recipient: { id: '999' }, message: { text: 'x' } }, 100, 2018001],
    ['an unknown key', { colour: 'red', message: { text: 'x' } }, 100, undefined],
    [
      'four buttons',
      {
        message: {
          attachment: {
            type: 'template',
            payload: {
              template_type: 'button',
              text: 'x',
              buttons: Array(4).fill({ type: 'postback', title: 'a', payload: 'a' }),
            },
          },
        },
      },
      100,
      undefined,
    ],
    [
      'a picture that is not there',
      { message: { attachment: { type: 'image', payload: { url: 'http://p.test/files/none' } } } },
      100,
      2018008,
    ],
  ])('refuses %s', async (_, post, code, subcode) => {
    await does(anna, 'say', { text: 'Hei' });
    const refused = await error(
      pageGraph('301/messages', { recipient: { id: anna }, messaging_type: 'RESPONSE', ...post }),
    );
    expect(refused).toMatchObject({ status: 400, code });
    expect(refused.error_subcode).toBe(subcode);
    expect(refused.message).toMatch(/^\(#100\) ./);
  });

  it('counts bytes on Instagram', async () => {
    await does(igor, 'say', { text: 'Hei' });
    expect((await toIgor({ text: 'é'.repeat(500) })).status).toBe(200);
    expect(await error(toIgor({ text: 'é'.repeat(501) }))).toMatchObject({ code: 100 });
    expect(await error(toIgor({ text: 'x' }, { messaging_type: 'UTILITY' }))).toMatchObject({ code: 100 });
  });

  it('fetches files by address and checks their type and size', async () => {
    await does(igor, 'say', { text: 'Hei' });
    files.set('/files/a.png', { bytes: new Uint8Array(10), mime: 'image/png' });
    files.set('/files/b.mp3', { bytes: new Uint8Array(10), mime: 'audio/mpeg' });
    files.set('/files/c.png', { bytes: new Uint8Array(8 * 1024 * 1024 + 1), mime: 'image/png' });
    const file = (type: string, name: string) => ({ type, payload: { url: `http://p.test/files/${name}` } });
    await sentId(toIgor({ attachment: file('image', 'a.png') }));
    await sentId(toIgor({ attachments: [file('image', 'a.png'), file('image', 'a.png')] }));
    expect(await error(toIgor({ attachment: file('audio', 'b.mp3') }))).toMatchObject({
      error_subcode: 2018047,
    });
    expect(await error(toIgor({ attachment: file('image', 'c.png') }))).toMatchObject({
      error_subcode: 2018109,
    });
    const shown = await screen(igor, '401');
    expect(shown.map((message) => message.files.length)).toEqual([0, 1, 2]);
  });

  it('takes uploads by attachment_id', async () => {
    await does(anna, 'say', { text: 'Hei' });
    const form = new FormData();
    form.set('message', JSON.stringify({ attachment: { type: 'image', payload: { is_reusable: true } } }));
    form.set('filedata', new File([new Uint8Array(5)], 'a.png', { type: 'image/png' }));
    const uploaded = await ask('/v26.0/301/message_attachments?access_token=page-token', {
      method: 'POST',
      body: form,
    });
    const { attachment_id: id } = await uploaded.json<{ attachment_id: string }>();
    await sentId(toAnna({ attachment: { type: 'image', payload: { attachment_id: id } } }));
    expect(
      await error(toAnna({ attachment: { type: 'image', payload: { attachment_id: '1' } } })),
    ).toMatchObject({
      error_subcode: 2018074,
    });
  });

  it('can be tapped: quick replies, buttons, cards', async () => {
    await does(anna, 'say', { text: 'Hei' });
    const quick = await sentId(
      toAnna({ text: 'Size?', quick_replies: [{ content_type: 'text', title: 'Large', payload: 'L' }] }),
    );
    const buttons = [{ type: 'postback', title: 'More', payload: 'MORE' }];
    const card = { template_type: 'generic', elements: [{ title: 'Chair', buttons }] };
    const cards = await sentId(toAnna({ attachment: { type: 'template', payload: card } }));
    await flush();
    product.received = [];
    await does(anna, 'tap', { messageId: quick, option: 'L' });
    await does(anna, 'tap', { messageId: cards, option: 'More' });
    await flush();
    expect(items()).toMatchObject([
      { message: { text: 'Large', quick_reply: { payload: 'L' } } },
      { postback: { title: 'More', payload: 'MORE' } },
    ]);
    await expect(does(anna, 'tap', { messageId: quick, option: 'XXL' })).rejects.toThrow(/There is: L/);
  });

  it('reacts, marks as seen and types', async () => {
    const { wamid } = await does(igor, 'say', { text: 'Hei' });
    const act = (sender_action: string, payload?: object) =>
      pageGraph('401/messages', { recipient: { id: igor }, sender_action, ...(payload && { payload }) });
    expect(await (await act('react', { message_id: wamid, reaction: 'love' })).json()).toEqual({
      recipient_id: igor,
    });
    expect((await screen(igor, '401'))[0]?.reactions.business).toBe('❤');
    await act('unreact', { message_id: wamid });
    await act('mark_seen');
    expect((await act('typing_on')).status).toBe(200);
    expect((await screen(igor, '401'))[0]).toMatchObject({ tick: 'read', reactions: { business: '' } });
    await does(igor, 'unsend', { messageId: wamid });
    expect(await error(act('react', { message_id: wamid, reaction: '👍' }))).toMatchObject({ code: 9000001 });
  });
});

describe('the window', () => {
  it.each([
    ['Messenger', anna, toAnna, 2018278],
    ['Instagram', igor, toIgor, 2534022],
  ] as const)(
    'closes after 24 hours on %s, and lets a person answer for 7 days',
    async (_, who, send, subcode) => {
      const human = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
      await does(who, 'say', { text: 'old', at: Date.now() - 7 * day });
      expect(await error(send({ text: 'x' }, human))).toMatchObject({ code: 10, error_subcode: subcode });
      await does(who, 'say', { text: 'newer', at: Date.now() - 6 * day });
      expect(await error(send({ text: 'x' }))).toMatchObject({ code: 10, error_subcode: subcode });
      await sentId(send({ text: 'x' }, human));
      await does(who, 'say', { text: 'now', at: Date.now() - day + 5000 });
      await sentId(send({ text: 'x' }));
    },
  );

  it('opens with a reaction and with a link, which do not count for the 7 days', async () => {
    const { wamid } = await does(anna, 'say', { text: 'old', at: Date.now() - 8 * day });
    expect(await error(toAnna({ text: 'x' }))).toMatchObject({ error_subcode: 2018278 });
    await does(anna, 'link', { ref: 'a', at: Date.now() - 25 * hour });
    const human = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
    expect(await error(toAnna({ text: 'x' }, human))).toMatchObject({ error_subcode: 2018278 });
    await does(anna, 'react', { messageId: wamid, emoji: '👍' });
    await sentId(toAnna({ text: 'x' }));
  });

  it('lets a page send its utility templates at any time', async () => {
    const send = (name: string, texts: string[]) =>
      pageGraph('301/messages', {
        recipient: { id: anna },
        messaging_type: 'UTILITY',
        message: {
          template: {
            ...{ name, language: { code: 'en' } },
            components: [{ type: 'body', parameters: texts.map((text) => ({ type: 'text', text })) }],
          },
        },
      });
    await sentId(send('delivery_day', ['Anna', 'LH-1']));
    expect(await error(send('delivery_day', ['Anna']))).toMatchObject({ code: 100 });
    expect(await error(send('nothing', []))).toMatchObject({ code: 100 });
    const [shown] = await screen(anna, '301');
    expect(shown?.text).toBe('Hello Anna, your order LH-1 comes on Thursday.');
  });
});

describe('faults in the channel’s words', () => {
  it('expired, restricted, limited, blocked', async () => {
    await does(anna, 'say', { text: 'Hei' });
    await control('POST', '/faults', [
      { kind: 'expired' },
      { kind: 'restricted' },
      { kind: 'limited', retryAfterSeconds: 90 },
    ]);
    expect(await error(toAnna({ text: '1' }))).toMatchObject({ code: 190, error_subcode: 463 });
    expect(await error(toAnna({ text: '2' }))).toMatchObject({ code: 10, error_subcode: 1893063 });
    const limited = await toAnna({ text: '3' });
    expect(JSON.parse(limited.headers.get('X-Business-Use-Case-Usage') ?? '')).toMatchObject({
      '301': [{ type: 'messenger', estimated_time_to_regain_access: 1.5 }],
    });
    await control('PUT', `/customers/${anna}`, { blocked: true });
    expect(await error(toAnna({ text: '4' }))).toMatchObject({ code: 551, error_subcode: 1545041 });
  });

  it('meets only the account and the occasion that were asked for', async () => {
    await does(anna, 'say', { text: 'Hei' });
    await does(igor, 'say', { text: 'Hei' });
    await control('POST', '/faults', [
      { kind: 'error', code: 2, status: 500, transient: true, accountId: '401', details: 'Service' },
      { kind: 'http', status: 500, meets: 'typing' },
    ]);
    await sentId(toAnna({ text: '1' }));
    expect(await error(toIgor({ text: '1' }))).toMatchObject({ status: 500, code: 2, is_transient: true });
    const typing = await pageGraph('401/messages', { recipient: { id: igor }, sender_action: 'typing_on' });
    expect(typing.status).toBe(500);
  });
});
