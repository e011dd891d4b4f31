import { runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationFrame, ListFrame } from '#domain/frame.ts';
import type { ListPage } from '#domain/http.ts';
import type { CustomerName } from '../channels/channel.ts';
import {
  ask,
  command,
  connect,
  idOf,
  meta,
  migrateD1,
  objectOf,
  setUp,
  until,
  view,
  webhook,
} from '../testing/door.ts';
import { breakD1 } from '../testing/failing-d1.ts';
import { playGraph } from '../testing/graph.ts';
import { bodyOf, from, messagingBody, reporting, saying } from '../testing/meta.ts';
import { openSocket } from '../testing/socket.ts';
import { eventually } from '../testing/eventually.ts';

const hour = 60 * 60 * 1000;
let admin = '';
let graph: ReturnType<typeof playGraph>;
let broken: ReturnType<typeof breakD1> | null = null;
let next = 15600000000;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  for (const channel of ['whatsapp', 'messenger', 'instagram'] as const) await connect(admin, channel);
});

beforeEach(() => {
  graph = playGraph();
});

afterEach(() => {
  broken?.repair();
  graph.restore();
});

const write = {
  whatsapp: (id: string, mid: string, at: number) => bodyOf(saying({ id: mid, from: id, text: mid, at })),
  messenger: (id: string, mid: string, at: number) =>
    messagingBody('messenger', from(id, at, { message: { mid, text: mid } })),
  instagram: (id: string, mid: string, at: number) =>
    messagingBody('instagram', from(id, at, { message: { mid, text: mid } })),
};
const kinds = { whatsapp: 'phone', messenger: 'psid', instagram: 'igsid' } as const;

async function row(name: CustomerName) {
  const answer = await ask('/api/conversations', { cookie: admin });
  const { rows } = await answer.json<ListPage>();
  const id = await idOf(name);
  return rows.find((one) => one.id === id);
}

describe.each(['whatsapp', 'messenger', 'instagram'] as const)('while D1 fails, on %s', (channel) => {
  it('events are stored and pushed, and can be answered; then the list catches up (R-35)', async () => {
    next += 1;
    const id = String(next);
    const name: CustomerName = `${kinds[channel]}:${id}`;
    expect((await webhook(write[channel](id, `one.${id}`, Date.now() - hour))).status).toBe(200);
    // Somebody works here already: session and account are known, and an answer has gone out.
    await command(name, admin, { type: 'send', draft: { kind: 'text', text: 'Hello' } });
    await until(name, admin, ({ messages }) => messages.at(-1)?.delivery?.state === 'accepted');
    await eventually(async () => expect(await row(name)).toMatchObject({ preview: { text: 'Hello' } }));
    const socket = await openSocket<ConversationFrame>(`/api/conversations/${await idOf(name)}/live`, admin);
    socket.hello(null);
    await socket.wait(1);
    const list = await openSocket<ListFrame>('/api/live', admin);
    list.hello(null);
    await list.wait(1);

    broken = breakD1();
    expect((await webhook(write[channel](id, `two.${id}`, Date.now() + 1000))).status).toBe(200);
    await socket.wait(2);
    expect(socket.frames[1]?.messages).toMatchObject([{ id: `two.${id}`, content: { text: `two.${id}` } }]);
    await eventually(() => expect(JSON.stringify(list.frames)).toContain(`two.${id}`));
    expect((await view(name, admin)).head.unread).toBe(1);
    const before = graph.asked.length;
    const answer = await command(name, admin, { type: 'send', draft: { kind: 'text', text: 'At once' } });
    expect(answer.status).toBe(200);
    await until(
      name,
      admin,
      ({ messages }) => messages.filter(({ delivery }) => delivery?.state === 'accepted').length === 2,
    );
    expect(graph.asked).toHaveLength(before + 1);
    expect(socket.closed).toBeNull();

    // Somebody new writes, too, and is shown to whoever watches the list.
    next += 1;
    const stranger: CustomerName = `${kinds[channel]}:${next}`;
    expect((await webhook(write[channel](String(next), `three.${next}`, Date.now()))).status).toBe(200);
    expect((await view(stranger, admin)).messages).toHaveLength(1);
    expect(broken.asked()).toBeGreaterThan(0);

    broken.repair();
    for (const one of [name, stranger]) {
      const { head } = await view(one, admin);
      await eventually(async () => {
        await runDurableObjectAlarm(await objectOf(one));
        expect(await row(one)).toMatchObject({ rev: head.rev, unread: head.unread });
      });
    }
    list.close();
    socket.close();
  });
});

describe('while D1 fails', () => {
  it('reports find their messages, and two names of a customer still one conversation (R-9, R-31)', async () => {
    next += 1;
    const [phone, bsuid] = [String(next), `US.${next}`];
    const name: CustomerName = `phone:${phone}`;
    await meta(saying({ id: `in.${phone}`, from: phone, at: Date.now() - hour }));
    await command(name, admin, { type: 'send', draft: { kind: 'text', text: 'Hello' } });
    await until(name, admin, ({ messages }) => messages.at(-1)?.delivery?.state === 'accepted');
    const { messages } = await view(name, admin);
    broken = breakD1();
    const { id = '' } = messages.at(-1) ?? {};
    const report = { id: `late.${phone}`, status: 'read', to: phone, callbackId: id, at: Date.now() };
    await meta(reporting(report), saying({ id: `both.${phone}`, from: phone, bsuid, at: Date.now() }));
    await meta(saying({ id: `new.${phone}`, bsuid, at: Date.now() }));
    const seen = await view(name, admin);
    expect(seen.messages.find((one) => one.id === id)?.delivery?.state).toBe('read');
    expect((await view(`bsuid:${bsuid}`, admin)).head.id).toBe(seen.head.id);
    expect(seen.messages.filter(({ direction }) => direction === 'in')).toHaveLength(3);
  });

  it('what only D1 could keep is not answered with 200: Meta comes again (R-44)', async () => {
    broken = breakD1();
    next += 1;
    const body = bodyOf(
      { field: 'moon_phase', value: { phase: 'new' } },
      saying({ id: `in.${next}`, from: String(next), at: Date.now() - hour }),
    );
    expect((await webhook(body)).status).toBe(503);
    expect((await view(`phone:${next}`, admin)).messages).toHaveLength(1);
    broken.repair();
    expect((await webhook(body)).status).toBe(200);
    expect((await view(`phone:${next}`, admin)).messages).toHaveLength(1);
  });
});
