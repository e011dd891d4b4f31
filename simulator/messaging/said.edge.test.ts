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
const screen = async (who: string, accountId: string) =>
  (await control<{ messages: Shown[] }>('GET', `/customers/${who}/chat?accountId=${accountId}`)).messages;
const toIgor = (message: unknown, more: object = {}) =>
  pageGraph('401/messages', { recipient: { id: igor }, message, ...more });
const sentId = async (answer: Promise<Response>) => {
  const response = await answer;
  expect(response.status).toBe(200);
  return (await response.json<{ message_id: string }>()).message_id;
};
const last = () => items().at(-1);

beforeEach(async () => {
  await beginMessaging();
  files.clear();
});

describe('what customers say', () => {
  it('arrives in Meta’s shapes on Messenger', async () => {
    const at = Date.now() - 5000;
    const { wamid } = await does(anna, 'say', { text: 'Hei', at });
    await flush();
    const { object, entry } = JSON.parse(product.received[0]?.body ?? '') as {
      object: string;
      entry: { id: string; time: number; messaging: unknown[] }[];
    };
    expect(object).toBe('page');
    expect(entry).toMatchObject([{ id: '301', time: expect.any(Number) }]);
    expect(entry[0]?.messaging).toEqual([
      { sender: { id: anna }, recipient: { id: '301' }, timestamp: at, message: { mid: wamid, text: 'Hei' } },
    ]);
  });

  it.each([
    ['image', 'image'],
    ['video', 'video'],
    ['voice', 'audio'],
    ['document', 'file'],
    ['sticker', 'sticker'],
  ])('brings a %s behind an address that can be fetched', async (kind, type) => {
    await does(anna, 'say', { kind });
    await flush();
    const [attachment] = last()?.message?.['attachments'] as [{ type: string; payload: { url: string } }];
    expect(attachment.type).toBe(type);
    const path = attachment.payload.url.replace('http://simulator.test', '');
    const file = await ask(path);
    expect(file.status).toBe(200);
    const bytes = await file.arrayBuffer();
    expect(bytes.byteLength).toBe(Number(file.headers.get('Content-Length')));
    await control('PUT', '/settings', { cdnUrlSeconds: 0 });
    expect((await ask(path.replace(/oe=.*/, 'oe=1'))).status).toBe(403);
  });

  it('brings stories, shares, ephemeral and unsupported on Instagram', async () => {
    await does(igor, 'say', { kind: 'story-reply', text: 'Nice!' });
    await does(igor, 'say', { kind: 'story-mention' });
    await does(igor, 'say', { kind: 'share', of: 'post' });
    await does(igor, 'say', { kind: 'ephemeral' });
    await does(igor, 'say', { kind: 'unsupported' });
    await flush();
    const messages = items().map(({ message }) => message);
    expect(messages[0]).toMatchObject({ text: 'Nice!', reply_to: { story: { url: expect.any(String) } } });
    expect(messages[1]).toMatchObject({ attachments: [{ type: 'story_mention' }] });
    expect(messages[2]).toMatchObject({ attachments: [{ type: 'ig_post' }] });
    expect(messages[3]).toMatchObject({ attachments: [{ type: 'ephemeral' }] });
    expect(messages[4]).toMatchObject({ is_unsupported: true });
    await expect(does(anna, 'say', { kind: 'story-mention' })).rejects.toThrow(/Only Instagram/);
    await expect(does(anna, 'say', { kind: 'order', items: [{ id: 'a' }] })).rejects.toThrow(/Only WhatsApp/);
  });

  it('tells reactions, edits and unsends', async () => {
    const { wamid } = await does(igor, 'say', { text: 'tpyo' });
    await does(igor, 'edit', { messageId: wamid, text: 'typo' });
    const mid = await sentId(toIgor({ text: 'Hello' }));
    await does(igor, 'react', { messageId: mid, emoji: '❤️' });
    await does(igor, 'react', { messageId: mid, emoji: '' });
    await does(igor, 'unsend', { messageId: wamid });
    await flush();
    const told = items().filter((item) => !item.message?.['is_echo'] && item['read'] === undefined);
    expect(told.slice(1)).toMatchObject([
      { message_edit: { mid: wamid, text: 'typo', num_edit: 1 } },
      { reaction: { mid, action: 'react', reaction: 'love', emoji: '❤️' } },
      { reaction: { mid, action: 'unreact' } },
      { message: { mid: wamid, is_deleted: true } },
    ]);
    const [own, answer] = await screen(igor, '401');
    expect(own).toMatchObject({ unsent: true, edited: true, text: '' });
    expect(answer?.reactions).toEqual({ customer: '', business: '' });
  });

  it('tells postbacks, ads and links, and keeps to one channel', async () => {
    await does(anna, 'postback', { title: 'Get started', payload: 'START' });
    await does(anna, 'ad', { headline: 'Chairs' });
    await does(anna, 'link', { ref: 'flyer' });
    await does(igor, 'ad', { text: 'This one?' });
    await flush();
    expect(items()).toMatchObject([
      { postback: { title: 'Get started', payload: 'START' } },
      { referral: { source: 'ADS', ads_context_data: { ad_title: 'Chairs' } } },
      { referral: { source: 'SHORTLINK', ref: 'flyer' } },
      { message: { text: 'This one?', referral: { source: 'ADS' } } },
    ]);
    await expect(control('POST', `/customers/${anna}/say`, { accountId: '401', text: 'x' })).rejects.toThrow(
      /Choose two of one channel/,
    );
  });

  it('comes through standby while another app holds the thread', async () => {
    await does(anna, 'say', { text: 'hi', standby: true });
    await flush();
    expect(product.received[0]?.body).toContain('"standby"');
  });
});

describe('the business elsewhere', () => {
  it('answers from the inbox, another app and the phone', async () => {
    const answer = (from: string, text: string) =>
      control<{ wamid: string }>('POST', '/accounts/401/answer', { customer: igor, from, text });
    const { wamid } = await answer('inbox', 'from the inbox');
    await answer('other-app', 'from a bot');
    await answer('phone-app', 'from Instagram');
    await control('POST', '/accounts/401/answer', { customer: igor, kind: 'unsend', messageId: wamid });
    await flush();
    expect(items().map(({ message }) => message)).toMatchObject([
      { is_echo: true, app_id: 1217981644879628, text: 'from the inbox' },
      { is_echo: true, app_id: 2010101010101010 },
      { is_echo: true, text: 'from Instagram' },
      { mid: wamid, is_deleted: true, is_echo: true },
    ]);
    expect((await screen(igor, '401')).map(({ unsent }) => unsent)).toEqual([true, false, false]);
  });

  it('is told of policy, handover and anything else', async () => {
    const event = (body: object) => control('POST', '/accounts/301/event', body);
    await event({ kind: 'policy', action: 'block', reason: 'spam' });
    await event({ kind: 'handover', customer: anna, to: 'other' });
    await event({ kind: 'item', customer: anna, item: { account_linking: { status: 'linked' } } });
    await event({ kind: 'field', field: 'feed', value: { item: 'comment' } });
    await flush();
    expect(items()).toMatchObject([
      { policy_enforcement: { action: 'block', reason: 'spam' } },
      { take_thread_control: { new_owner_app_id: '263902037430900' } },
      { account_linking: { status: 'linked' } },
    ]);
    expect(product.received.at(-1)?.body).toContain('"field":"feed"');
  });
});

describe('profiles', () => {
  it('are given by channel, with a picture, unless they are hidden', async () => {
    const get = async (id: string, fields: string) =>
      (await pageGraph(`${id}?fields=${fields}`, null, 'GET')).json();
    expect(await get(anna, 'first_name,last_name,profile_pic')).toMatchObject({
      ...{
        id: anna,
        first_name: 'Anna',
        last_name: 'Berg',
        profile_pic: expect.stringContaining('/pictures/'),
      },
    });
    expect(await get(igor, 'name,username,profile_pic')).toMatchObject({ name: 'Igor', username: 'igor.k' });
    await control('PUT', `/customers/${igor}`, { hideProfile: true });
    expect(await get(igor, 'name')).toMatchObject({ error: { code: 100, error_subcode: 2018218 } });
    const picture = await ask(`/pictures/${anna}.png`);
    expect(picture.headers.get('Content-Type')).toBe('image/png');
    expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(100);
  });
});
