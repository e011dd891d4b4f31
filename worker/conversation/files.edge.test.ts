import { runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { File } from '#domain/content.ts';
import type { ConversationFrame } from '#domain/frame.ts';
import type { ConversationView } from '#domain/http.ts';
import type { CustomerName } from '../channels/channel.ts';
import { ask, command, connect, env, idOf, join, meta, migrateD1, objectOf, setUp } from '../testing/door.ts';
import { until, view, webhook } from '../testing/door.ts';
import { picture, sha256 } from '../testing/files.ts';
import { playGraph, refusedWith } from '../testing/graph.ts';
import { from, messagingBody, saying } from '../testing/meta.ts';
import { openSocket } from '../testing/socket.ts';
import { eventually } from '../testing/eventually.ts';

const hour = 60 * 60 * 1000;
const bytes = picture();
let admin = '';
let ana: { id: string; cookie: string };
let rui: { id: string; cookie: string };
let graph: ReturnType<typeof playGraph>;
let next = 15580000000;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin, 'whatsapp');
  await connect(admin, 'messenger');
  await connect(admin, 'instagram');
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

const jpeg = (): Response => new Response(bytes, { headers: { 'content-type': 'image/jpeg' } });

function filesOf({ messages }: ConversationView): readonly File[] {
  return messages.flatMap(({ content }) => (content.kind === 'files' ? content.files : []));
}
const stateOf = (seen: ConversationView): string | undefined => filesOf(seen)[0]?.state;

type Sent = { readonly name: CustomerName; readonly mid: string };

/** A WhatsApp customer sends a picture; `media` is how Meta calls it. */
async function sendPicture(media: Record<string, unknown> = {}): Promise<Sent> {
  next += 1;
  const [id, mid] = [String(next), `wamid.picture/${next}`];
  const image = { id: `media-${next}`, mime_type: 'image/jpeg', caption: 'Look', ...media };
  await meta(saying({ id: mid, from: id, at: Date.now() - hour, kind: { type: 'image', image } }));
  return { name: `phone:${id}`, mid };
}

async function get({ name, mid }: Sent, cookie?: string): Promise<Response> {
  const path = `/api/media/${await idOf(name)}/${encodeURIComponent(mid)}/0`;
  return ask(path, cookie === undefined ? {} : { cookie });
}

describe('a picture of a customer', () => {
  it('is a placeholder at once, then here, live; and shown to those who may see it', async () => {
    let isReady = false;
    graph.serve('/media-', () => Response.json({ url: 'https://lookaside.fbsbx.com/file' }));
    // A promise of the test's own could not be awaited by an object.
    graph.serve('lookaside', async () => {
      while (!isReady) await scheduler.wait(5);
      return jpeg();
    });
    const sent = await sendPicture({ sha256: await sha256(bytes) });
    const placeholder = { type: 'image', state: 'waiting', mime: 'image/jpeg' };
    const { messages, head } = await view(sent.name, admin);
    expect(messages[0]?.content).toMatchObject({ kind: 'files', text: 'Look', files: [placeholder] });
    expect(head).toMatchObject({ unread: 1, preview: { kind: 'files', of: 'image', text: 'Look' } });
    expect((await get(sent, admin)).status).toBe(404);
    const socket = await openSocket<ConversationFrame>(
      `/api/conversations/${await idOf(sent.name)}/live`,
      admin,
    );
    socket.hello(null);
    await socket.wait(1);
    isReady = true;
    await socket.wait(2);
    const here = { type: 'image', state: 'here', mime: 'image/jpeg', bytes: bytes.byteLength };
    expect(socket.frames[1]?.messages).toMatchObject([{ id: sent.mid, content: { files: [here] } }]);
    const token = graph.all.find(({ url }) => url.includes('lookaside'))?.token;
    expect(token).toBe('Bearer EAAtoken');

    await command(sent.name, ana.cookie, { type: 'assign', personId: ana.id });
    for (const cookie of [admin, ana.cookie]) {
      const answer = await get(sent, cookie);
      expect(answer.status).toBe(200);
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
    }
    expect((await get(sent, rui.cookie)).status).toBe(404);
    expect((await get(sent)).status).toBe(401);
    expect((await get({ ...sent, mid: 'other' }, admin)).status).toBe(404);
  });

  it('is tried again while Meta keeps it', async () => {
    graph.serve('/media-', () => refusedWith(131000, 500));
    const sent = await sendPicture();
    await eventually(() => expect(graph.all).toHaveLength(1));
    expect(stateOf(await view(sent.name, admin))).toBe('waiting');
    graph.serve('/media-', () => Response.json({ url: 'https://lookaside.fbsbx.com/file' }));
    graph.serve('lookaside', jpeg);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 60_000 });
    await eventually(async () => {
      await runDurableObjectAlarm(await objectOf(sent.name));
      expect(stateOf(await view(sent.name, admin))).toBe('here');
    });
  });

  it.each([
    ['Meta has it no more', () => refusedWith(100, 400), 0],
    ['it could not be had for a week', () => refusedWith(131000, 500), 8 * 24 * hour],
  ])('is lost, in words, when %s', async (_why, answer, passed) => {
    graph.serve('/media-', answer);
    const sent = await sendPicture();
    await eventually(() => expect(graph.all.length).toBeGreaterThan(0));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + passed });
    await eventually(async () => {
      await runDurableObjectAlarm(await objectOf(sent.name));
      expect(stateOf(await view(sent.name, admin))).toBe('lost');
    });
    const [file] = filesOf(await view(sent.name, admin));
    expect(file?.sentence).toMatch(/Ask the customer/);
    expect((await get(sent, admin)).status).toBe(404);
  });
});

describe.each(['messenger', 'instagram'] as const)('a customer of %s', (side) => {
  const fields = {
    messenger: { first_name: 'Maria', last_name: 'Silva', profile_pic: 'https://pics.fbcdn.net/p' },
    instagram: { name: 'Maria Silva', username: 'maria', profile_pic: 'https://pics.fbcdn.net/p' },
  };

  async function write(message: Record<string, unknown>): Promise<CustomerName> {
    next += 1;
    const item = from(String(next), Date.now() - hour, { message: { mid: `m_${next}`, ...message } });
    expect((await webhook(messagingBody(side, item))).status).toBe(200);
    return side === 'messenger' ? `psid:${next}` : `igsid:${next}`;
  }

  it('has a name and a picture, asked for once, kept with us', async () => {
    graph.serve(`/${next + 1}?`, () => Response.json(fields[side]));
    graph.serve('pics.fbcdn.net', jpeg);
    const name = await write({ text: 'Hi' });
    const { head } = await until(name, admin, (seen) => seen.head.picture !== undefined);
    expect(head.name).toBe('Maria Silva');
    if (side === 'instagram') expect(head.username).toBe('@maria');
    const path = `/api/media/${head.id}/picture?v=${head.picture}`;
    const shown = await ask(path, { cookie: admin });
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(bytes);
    expect((await ask(path)).status).toBe(401);
    const item = from(name.slice(name.indexOf(':') + 1), Date.now(), {
      message: { mid: 'again', text: 'Me again' },
    });
    const before = graph.all.length;
    await webhook(messagingBody(side, item));
    await runDurableObjectAlarm(await objectOf(name));
    expect(graph.all).toHaveLength(before);
    await eventually(async () => {
      const row = await env.DB.prepare("SELECT head ->> 'name' AS name FROM conversation WHERE id = ?")
        .bind(head.id)
        .first();
      expect(row).toEqual({ name: 'Maria Silva' });
    });
  });

  it('whom Meta does not describe can be written with all the same', async () => {
    const name = await write({ text: 'Hi' });
    await eventually(() => expect(graph.all).toHaveLength(1));
    await command(name, admin, { type: 'send', draft: { kind: 'text', text: 'Hello' } });
    const { head } = await until(
      name,
      admin,
      ({ messages }) => messages.at(-1)?.delivery?.state === 'accepted',
    );
    expect(head.name).toBe('');
    await runDurableObjectAlarm(await objectOf(name));
    expect(graph.all).toHaveLength(2);
  });

  it('sends a file, which is fetched without a token', async () => {
    graph.serve('cdn.fbsbx.com', jpeg);
    const attachment = { type: 'image', payload: { url: 'https://cdn.fbsbx.com/a.jpg' } };
    const name = await write({ attachments: [attachment] });
    const seen = await until(name, admin, (one) => stateOf(one) === 'here');
    expect(graph.all.find(({ url }) => url.includes('cdn.'))?.token).toBeNull();
    expect((await get({ name, mid: seen.messages[0]?.id ?? '' }, admin)).status).toBe(200);
  });
});

describe('a picture of ours', () => {
  async function upload(): Promise<Extract<ConversationUpload, { uploadId: string }>> {
    const answer = await ask('/api/uploads?type=image&name=offer.jpg', {
      method: 'POST',
      cookie: admin,
      body: bytes,
      headers: { 'content-type': 'image/jpeg' },
    });
    expect(answer.status).toBe(201);
    return answer.json();
  }
  type ConversationUpload = { uploadId: string; type: 'image'; mime: string; bytes: number; name?: string };

  async function somebody(channel: 'whatsapp' | 'messenger' | 'instagram'): Promise<CustomerName> {
    next += 1;
    const id = String(next);
    if (channel === 'whatsapp') {
      await meta(saying({ id: `in.${id}`, from: id, at: Date.now() - hour }));
      return `phone:${id}`;
    }
    const item = from(id, Date.now() - hour, { message: { mid: `in.${id}`, text: 'Hi' } });
    expect((await webhook(messagingBody(channel, item))).status).toBe(200);
    return channel === 'messenger' ? `psid:${id}` : `igsid:${id}`;
  }

  async function sendTo(name: CustomerName, file: ConversationUpload, text = ''): Promise<string> {
    const clientId = crypto.randomUUID();
    const draft = { kind: 'files', text, files: [file] } as const;
    const answer = await command(name, admin, { type: 'send', clientId, draft: { ...draft, files: [file] } });
    expect(await answer.json()).toMatchObject({ message: { content: { files: [{ state: 'here' }] } } });
    await until(name, admin, ({ messages }) => messages.at(-1)?.delivery?.state === 'accepted');
    return clientId;
  }

  it('goes to WhatsApp by an id, uploaded once for two customers', async () => {
    graph.serve('/555000111/media', () => Response.json({ id: '901' }));
    const file = await upload();
    const names = [await somebody('whatsapp'), await somebody('whatsapp')];
    for (const name of names) {
      const mid = await sendTo(name, file, 'Our offer');
      const shown = await get({ name, mid }, admin);
      expect(new Uint8Array(await shown.arrayBuffer())).toEqual(bytes);
    }
    expect(graph.all.filter(({ url }) => url.endsWith('/media'))).toHaveLength(1);
    const image = { type: 'image', image: { id: '901', caption: 'Our offer' } };
    expect(graph.asked.map(({ body }) => body)).toMatchObject([image, image]);
  });

  it.each(['messenger', 'instagram'] as const)(
    'goes to %s by an address that Meta can fetch',
    async (side) => {
      const file = await upload();
      const name = await somebody(side);
      await sendTo(name, file);
      const { message } = graph.asked[0]?.body as {
        message: { attachment: { type: string; payload: { url: string } } };
      };
      expect(message.attachment.type).toBe('image');
      const { origin, pathname } = new URL(message.attachment.payload.url);
      expect(origin).toBe('https://casement.test');
      // Meta comes without a session and from elsewhere.
      const fetched = await ask(pathname, { headers: { origin: 'https://meta.example' } });
      expect(new Uint8Array(await fetched.arrayBuffer())).toEqual(bytes);
    },
  );
});
