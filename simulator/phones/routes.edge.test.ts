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
  values,
} from '../testing/world.ts';

type Screen = {
  chat: { open: boolean; unread: number; windowUntil: number | null };
  messages: { wamid: string; from: string; text: string; tick: string }[];
  waiting: number;
};
const screen = () => control<Screen>('GET', `/customers/${maria}/chat?accountId=101`);
const be = (flags: Record<string, unknown>) => control('PUT', `/customers/${maria}`, flags);
const told = () => statuses().map(({ status }) => status);

beforeEach(async () => {
  await begin();
  await say('oi');
  await flush();
  product.received = [];
});

describe('a phone', () => {
  it('gets what was sent while it was offline when it comes online', async () => {
    await be({ online: false });
    await sendText('one');
    await sendText('two');
    await flush();
    expect(told()).toEqual(['sent', 'sent']);
    expect((await screen()).messages.map(({ text }) => text)).toEqual(['oi']);
    expect((await screen()).waiting).toBe(2);
    await be({ online: true });
    await flush();
    expect(told()).toEqual(['sent', 'sent', 'delivered', 'delivered']);
    expect((await screen()).messages.map(({ text }) => text)).toEqual(['oi', 'one', 'two']);
    expect((await screen()).chat.unread).toBe(2);
  });

  it('reads everything when the chat is opened, and later messages at once', async () => {
    await sendText('one');
    await control('POST', `/customers/${maria}/open`, { accountId: '101' });
    await sendText('two');
    await flush();
    expect(told()).toEqual(['sent', 'delivered', 'read', 'sent', 'delivered', 'read']);
    await control('POST', `/customers/${maria}/close`);
    await sendText('three');
    await flush();
    expect(told().slice(6)).toEqual(['sent', 'delivered']);
  });

  it('reads in silence when receipts are off', async () => {
    await be({ readReceipts: false });
    await control('POST', `/customers/${maria}/open`, { accountId: '101' });
    await sendText('one');
    await flush();
    expect(told()).toEqual(['sent', 'delivered']);
    expect((await screen()).chat.unread).toBe(0);
  });

  it('says nothing while it is offline', async () => {
    await be({ online: false });
    await expect(say('hm')).rejects.toThrow(/offline/);
  });

  it('shows ticks of the customer’s own messages', async () => {
    product.answers = [500];
    await control('PUT', '/settings', { retryBaseMs: 300 });
    await say('two');
    await expect.poll(() => product.received.length).toBe(1);
    expect((await screen()).messages.map(({ tick }) => tick)).toEqual(['delivered', 'sent']);
    await flush();
    expect((await screen()).messages.map(({ tick }) => tick)).toEqual(['delivered', 'delivered']);
  });

  it('opens one chat at a time', async () => {
    const support = { wabaId: '202', name: 'Support', displayNumber: '+1 415 555 0132', token: 'other' };
    await control('PUT', '/accounts/102', support);
    await control('POST', `/customers/${maria}/open`, { accountId: '101' });
    await control('POST', `/customers/${maria}/open`, { accountId: '102' });
    expect((await screen()).chat.open).toBe(false);
  });
});

describe('say and send-raw', () => {
  it('speaks of the past', async () => {
    const at = Date.now() - 60 * 60 * 1000;
    await begin();
    await say('an hour ago', { at });
    await flush();
    expect(values()[0]?.messages).toMatchObject([{ timestamp: String(Math.floor(at / 1000)) }]);
    expect((await screen()).chat.windowUntil).toBe(at + 24 * 60 * 60 * 1000);
  });

  it('sends any kind; a reaction does not open the window', async () => {
    await begin();
    const raw = (message: unknown) =>
      control('POST', `/customers/${maria}/send-raw`, { accountId: '101', message });
    await raw({ type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } });
    expect((await screen()).chat.windowUntil).toBeNull();
    await raw({ type: 'image', image: { id: '5', mime_type: 'image/jpeg', caption: 'look' } });
    await raw({ type: 'system', system: { type: 'user_changed_number', body: 'changed' } });
    await flush();
    expect(values().map(({ messages }) => messages?.[0]?.['type'])).toEqual(['reaction', 'image', 'system']);
    expect(values()[2]).not.toHaveProperty('contacts');
    expect((await screen()).messages.map(({ text }) => text)).toEqual(['👍', 'look', 'changed']);
    expect((await screen()).chat.windowUntil).not.toBeNull();
    await expect(raw({ type: 'text', id: 'wamid.mine' })).rejects.toThrow(/leave id/);
  });

  it('refuses people and accounts that it does not know, with a sentence', async () => {
    await expect(say('x', { accountId: '999' })).rejects.toThrow('400 There is no account 999');
    const nobody = control('POST', '/customers/4900000/say', { accountId: '101', text: 'x' });
    await expect(nobody).rejects.toThrow('400 There is no customer 4900000');
    await expect(control('PUT', '/customers/49000001', {})).rejects.toThrow('Give it a "name"');
    const twin = control('PUT', '/customers/49000001', { name: 'Twin', bsuid: 'BR.77' });
    await expect(twin).rejects.toThrow('already has this BSUID');
  });
});

describe('the world', () => {
  it('forgets everything on reset', async () => {
    await sendText('x');
    await control('POST', '/faults', [{ kind: 'http', status: 500 }]);
    await control('POST', '/reset');
    const state = await control<Record<string, unknown>>('GET', '/state');
    expect(state).toMatchObject({ accounts: [], customers: [], chats: [], faults: [], attempts: [] });
    expect(await control('GET', '/sends')).toEqual({ sends: [] });
    expect((await graph({})).status).toBe(401);
  });

  it('tells the open pages that something changed', async () => {
    const response = await ask('/control/live', { headers: { Upgrade: 'websocket' } });
    const socket = response.webSocket;
    expect(response.status).toBe(101);
    const heard = new Promise((resolve) => socket?.addEventListener('message', ({ data }) => resolve(data)));
    socket?.accept();
    await say('hello');
    expect(await heard).toBe('{"changed":true}');
    socket?.close();
  });

  it('says what is wrong with settings', async () => {
    await expect(control('PUT', '/settings', { habits: { repeat: 0 } })).rejects.toThrow(
      '"habits.repeat" is not right',
    );
    await expect(control('PUT', '/settings', { colour: 'red' })).rejects.toThrow('400');
    expect((await ask('/control/nothing')).status).toBe(404);
  });
});
