import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConversationFrame } from '#domain/frame.ts';
import type { CustomerName } from '../channels/channel.ts';
import { command, connect, idOf, join, meta, migrateD1, objectOf, setUp, view } from '../testing/door.ts';
import { playGraph } from '../testing/graph.ts';
import { saying } from '../testing/meta.ts';
import { openSocket } from '../testing/socket.ts';

const hour = 60 * 60 * 1000;
let admin = '';
let ana: { id: string; cookie: string };
let rui: { id: string; cookie: string };
let graph: ReturnType<typeof playGraph>;
let nextPhone = 15557000000;

/** A customer that no other test has spoken to. */
function somebody(): { phone: string; name: CustomerName } {
  nextPhone += 1;
  return { phone: String(nextPhone), name: `phone:${nextPhone}` };
}

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
  ana = await join(admin, 'Ana Reis', 'agent');
  rui = await join(admin, 'Rui Costa', 'agent');
});

beforeEach(() => {
  graph = playGraph();
});

afterEach(() => {
  graph.restore();
  vi.useRealTimers();
});

describe('the window and the alarm', () => {
  it('tells the window’s end once, live, at its second (R-13, R-38)', async () => {
    const { phone, name } = somebody();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const opened = Math.floor(Date.now() / 1000) * 1000 - 23 * hour;
    await meta(saying({ id: `wamid.in.${phone}`, from: phone, at: opened }));
    const socket = await openSocket<ConversationFrame>(`/api/conversations/${await idOf(name)}/live`, admin);
    socket.hello(null);
    await socket.wait(1);
    const object = await objectOf(name);
    vi.setSystemTime(opened + 24 * hour - 1);
    await runDurableObjectAlarm(object);
    expect(socket.frames).toHaveLength(1);
    vi.setSystemTime(opened + 24 * hour);
    await runDurableObjectAlarm(object);
    await socket.wait(2);
    await runDurableObjectAlarm(object);
    const { head, messages } = await view(name, admin);
    expect(head.windowExpiresAt).toBe(opened + 24 * hour);
    expect(messages.filter(({ content }) => content.kind === 'line')).toHaveLength(1);
    expect(socket.frames[1]).toMatchObject({
      t: 'changes',
      messages: [{ content: { what: 'window-closed' } }],
    });
  });

  it('tells the end of a window before the message that opens it again (R-28, R-38)', async () => {
    const { phone, name } = somebody();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const opened = Math.floor(Date.now() / 1000) * 1000 - hour;
    await meta(saying({ id: `wamid.1.${phone}`, from: phone, at: opened }));
    vi.setSystemTime(opened + 25 * hour);
    await meta(saying({ id: `wamid.2.${phone}`, from: phone, at: opened + 25 * hour }));
    const { messages } = await view(name, admin);
    expect(messages.map(({ content }) => content.kind)).toEqual(['text', 'line', 'text']);
  });

  it('does not move the alarm with every message (R-39)', async () => {
    const { phone, name } = somebody();
    const at = Date.now() - hour;
    await meta(saying({ id: `wamid.1.${phone}`, from: phone, at }));
    const object = await objectOf(name);
    const alarm = async () => runInDurableObject(object, (_instance, { storage }) => storage.getAlarm());
    const first = await alarm();
    await meta(saying({ id: `wamid.2.${phone}`, from: phone, at: at + 1000 }));
    expect(await alarm()).toBe(first);
  });
});

describe('the socket', () => {
  it('answers hello with a snapshot, the gap, or a snapshot when the number is unknown here (R-4, R-5)', async () => {
    const { phone, name } = somebody();
    const at = Date.now() - hour;
    for (const n of [1, 2, 3])
      await meta(saying({ id: `wamid.${n}.${phone}`, from: phone, at: at + n * 1000 }));
    const path = `/api/conversations/${await idOf(name)}/live`;
    const fresh = await openSocket<ConversationFrame>(path, admin);
    fresh.hello(null);
    expect((await fresh.wait(1))[0]).toMatchObject({ t: 'snapshot', head: { rev: 3 }, more: false });
    const behind = await openSocket<ConversationFrame>(path, admin);
    behind.hello(1);
    const [gap] = await behind.wait(1);
    expect(gap).toMatchObject({ t: 'changes', from: 1, to: 3 });
    expect(gap?.messages.map(({ id }) => id)).toEqual([`wamid.2.${phone}`, `wamid.3.${phone}`]);
    const ahead = await openSocket<ConversationFrame>(path, admin);
    ahead.hello(99);
    expect((await ahead.wait(1))[0]).toMatchObject({ t: 'snapshot' });
  });

  it('keeps its numbers through hibernation', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.1.${phone}`, from: phone, at: Date.now() - hour }));
    const socket = await openSocket<ConversationFrame>(`/api/conversations/${await idOf(name)}/live`, admin);
    socket.hello(null);
    await socket.wait(1);
    await evictDurableObject(await objectOf(name), { webSockets: 'hibernate' });
    await meta(saying({ id: `wamid.2.${phone}`, from: phone, at: Date.now() }));
    expect((await socket.wait(2))[1]).toMatchObject({ t: 'changes', from: 1, to: 2 });
  });

  it('closes on who may not see the conversation any more, without a frame (R-36)', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.1.${phone}`, from: phone, at: Date.now() - hour }));
    const socket = await openSocket<ConversationFrame>(
      `/api/conversations/${await idOf(name)}/live`,
      rui.cookie,
    );
    socket.hello(null);
    await socket.wait(1);
    const sent = await command(name, ana.cookie, {
      type: 'send',
      draft: { kind: 'text', text: 'Ana takes it' },
    });
    expect(sent.status).toBe(200);
    await socket.wait(2);
    expect(socket.frames).toHaveLength(1);
    expect(socket.closed).toEqual({ code: 4403, reason: 'forbidden' });
  });

  it('closes on a frame that it does not understand', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.1.${phone}`, from: phone, at: Date.now() - hour }));
    const socket = await openSocket<ConversationFrame>(`/api/conversations/${await idOf(name)}/live`, admin);
    socket.send('{"t":"hello","v":99,"since":0}');
    await socket.wait(1);
    expect(socket.closed).toEqual({ code: 4400, reason: 'badFrame' });
  });
});
