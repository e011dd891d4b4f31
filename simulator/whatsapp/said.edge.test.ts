import { beforeEach, describe, expect, it } from 'vitest';
import {
  ask,
  begin,
  control,
  files,
  flush,
  graph,
  maria,
  product,
  say,
  statuses,
  token,
  values,
} from '../testing/world.ts';

type Json = Record<string, unknown>;
type Failed = { error: { code: number; error_data?: { details: string } } };
type Shown = {
  wamid: string;
  type: string;
  text: string;
  header?: string;
  tick: string;
  files: { type: string; url: string }[];
  options: { option: string | null; title: string }[];
  reactions: { customer: string; business: string };
  notes: string[];
  unsent: boolean;
  origin: string | null;
};

const bearer = { Authorization: `Bearer ${token}` };
const does = <Answer = { wamid: string }>(act: string, body: Json = {}) =>
  control<Answer>('POST', `/customers/${maria}/${act}`, { accountId: '101', ...body });
const says = (body: Json) => does('say', body);
const send = (type: string, content: unknown, more: Json = {}) =>
  graph({ messaging_product: 'whatsapp', to: `+${maria}`, type, [type]: content, ...more });
const sentId = async (answer: Promise<Response>) =>
  (await (await answer).json<{ messages: { id: string }[] }>()).messages[0]?.id ?? '';
const code = async (answer: Promise<Response>) => (await (await answer).json<Failed>()).error?.code;
const messages = () => values().flatMap((value) => value.messages ?? []);
const lastMessage = () => messages().at(-1) ?? {};
const screen = async () =>
  (await control<{ messages: Shown[] }>('GET', `/customers/${maria}/chat?accountId=101`)).messages;
beforeEach(async () => {
  await begin();
  files.clear();
});

describe('what customers say', () => {
  it.each([
    ['image', { text: 'look' }, { mime_type: 'image/png', caption: 'look' }],
    ['video', {}, { mime_type: 'video/mp4' }],
    ['voice', {}, { mime_type: 'audio/ogg; codecs=opus', voice: true }],
    ['audio', {}, { mime_type: 'audio/ogg', voice: false }],
    ['document', { file: { name: 'bill.pdf' } }, { mime_type: 'application/pdf', filename: 'bill.pdf' }],
    ['sticker', {}, { mime_type: 'image/webp', animated: false }],
  ])('brings a %s with id, address and hash', async (kind, more, content) => {
    await says({ kind, ...more });
    await flush();
    const type = kind === 'voice' ? 'audio' : kind;
    const message = lastMessage();
    expect(message['type']).toBe(type);
    const file = message[type] as { id: string; url: string; sha256: string };
    expect(file).toMatchObject({ ...content, id: expect.stringMatching(/^\d{16}$/) });
    const got = await ask(file.url.replace('http://simulator.test', ''), { headers: bearer });
    const bytes = await got.arrayBuffer();
    expect(got.headers.get('Content-Length')).toBe(String(bytes.byteLength));
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    expect(file.sha256).toBe(btoa(String.fromCharCode(...digest)));
  });

  it('guards media: 401 without a token, nothing after five minutes, 404 when Meta has lost it', async () => {
    await says({ kind: 'image', file: { bytes: 3 * 1024 * 1024 } });
    await says({ kind: 'image', file: { gone: true } });
    await flush();
    const [whole, gone] = messages().map((message) => (message['image'] as { id: string }).id);
    const resolve = (id = '') => ask(`/v26.0/${id}?phone_number_id=101`, { headers: bearer });
    const resolved = await (await resolve(whole)).json<{ url: string; file_size: number }>();
    expect(resolved).toMatchObject({ file_size: 3 * 1024 * 1024, mime_type: 'image/png', id: whole });
    const path = resolved.url.replace('http://simulator.test', '');
    expect((await ask(path)).status).toBe(401);
    const got = await ask(path, { headers: bearer });
    expect((await got.arrayBuffer()).byteLength).toBe(3 * 1024 * 1024);
    expect((await ask(path.replace(/ext=\d+/, 'ext=1000'), { headers: bearer })).status).toBe(404);
    expect((await resolve(gone)).status).toBe(400);
  });

  it('brings places, contacts, carts, forms, products, forwards, groups and what Meta keeps back', async () => {
    await says({ kind: 'location', latitude: 1.5, longitude: 2.5, name: 'Here' });
    await says({ kind: 'contacts', contacts: [{ name: 'Ana Reis', phones: ['+351 912 345 678'] }] });
    await says({ kind: 'order', items: [{ id: 'sku-1', quantity: 2, price: 30 }] });
    await says({ kind: 'form', data: { day: 'Monday' } });
    await says({ kind: 'product', text: 'Still there?', productId: 'sku-1' });
    await says({ text: 'read this', forwarded: 'often' });
    await says({ text: 'all of you', group: 'Y2FwaV9ncm91cDox' });
    await says({ kind: 'unsupported', type: 'poll' });
    await says({ kind: 'video', file: { bytes: 101 * 1024 * 1024 } });
    await flush();
    expect(messages()).toMatchObject([
      { type: 'location', location: { latitude: 1.5, name: 'Here' } },
      { type: 'contacts', contacts: [{ name: { formatted_name: 'Ana Reis', first_name: 'Ana' } }] },
      { type: 'order', order: { product_items: [{ product_retailer_id: 'sku-1', item_price: 30 }] } },
      { type: 'interactive', interactive: { nfm_reply: { response_json: '{"day":"Monday"}' } } },
      { type: 'text', context: { referred_product: { product_retailer_id: 'sku-1' } } },
      { type: 'text', context: { frequently_forwarded: true } },
      { type: 'text', group_id: 'Y2FwaV9ncm91cDox' },
      { type: 'unsupported', errors: [{ code: 131051 }], unsupported: { type: 'poll' } },
      { type: 'unsupported', errors: [{ code: 131052 }] },
    ]);
    await expect(says({ kind: 'story-mention' })).rejects.toThrow(/WhatsApp has no story-mention/);
    await expect(says({ kind: 'poem' })).rejects.toThrow(/400/);
  });

  it('tells replies, reactions, edits and revokes as the number may see them', async () => {
    const first = await say('one');
    await says({ text: 'two', replyTo: first });
    await does('react', { messageId: first, emoji: '👍' });
    await does('react', { messageId: first, emoji: '' });
    await does('edit', { messageId: first, text: 'uno' });
    await flush();
    expect(messages().slice(1)).toMatchObject([
      { type: 'text', context: { from: maria, id: first } },
      { type: 'reaction', reaction: { message_id: first, emoji: '👍' } },
      { type: 'reaction', reaction: { message_id: first } },
      { type: 'unsupported', unsupported: { type: 'edit' } },
    ]);
    expect((messages()[3]?.['reaction'] as Json)['emoji']).toBeUndefined();
    const sales = { wabaId: '201', name: 'Sales', displayNumber: '+55 11 4004-7700', token };
    await control('PUT', '/accounts/101', { ...sales, coexistence: true });
    await does('edit', { messageId: first, text: 'eins' });
    await does('unsend', { messageId: first });
    await flush();
    expect(messages().slice(-2)).toMatchObject([
      {
        type: 'edit',
        edit: { original_message_id: first, message: { type: 'text', text: { body: 'eins' } } },
      },
      { type: 'revoke', revoke: { original_message_id: first } },
    ]);
    expect((await screen())[0]).toMatchObject({ unsent: true, text: '' });
  });

  it('taps ads: referral with a picture, free entry point with its end', async () => {
    await does('ad', { text: 'From the ad', headline: 'Chairs', id: '120' });
    await sentId(send('text', { body: 'welcome' }));
    await flush();
    expect(messages()[0]).toMatchObject({
      text: { body: 'From the ad' },
      referral: { source_type: 'ad', source_id: '120', headline: 'Chairs', ctwa_clid: expect.any(String) },
    });
    expect(statuses()[0]).toMatchObject({
      conversation: { expiration_timestamp: expect.any(String), origin: { type: 'referral_conversion' } },
      pricing: { type: 'free_entry_point' },
    });
  });

  it('calls, which opens the window; stops marketing; moves to another number and id', async () => {
    await does('call', { lasted: 12 });
    expect(await code(send('text', { body: 'x' }))).toBeUndefined();
    await does('marketing', { value: 'stop' });
    await control('POST', `/customers/${maria}/bsuid`, { to: 'BR.78' });
    await control('POST', `/customers/${maria}/number`, { to: '5511900000000', bsuid: 'BR.79' });
    await flush();
    const fields = product.received.flatMap(({ body }) =>
      (JSON.parse(body) as { entry: { changes: { field: string; value: Json }[] }[] }).entry.flatMap(
        ({ changes }) => changes,
      ),
    );
    const of = (field: string) => fields.filter((change) => change.field === field).map(({ value }) => value);
    expect(of('calls')).toMatchObject([
      { calls: [{ event: 'connect', direction: 'USER_INITIATED', from: maria }] },
      { calls: [{ event: 'terminate', status: 'COMPLETED', duration: 12 }] },
    ]);
    expect(of('user_preferences')).toMatchObject([
      { user_preferences: [{ wa_id: maria, category: 'marketing_messages', value: 'stop' }] },
    ]);
    const systems = messages().filter(({ type }) => type === 'system');
    expect(systems.map(({ system }) => system)).toMatchObject([
      { type: 'user_changed_user_id', previous_user_id: 'BR.77', user_id: 'BR.78' },
      { type: 'user_changed_number', wa_id: '5511900000000', user_id: 'BR.79', previous_user_id: 'BR.78' },
    ]);
    const moved = await control<{ messages: unknown[] }>(
      'GET',
      '/customers/5511900000000/chat?accountId=101',
    );
    expect(moved.messages).toHaveLength(1);
  });
});

describe('the business elsewhere', () => {
  it('answers, edits and takes back in the phone app', async () => {
    const answer = (body: Json) =>
      control<{ wamid: string }>('POST', '/accounts/101/answer', { customer: maria, ...body });
    const { wamid } = await answer({ text: 'from the phone' });
    await answer({ kind: 'image', text: 'a picture' });
    await answer({ kind: 'edit', messageId: wamid, text: 'from my phone' });
    await answer({ kind: 'unsend', messageId: wamid });
    await flush();
    const echoes = values().flatMap(
      (value) => (value as unknown as { message_echoes?: Json[] }).message_echoes ?? [],
    );
    expect(echoes).toMatchObject([
      { id: wamid, from: '551140047700', to: maria, to_user_id: 'BR.77', type: 'text' },
      { type: 'image', image: { caption: 'a picture' } },
      { type: 'edit', edit: { original_message_id: wamid, message: { text: { body: 'from my phone' } } } },
      { type: 'revoke', revoke: { original_message_id: wamid } },
    ]);
    expect((await screen()).map(({ origin }) => origin)).toEqual(['phone-app', 'phone-app']);
  });

  it('is told of templates, the account and the number', async () => {
    const event = (body: Json) => control('POST', '/accounts/101/event', body);
    await event({ kind: 'template-status', name: 'order_update', event: 'DISABLED' });
    await event({ kind: 'template-category', name: 'order_update', category: 'MARKETING' });
    await event({ kind: 'account-update', event: 'ACCOUNT_RESTRICTION', more: { restriction_info: [] } });
    await event({ kind: 'phone-quality', event: 'ONBOARDING', limit: 'TIER_250' });
    await flush();
    const told = product.received.map(
      ({ body }) => JSON.parse(body) as { entry: { time: number; changes: Json[] }[] },
    );
    expect(told.map(({ entry }) => entry[0]?.changes[0])).toMatchObject([
      {
        field: 'message_template_status_update',
        value: { event: 'DISABLED', message_template_name: 'order_update' },
      },
      {
        field: 'template_category_update',
        value: { previous_category: 'UTILITY', new_category: 'MARKETING' },
      },
      { field: 'account_update', value: { event: 'ACCOUNT_RESTRICTION' } },
      { field: 'phone_number_quality_update', value: { display_phone_number: '551140047700' } },
    ]);
    expect(told[0]?.entry[0]?.time).toBeLessThan(1e11);
    await say('oi');
    expect(await code(send('template', { name: 'order_update', language: { code: 'en' } }))).toBe(132016);
    await expect(event({ kind: 'template-status', name: 'none', event: 'PAUSED' })).rejects.toThrow(
      /no template/,
    );
  });
});
