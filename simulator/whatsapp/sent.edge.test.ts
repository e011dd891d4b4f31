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
const upload = (file: File, more: Record<string, string> = { messaging_product: 'whatsapp' }) => {
  const form = new FormData();
  for (const [key, value] of Object.entries(more)) form.set(key, value);
  form.set('file', file);
  return ask('/v26.0/101/media', { method: 'POST', headers: bearer, body: form });
};

beforeEach(async () => {
  await begin();
  files.clear();
});

describe('what the business sends', () => {
  beforeEach(async () => {
    await say('oi');
  });

  it('uploads, sends by id and checks types and sizes', async () => {
    const { id } = await (
      await upload(new File([new Uint8Array(7)], 'a.png', { type: 'image/png' }))
    ).json<{ id: string }>();
    await sentId(send('image', { id, caption: 'see' }));
    await flush();
    expect((await screen()).at(-1)).toMatchObject({
      ...{ type: 'image', text: 'see', files: [{ type: 'image', url: `/control/media/${id}` }] },
    });
    expect((await (await ask(`/control/media/${id}`)).arrayBuffer()).byteLength).toBe(7);
    expect(await code(upload(new File(['x'], 'a.webm', { type: 'video/webm' })))).toBe(100);
    const large = new File([new Uint8Array(6 * 1024 * 1024)], 'a.png', { type: 'image/png' });
    expect(await code(upload(large))).toBe(131053);
    expect(await code(upload(new File(['x'], 'a.png', { type: 'image/png' }), {}))).toBe(100);
    expect(await code(send('image', { id: '5' }))).toBe(100);
    expect(await (await ask(`/v26.0/${id}`, { method: 'DELETE', headers: bearer })).json()).toEqual({
      success: true,
    });
    expect(await code(send('image', { id }))).toBe(100);
  });

  it('fetches addresses after it has accepted, and fails later when it cannot', async () => {
    files.set('/files/a.ogg', { bytes: new Uint8Array(9), mime: 'audio/ogg; codecs=opus' });
    files.set('/files/a.txt', { bytes: new Uint8Array(9), mime: 'text/html' });
    await sentId(send('audio', { link: 'http://p.test/files/a.ogg', voice: true }));
    await sentId(send('image', { link: 'http://p.test/files/a.txt' }));
    await sentId(send('image', { link: 'http://p.test/files/none' }));
    await flush();
    expect(statuses().map(({ status }) => status)).toEqual(['sent', 'delivered', 'failed', 'failed']);
    expect(statuses()[2]).toMatchObject({ errors: [{ code: 131053 }] });
    const voice = (await screen()).at(-1);
    expect(voice?.files).toMatchObject([{ type: 'voice' }]);
    await control('POST', `/customers/${maria}/open`, { accountId: '101' });
    await does('play', { messageId: voice?.wamid });
    await flush();
    expect(statuses().at(-1)?.status).toBe('played');
  });

  it('checks templates and shows them as the customer reads them', async () => {
    const body = (...texts: string[]) => ({
      type: 'body',
      parameters: texts.map((text) => ({ type: 'text', text })),
    });
    const track = {
      type: 'button',
      sub_type: 'url',
      index: '0',
      parameters: [{ type: 'text', text: 'LH-1' }],
    };
    const template = (name: string, components: unknown[], language = 'en') =>
      send('template', { name, language: { code: language }, components });
    await sentId(template('order_update', [body('Maria', 'LH-1'), track]));
    await flush();
    expect((await screen()).at(-1)).toMatchObject({
      ...{
        type: 'template',
        header: 'Your order',
        text: 'Hello Maria, your order LH-1 is on its way to you.',
      },
    });
    expect(statuses()[0]).toMatchObject({
      pricing: { billable: true, category: 'utility', type: 'regular' },
    });
    expect(await code(template('order_update', [body('Maria'), track]))).toBe(132000);
    expect(await code(template('order_update', [body('Maria', 'LH-1')]))).toBe(131008);
    expect(await code(template('order_update', [body('a', 'b'), track], 'fr'))).toBe(132001);
    expect(await code(template('winter_offer', [body('a')]))).toBe(132015);
    expect(await code(template('autumn_offer', [body('a')]))).toBe(132012);
    expect(await code(template('appointment_reminder', [body('a', 'b')]))).toBe(132012);
    const named = [
      { type: 'text', text: 'Maria', parameter_name: 'customer' },
      { type: 'text', text: 'Monday', parameter_name: 'day' },
    ];
    const id = await sentId(template('appointment_reminder', [{ type: 'body', parameters: named }]));
    await flush();
    await does('tap', { messageId: id, option: 'Another day' });
    await flush();
    expect(lastMessage()).toMatchObject({ type: 'button', button: { text: 'Another day' }, context: { id } });
  });

  it('checks and shows places, offers that end, and cards that can be tapped', async () => {
    files.set('/files/a.png', { bytes: new Uint8Array(9), mime: 'image/png' });
    const image = { type: 'image', image: { link: 'http://p.test/files/a.png' } };
    const part = (type: string, ...parameters: unknown[]) => ({ type, parameters });
    const text = (words: string) => ({ type: 'text', text: words });
    const button = (sub_type: string, index: string, parameter: unknown) => ({
      ...{ type: 'button', sub_type, index, parameters: [parameter] },
    });
    const template = (name: string, ...components: unknown[]) =>
      send('template', { name, language: { code: 'en' }, components });
    const location = { latitude: 1, longitude: 2, name: 'Lumen Home', address: 'Rua A 1' };
    await sentId(
      template('delivery_place', part('header', { type: 'location', location }), part('body', text('x'))),
    );
    const offer = {
      type: 'limited_time_offer',
      limited_time_offer: { expiration_time_ms: 1_800_000_000_000 },
    };
    const coupon = [
      part('header', image),
      part('body', text('x')),
      button('copy_code', '0', { type: 'coupon_code', coupon_code: 'LAMP15' }),
      button('url', '1', text('chat')),
    ];
    expect(await code(template('weekend_coupon', ...coupon))).toBe(132012);
    await sentId(template('weekend_coupon', ...coupon, part('limited_time_offer', offer)));
    const card = (card_index: number) => ({
      card_index,
      components: [part('header', image), part('body', text('x')), button('url', '1', text('c'))],
    });
    expect(await code(template('new_chairs', part('body', text('x'))))).toBe(132000);
    const chairs = { type: 'carousel', cards: [card(0), card(1)] };
    const id = await sentId(template('new_chairs', part('body', text('Maria')), chairs));
    await flush();
    const [place, lamp, carousel] = (await screen()).slice(-3);
    expect(place).toMatchObject({ header: 'Lumen Home, Rua A 1' });
    expect(lamp).toMatchObject({ notes: ['This weekend only, until 2027-01-15 08:00 UTC'] });
    expect(carousel).toMatchObject({
      text: 'Three new chairs, Maria. Which one is yours?',
      cards: [
        { subtitle: 'Oak, oiled, for x.', file: { type: 'image' } },
        { subtitle: 'Ash, oiled, for x.' },
      ],
    });
    await does('tap', { messageId: id, option: 'Ash, please' });
    await flush();
    expect(lastMessage()).toMatchObject({ type: 'button', button: { text: 'Ash, please' }, context: { id } });
  });

  it('lets templates through a closed window, but not past a stop', async () => {
    await begin();
    await say('old', { at: Date.now() - 48 * 60 * 60 * 1000 });
    await control('PUT', '/settings', { closedWindow: 'sync' });
    expect(await code(send('text', { body: 'x' }))).toBe(131047);
    await sentId(send('template', { name: 'hello_world', language: { code: 'en_US' } }));
    await does('marketing', { value: 'stop' });
    files.set('/files/a.png', { bytes: new Uint8Array(9), mime: 'image/png' });
    const header = {
      type: 'header',
      parameters: [{ type: 'image', image: { link: 'http://p.test/files/a.png' } }],
    };
    const body = { type: 'body', parameters: [{ type: 'text', text: 'Maria' }] };
    await sentId(
      send('template', { name: 'autumn_offer', language: { code: 'en' }, components: [header, body] }),
    );
    await flush();
    expect(statuses().map(({ status }) => status)).toEqual(['sent', 'delivered', 'failed']);
    expect(statuses()[2]).toMatchObject({ errors: [{ code: 131050 }] });
  });

  it('can be tapped: buttons, lists, flows, requests', async () => {
    const interactive = (type: string, action: unknown) =>
      send('interactive', { type, body: { text: 'Well?' }, action });
    const reply = (id: string, title: string) => ({ type: 'reply', reply: { id, title } });
    const buttons = await sentId(interactive('button', { buttons: [reply('y', 'Yes'), reply('n', 'No')] }));
    const rows = [{ id: 'r1', title: 'Oak', description: 'oiled' }];
    const list = await sentId(interactive('list', { button: 'Woods', sections: [{ title: 'Woods', rows }] }));
    const place = await sentId(interactive('location_request_message', { name: 'send_location' }));
    const contact = await sentId(interactive('request_contact_info', { name: 'request_contact_info' }));
    const parameters = { flow_message_version: '3', flow_id: '1', flow_cta: 'Book', flow_token: 't1' };
    const flow = await sentId(interactive('flow', { name: 'flow', parameters }));
    await flush();
    product.received = [];
    await does('tap', { messageId: buttons, option: 'y' });
    await does('tap', { messageId: list, option: 'Oak' });
    await does('tap', { messageId: place, option: 'location' });
    await does('tap', { messageId: contact, option: 'contact' });
    await does('tap', { messageId: flow, option: 'flow', data: { day: 'Monday' } });
    await flush();
    expect(messages()).toMatchObject([
      {
        interactive: { type: 'button_reply', button_reply: { id: 'y', title: 'Yes' } },
        context: { id: buttons },
      },
      { interactive: { list_reply: { id: 'r1', title: 'Oak', description: 'oiled' } } },
      { type: 'location', context: { id: place } },
      { type: 'contacts', contacts: [{ origin: 'contact_request' }] },
      { interactive: { nfm_reply: { response_json: '{"day":"Monday","flow_token":"t1"}' } } },
    ]);
  });

  it('reacts: one status, no bubble; refused for what is not there', async () => {
    const [own] = await screen();
    await sentId(send('reaction', { message_id: own?.wamid, emoji: '🎉' }));
    await sentId(send('reaction', { message_id: 'wamid.none', emoji: '🎉' }));
    await flush();
    expect(statuses().map(({ status }) => status)).toEqual(['sent', 'failed']);
    expect((await screen()).map(({ reactions }) => reactions.business)).toEqual(['🎉']);
  });

  it('writes to groups, whose window any participant opens', async () => {
    const toGroup = () => send('text', { body: 'hello all' }, { to: 'Z3JvdXA', recipient_type: 'group' });
    await says({ text: 'here', group: 'Z3JvdXA' });
    await sentId(toGroup());
    await flush();
    expect(statuses()).toMatchObject([
      { status: 'sent', recipient_type: 'group', recipient_id: 'Z3JvdXA' },
      { status: 'delivered', recipient_participant_id: maria },
    ]);
  });
});

describe('GET /:waba/message_templates', () => {
  it('is paged, filtered, and refuses an old cursor', async () => {
    const get = async (query: string) =>
      (await ask(`/v26.0/201/message_templates?${query}`, { headers: bearer })).json<{
        data: Json[];
        paging?: { cursors: { after: string }; next?: string };
      }>();
    const names: unknown[] = [];
    let page = await get('limit=4');
    for (;;) {
      names.push(...page.data.map(({ name }) => name));
      if (page.paging?.next === undefined) break;
      page = await get(`limit=4&after=${encodeURIComponent(page.paging.cursors.after)}`);
    }
    expect(names).toHaveLength(18);
    // One of them stands in two languages.
    expect(new Set(names).size).toBe(17);
    expect((await get('name=hello_world&fields=name')).data).toEqual([
      { name: 'hello_world', id: expect.any(String) },
    ]);
    expect((await get('status=PAUSED')).data).toHaveLength(1);
    expect(await get('after=nonsense')).toMatchObject({ error: { code: 131059 } });
    const own = { name: 'mine', components: [{ type: 'BODY', text: 'Hi' }] };
    await control('PUT', '/templates/201', [own]);
    expect((await get('')).data).toMatchObject([{ name: 'mine', status: 'APPROVED', language: 'en' }]);
  });
});

describe('faults away from /messages', () => {
  it('meet uploads, resolving and downloads when they are for them', async () => {
    await says({ kind: 'image' });
    await flush();
    const { id, url } = lastMessage()['image'] as { id: string; url: string };
    await control('POST', '/faults', [
      { kind: 'http', status: 503, meets: 'upload' },
      { kind: 'error', code: 131000, meets: 'media' },
      { kind: 'http', status: 500, meets: 'download' },
    ]);
    expect((await upload(new File(['x'], 'a.png', { type: 'image/png' }))).status).toBe(503);
    expect((await ask(`/v26.0/${id}`, { headers: bearer })).status).toBe(500);
    const path = url.replace('http://simulator.test', '');
    expect((await ask(path, { headers: bearer })).status).toBe(500);
    expect((await ask(path, { headers: bearer })).status).toBe(200);
  });
});
