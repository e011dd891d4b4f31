import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConversationFrame } from '#domain/frame.ts';
import type { CustomerName } from '../channels/channel.ts';
import {
  command,
  connect,
  idOf,
  join,
  meta,
  migrateD1,
  objectOf,
  setUp,
  view,
  webhook,
} from '../testing/door.ts';
import { acceptedAs, playGraph, refusedWith } from '../testing/graph.ts';
import { bodyOf, reporting, saying } from '../testing/meta.ts';
import { openSocket } from '../testing/socket.ts';
import { eventually } from '../testing/eventually.ts';

const hour = 60 * 60 * 1000;
let admin = '';
let ana: { id: string; cookie: string };
let rui: { id: string; cookie: string };
let graph: ReturnType<typeof playGraph>;
let nextPhone = 15552000000;

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

/** Waits until `test` holds for what `cookie` sees of `name`. */
async function until(name: CustomerName, test: (seen: Awaited<ReturnType<typeof view>>) => boolean) {
  return eventually(async () => {
    const seen = await view(name, admin);
    if (!test(seen))
      throw new Error(`not yet: ${JSON.stringify(seen.messages.map(({ delivery }) => delivery?.state))}`);
    return seen;
  });
}

const deliveryOf = (seen: Awaited<ReturnType<typeof view>>) =>
  seen.messages.filter(({ direction }) => direction === 'out').map(({ delivery }) => delivery?.state);

async function send(name: CustomerName, text: string, clientId: string = crypto.randomUUID()) {
  const answer = await command(name, ana.cookie, { type: 'send', draft: { kind: 'text', text }, clientId });
  expect(answer.status).toBe(200);
  return clientId;
}

describe('what comes in', () => {
  it('makes one row and one frame of the same webhook ten times in parallel (R-3)', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.first.${phone}`, from: phone, at: Date.now() - hour }));
    const socket = await openSocket<ConversationFrame>(`/api/conversations/${await idOf(name)}/live`, admin);
    socket.hello(null);
    await socket.wait(1);
    const body = bodyOf(saying({ id: `wamid.again.${phone}`, from: phone, at: Date.now() }));
    const answers = await Promise.all(Array.from({ length: 10 }, () => webhook(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const seen = await view(name, admin);
    expect(seen.messages).toHaveLength(2);
    expect(seen.head).toMatchObject({ unread: 2, rev: 2 });
    expect(socket.frames.map(({ t }) => t)).toEqual(['snapshot', 'changes']);
  });

  it('shows twenty shuffled webhooks in the order of Meta’s time (R-1, R-2)', async () => {
    const { phone, name } = somebody();
    const start = Date.now() - 2 * hour;
    const order = [7, 3, 19, 0, 12, 1, 18, 5, 9, 14, 2, 16, 4, 11, 8, 17, 6, 13, 10, 15];
    for (const n of order) {
      await meta(saying({ id: `wamid.${phone}.${n}`, from: phone, text: `${n}`, at: start + n * 1000 }));
    }
    const { head, messages } = await view(name, admin);
    const texts = messages.map(({ content }) => ('text' in content ? Number(content.text) : -1));
    expect(texts).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(head).toMatchObject({ unread: 20, preview: { text: '19' } });
  });

  it('begins under the BSUID and makes the phone a signpost; later names lead to the same place (R-29…R-31)', async () => {
    const { phone, name } = somebody();
    const bsuid = `US.${phone}`;
    const at = Date.now() - hour;
    await meta(saying({ id: `wamid.a.${phone}`, from: phone, bsuid, at }));
    await meta(saying({ id: `wamid.b.${phone}`, from: phone, at: at + 1000 }));
    await meta(saying({ id: `wamid.c.${phone}`, bsuid, at: at + 2000 }));
    const seen = await view(`bsuid:${bsuid}`, admin);
    expect(seen.messages.map(({ id }) => id)).toEqual([
      `wamid.a.${phone}`,
      `wamid.b.${phone}`,
      `wamid.c.${phone}`,
    ]);
    // The weak name's object is a signpost: its id opens the same conversation.
    expect(await view(name, admin)).toMatchObject({ head: { id: seen.head.id }, messages: seen.messages });
    expect(seen.head.id).toBe(await idOf(`bsuid:${bsuid}`));
  });

  it('finds a conversation that began under the phone when the BSUID shows up (R-30, R-31)', async () => {
    const { phone, name } = somebody();
    const bsuid = `BR.${phone}`;
    const at = Date.now() - hour;
    await meta(saying({ id: `wamid.a.${phone}`, from: phone, at }));
    await meta(saying({ id: `wamid.b.${phone}`, from: phone, bsuid, at: at + 1000 }));
    await meta(saying({ id: `wamid.c.${phone}`, bsuid, at: at + 2000 }));
    const seen = await view(name, admin);
    expect(seen.messages).toHaveLength(3);
    expect(seen.head.id).toBe(await idOf(name));
    expect((await view(`bsuid:${bsuid}`, admin)).head.id).toBe(seen.head.id);
  });

  it('never splits when both names arrive at the same time in different webhooks (R-30)', async () => {
    const { phone, name } = somebody();
    const bsuid = `IN.${phone}`;
    const at = Date.now() - hour;
    await Promise.all([
      meta(saying({ id: `wamid.a.${phone}`, from: phone, bsuid, at })),
      meta(saying({ id: `wamid.b.${phone}`, from: phone, bsuid, at: at + 1000 })),
      meta(saying({ id: `wamid.c.${phone}`, from: phone, at: at + 2000 })),
    ]);
    const [byPhone, byBsuid] = await Promise.all([view(name, admin), view(`bsuid:${bsuid}`, admin)]);
    expect(byPhone.messages).toHaveLength(3);
    expect(byBsuid.head.id).toBe(byPhone.head.id);
    expect(byBsuid.messages).toEqual(byPhone.messages);
  });

  it('brings an archived conversation back when the customer writes, with a line (R-27, R-28)', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.1.${phone}`, from: phone, at: Date.now() - hour }));
    await command(name, admin, { type: 'archive' });
    expect((await view(name, admin)).head.archived).toBe(true);
    await meta(saying({ id: `wamid.2.${phone}`, from: phone, at: Date.now() }));
    const { head, messages } = await view(name, admin);
    expect(head.archived).toBe(false);
    const lines = messages.flatMap(({ content }) => (content.kind === 'line' ? [content.what] : []));
    expect(lines).toEqual(['archived', 'reopened']);
  });
});

describe('what goes out', () => {
  it('goes from queued to accepted and up the ladder, with our id at Meta (R-6, R-8)', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.in.${phone}`, from: phone, at: Date.now() - hour }));
    graph.answer(() => acceptedAs(`wamid.out.${phone}`));
    const id = await send(name, 'Sim!');
    await until(name, (seen) => deliveryOf(seen)[0] === 'accepted');
    expect(graph.asked).toHaveLength(1);
    expect(graph.asked[0]).toMatchObject({
      url: 'https://graph.test/v26.0/555000111/messages',
      token: 'Bearer EAAtoken',
      body: { to: `+${phone}`, type: 'text', text: { body: 'Sim!' }, biz_opaque_callback_data: id },
    });
    const at = Date.now();
    for (const status of ['read', 'delivered', 'sent']) {
      await meta(reporting({ id: `wamid.out.${phone}`, status, to: phone, at }));
    }
    expect(deliveryOf(await view(name, admin))).toEqual(['read']);
  });

  it('keeps a status that comes before the answer that names its message (R-9)', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.in.${phone}`, from: phone, at: Date.now() - hour }));
    graph.answer(async () => {
      await meta(reporting({ id: `wamid.early.${phone}`, status: 'delivered', to: phone, at: Date.now() }));
      return acceptedAs(`wamid.early.${phone}`);
    });
    await send(name, 'Quick');
    await until(name, (seen) => deliveryOf(seen)[0] === 'delivered');
  });

  it('makes one message of a double click and of a repeated request (R-18)', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.in.${phone}`, from: phone, at: Date.now() - hour }));
    const clientId = crypto.randomUUID();
    await Promise.all([
      send(name, 'Once', clientId),
      send(name, 'Once', clientId),
      send(name, 'Once', clientId),
    ]);
    await until(name, (seen) => deliveryOf(seen)[0] === 'accepted');
    await send(name, 'Once', clientId);
    expect(deliveryOf(await view(name, admin))).toEqual(['accepted']);
    expect(graph.asked).toHaveLength(1);
  });

  it('sends one at a time, in order; a waiting one holds back the later ones (R-19, R-20)', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.in.${phone}`, from: phone, at: Date.now() - hour }));
    graph.answer(() => refusedWith(130429, 429, { 'retry-after': '1' }));
    await send(name, 'one');
    await send(name, 'two');
    const waiting = await until(name, (seen) =>
      Boolean(seen.messages.find(({ delivery }) => delivery?.waiting)),
    );
    expect(deliveryOf(waiting)).toEqual(['queued', 'queued']);
    expect(graph.asked).toHaveLength(1);
    const object = await objectOf(name);
    await eventually(async () => {
      await runDurableObjectAlarm(object);
      expect(graph.asked).toHaveLength(3);
    });
    await until(name, (seen) => deliveryOf(seen).every((state) => state === 'accepted'));
    const texts = graph.asked.map(({ body }) => (body['text'] as { body: string }).body);
    expect(texts).toEqual(['one', 'one', 'two']);
  });

  it('says why Meta refused, and lets the next one go (R-7, R-19)', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.in.${phone}`, from: phone, at: Date.now() - hour }));
    graph.answer(() => refusedWith(131026));
    await send(name, 'one');
    await send(name, 'two');
    const seen = await until(name, (now) => deliveryOf(now)[1] === 'accepted');
    expect(deliveryOf(seen)).toEqual(['failed', 'accepted']);
    const failed = seen.messages.find(({ delivery }) => delivery?.state === 'failed');
    expect(failed?.delivery?.failure).toMatchObject({
      code: '131026',
      sentence: expect.stringContaining('WhatsApp'),
    });
    expect(failed?.content).toEqual({ kind: 'text', text: 'one' });
  });

  it('does not know what became of a send without an answer, never repeats it, and takes a late status (R-8)', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.in.${phone}`, from: phone, at: Date.now() - hour }));
    graph.answer(() => {
      throw new Error('Network connection lost.');
    });
    const id = await send(name, 'Did it?');
    await until(name, (seen) => deliveryOf(seen)[0] === 'unknown');
    await runDurableObjectAlarm(await objectOf(name));
    expect(graph.asked).toHaveLength(1);
    const late = reporting({
      id: `wamid.late.${phone}`,
      status: 'delivered',
      to: phone,
      at: Date.now(),
      callbackId: id,
    });
    await meta(late);
    expect(deliveryOf(await view(name, admin))).toEqual(['delivered']);
    await meta(reporting({ id: `wamid.late.${phone}`, status: 'read', to: phone, at: Date.now() }));
    expect(deliveryOf(await view(name, admin))).toEqual(['read']);
  });

  it('calls a send unknown that had left when the object stopped (R-21)', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.in.${phone}`, from: phone, at: Date.now() - hour }));
    await send(name, 'Gone?');
    await until(name, (seen) => deliveryOf(seen)[0] === 'accepted');
    const object = await objectOf(name);
    const messageId =
      (await view(name, admin)).messages.find(({ direction }) => direction === 'out')?.id ?? '';
    await runInDurableObject(object, (_instance, { storage }) => {
      // As it was between "left" and the answer.
      storage.sql.exec(
        'UPDATE message SET body = replace(body, \'"accepted"\', \'"queued"\'), meta_id = NULL WHERE id = ?',
        messageId,
      );
      storage.sql.exec('INSERT INTO outbox VALUES (99, ?, 0, 0, 1)', messageId);
    });
    await evictDurableObject(object);
    const seen = await view(name, admin);
    expect(deliveryOf(seen)).toEqual(['unknown']);
    expect(graph.asked).toHaveLength(1);
  });
});

describe('who may', () => {
  it('refuses an agent whose conversation is another’s, in a sentence (R-26)', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.in.${phone}`, from: phone, at: Date.now() - hour }));
    await send(name, 'Mine now');
    const answer = await command(name, rui.cookie, { type: 'send', draft: { kind: 'text', text: 'Mine!' } });
    // Rui's setting lets him see only his own and unassigned ones.
    expect(answer.status).toBe(404);
    const manager = await join(admin, `Mona ${phone}`, 'manager');
    const refused = await command(name, manager.cookie, {
      type: 'send',
      draft: { kind: 'text', text: 'Mine!' },
    });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      code: 'assigned-to-other',
      sentence: expect.stringContaining('Ana Reis answers this conversation.'),
    });
    expect(deliveryOf(await view(name, admin))).toHaveLength(1);
  });

  it('refuses free text outside the window, in a sentence (R-17)', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.in.${phone}`, from: phone, at: Date.now() - 25 * hour }));
    const answer = await command(name, ana.cookie, {
      type: 'send',
      draft: { kind: 'text', text: 'Too late' },
    });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({
      code: 'window-closed',
      sentence: expect.stringContaining('24-hour'),
    });
    expect(graph.asked).toHaveLength(0);
  });

  it('gives an unassigned conversation to the first of two takers and names them to the second (R-26)', async () => {
    const { phone, name } = somebody();
    await meta(saying({ id: `wamid.in.${phone}`, from: phone, at: Date.now() - hour }));
    const answers = await Promise.all([
      command(name, ana.cookie, { type: 'assign', personId: ana.id }),
      command(name, rui.cookie, { type: 'assign', personId: rui.id }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404]);
    const { head, messages } = await view(name, admin);
    expect(['Ana Reis', 'Rui Costa']).toContain(head.assignee?.name);
    expect(messages.filter(({ direction }) => direction === 'line')).toHaveLength(1);
  });

  it('clears unread up to what was seen, only by who may reply (R-24)', async () => {
    const { phone, name } = somebody();
    const at = Date.now() - hour;
    await meta(saying({ id: `wamid.1.${phone}`, from: phone, at }));
    const { rev } = (await view(name, admin)).head;
    await meta(saying({ id: `wamid.2.${phone}`, from: phone, at: at + 1000 }));
    await command(name, ana.cookie, { type: 'read', rev });
    expect((await view(name, admin)).head.unread).toBe(1);
    const manager = await join(admin, `Manu ${phone}`, 'manager');
    await command(name, manager.cookie, { type: 'read', rev: rev + 10 });
    expect((await view(name, admin)).head.unread).toBe(1);
    await send(name, 'Answer');
    expect((await view(name, admin)).head.unread).toBe(0);
    await command(name, ana.cookie, { type: 'unread' });
    expect((await view(name, admin)).head.unread).toBe(1);
  });
});
