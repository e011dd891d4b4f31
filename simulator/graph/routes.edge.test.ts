import { beforeEach, describe, expect, it } from 'vitest';
import {
  ask,
  begin,
  control,
  flush,
  graph,
  maria,
  product,
  say,
  sendText,
  statuses,
  token,
  values,
} from '../testing/world.ts';

type GraphProblem = { error: Record<string, unknown> };
type Accepted = { contacts: unknown[]; messages: { id: string }[] };

const problem = async (response: Response) => (await response.json<GraphProblem>()).error;
const accepted = async (response: Response) => response.json<Accepted>();

beforeEach(() => begin());

describe('POST /messages', () => {
  it('accepts a text inside the window and tells sent and delivered', async () => {
    await say('oi');
    const response = await sendText('olá', { biz_opaque_callback_data: 'client-1' });
    expect(response.status).toBe(200);
    const { contacts, messages } = await accepted(response);
    expect(contacts).toEqual([{ input: `+${maria}`, wa_id: maria }]);
    await flush();
    const common = {
      id: messages[0]?.id,
      recipient_id: maria,
      recipient_user_id: 'BR.77',
      biz_opaque_callback_data: 'client-1',
    };
    expect(statuses()).toMatchObject([
      { ...common, status: 'sent', pricing: { type: 'free_customer_service', category: 'service' } },
      { ...common, status: 'delivered' },
    ]);
    expect(statuses()[0]?.['timestamp']).toMatch(/^\d{10}$/);
  });

  it('reaches a customer by BSUID and names no wa_id', async () => {
    await say('oi');
    const response = await graph({
      messaging_product: 'whatsapp',
      recipient: 'BR.77',
      text: { body: 'olá' },
    });
    expect((await accepted(response)).contacts).toEqual([{ input: 'BR.77', user_id: 'BR.77' }]);
  });

  it('refuses tokens and accounts that it does not know', async () => {
    const stranger = await graph({}, { bearer: 'nonsense' });
    expect(stranger.status).toBe(401);
    expect(await problem(stranger)).toMatchObject({ code: 190, type: 'OAuthException' });
    const none = await ask('/v26.0/101/messages', { method: 'POST', body: '{}' });
    expect(none.status).toBe(401);
    const lost = await graph({}, { id: '999' });
    expect(lost.status).toBe(400);
    expect(await problem(lost)).toMatchObject({ code: 100, error_subcode: 33 });
  });

  it('does not let one account use the token of another', async () => {
    const other = { wabaId: '202', name: 'Support', displayNumber: '+1 415 555 0132', token: 'other' };
    await control('PUT', '/accounts/102', other);
    expect(await problem(await graph({}, { id: '102' }))).toMatchObject({ code: 100, error_subcode: 33 });
  });

  it('answers errors in Meta’s shape and writes them down', async () => {
    const error = await problem(await sendText('x'.repeat(4097)));
    expect(error).toMatchObject({ message: '(#100) Invalid parameter', type: 'OAuthException', code: 100 });
    expect(error['error_data']).toMatchObject({ messaging_product: 'whatsapp' });
    expect(error['fbtrace_id']).toMatch(/^A[\w-]{22}$/);
    const notJson = await ask('/v26.0/101/messages', {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      body: '{',
    });
    expect(notJson.status).toBe(400);
    const { sends } = await control<{ sends: unknown[] }>('GET', '/sends');
    expect(sends).toMatchObject([
      { kind: 'other', outcome: 'refused', code: 100 },
      { kind: 'other', outcome: 'refused', body: '{' },
    ]);
  });

  it('fails later outside the window, or at once where that is set', async () => {
    await say('oi', { at: Date.now() - 24 * 60 * 60 * 1000 });
    await flush();
    product.received = [];
    expect((await sendText('late')).status).toBe(200);
    await flush();
    expect(statuses()).toMatchObject([
      { status: 'failed', errors: [{ code: 131047, title: 'Re-engagement message' }] },
    ]);
    expect(values()[0]).not.toHaveProperty('contacts');
    expect(statuses()[0]).not.toHaveProperty('recipient_user_id');
    await control('PUT', '/settings', { closedWindow: 'sync' });
    const refused = await sendText('later');
    expect(refused.status).toBe(400);
    expect(await problem(refused)).toMatchObject({ code: 131047 });
    await say('oi again');
    expect((await sendText('in time')).status).toBe(200);
  });

  it('fails later for a stranger and refuses itself', async () => {
    const send = { messaging_product: 'whatsapp', text: { body: 'hi' } };
    expect((await graph({ ...send, to: '4900000000' })).status).toBe(200);
    await flush();
    expect(statuses()).toMatchObject([
      { status: 'failed', recipient_id: '4900000000', errors: [{ code: 131026 }] },
    ]);
    expect(await problem(await graph({ ...send, to: '+55 11 4004 7700' }))).toMatchObject({ code: 131021 });
  });

  it('limits what an account sends, and to whom', async () => {
    await say('oi');
    await control('PUT', '/settings', { throughput: 2 });
    const answers = [await sendText('1'), await sendText('2'), await sendText('3')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]?.headers.get('Retry-After')).toBe('1');
    await control('PUT', '/settings', { throughput: null, pairRate: { burst: 1, refillMs: 60_000 } });
    expect((await sendText('4')).status).toBe(200);
    expect(await problem(await sendText('5'))).toMatchObject({ code: 131056 });
  });

  it('opens a free entry point when an ad is answered', async () => {
    const ad = { source_type: 'ad', source_id: '1', source_url: 'https://fb.me/x', headline: 'Bags' };
    await say('from the ad', { referral: ad });
    await sendText('welcome');
    await flush();
    expect(values()[0]?.messages).toMatchObject([{ type: 'text', referral: ad }]);
    const [sent, delivered] = statuses();
    expect(sent).toMatchObject({
      pricing: { type: 'free_entry_point', category: 'referral_conversion' },
      conversation: { origin: { type: 'referral_conversion' } },
    });
    expect(sent?.['conversation']).toHaveProperty('expiration_timestamp');
    expect(delivered?.['conversation']).not.toHaveProperty('expiration_timestamp');
  });
});

describe('status: read', () => {
  it('turns the customer’s ticks blue up to that message, and shows typing', async () => {
    const first = await say('one', { at: Date.now() - 2000 });
    const second = await say('two', { at: Date.now() - 1000 });
    await say('three');
    await flush();
    const mark = {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: second,
      typing_indicator: { type: 'text' },
    };
    expect(await (await graph(mark)).json()).toEqual({ success: true });
    type Screen = { chat: { typingUntil: number }; messages: { wamid: string; tick: string }[] };
    const screen = await control<Screen>('GET', `/customers/${maria}/chat?accountId=101`);
    expect(screen.messages.map(({ tick }) => tick)).toEqual(['read', 'read', 'delivered']);
    expect(screen.messages[0]?.wamid).toBe(first);
    expect(screen.chat.typingUntil).toBeGreaterThan(Date.now());
    expect((await graph({ ...mark, message_id: 'wamid.unknown' })).status).toBe(400);
  });
});

describe('GET /:phoneNumberId', () => {
  it('describes the number, by field where asked', async () => {
    const get = (query: string) =>
      ask(`/v26.0/101${query}`, { headers: { Authorization: `Bearer ${token}` } });
    expect(await (await get('')).json()).toMatchObject({
      id: '101',
      verified_name: 'Sales BR',
      quality_rating: 'GREEN',
    });
    expect(await (await get('?fields=display_phone_number')).json()).toEqual({
      ...{ display_phone_number: '+55 11 4004-7700', id: '101' },
    });
    expect((await get('?fields=colour')).status).toBe(400);
    expect((await get('/nothing')).status).toBe(400);
  });
});
