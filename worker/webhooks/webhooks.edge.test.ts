import { beforeAll, describe, expect, it } from 'vitest';
import { env, idOf, meta, migrateD1, setUp, view, webhook, ask } from '../testing/door.ts';
import { bodyOf, reporting, saying, signatureOf } from '../testing/meta.ts';

let admin = '';
const hour = 60 * 60 * 1000;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
});

describe('GET /webhooks/meta', () => {
  it('answers the challenge when the token fits', async () => {
    const answer = await ask(
      '/webhooks/meta?hub.mode=subscribe&hub.verify_token=test-verify&hub.challenge=4711',
    );
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('4711');
  });

  it('refuses another token', async () => {
    const answer = await ask('/webhooks/meta?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=4711');
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain('4711');
  });
});

describe('POST /webhooks/meta', () => {
  it('stores a text and shows it', async () => {
    await meta(saying({ id: 'wamid.hello', from: '15551110001', text: 'Olá 😍', at: Date.now() - hour }));
    const { head, messages } = await view('phone:15551110001', admin);
    expect(messages.map(({ content }) => content)).toEqual([{ kind: 'text', text: 'Olá 😍' }]);
    expect(head).toMatchObject({ name: 'Maria', phone: '+15551110001', unread: 1, archived: false, rev: 1 });
  });

  it.each([
    ['a missing', null],
    ['a forged', `sha256=${'0'.repeat(64)}`],
    ['a truncated', `sha256=${'a'.repeat(63)}`],
    ['an empty', ''],
  ])('answers 401 to %s signature and stores nothing', async (_kind, signature) => {
    const body = bodyOf(saying({ id: 'wamid.forged', from: '15551110002', at: Date.now() }));
    const answer = await webhook(body, signature);
    expect(answer.status).toBe(401);
    const shown = await ask(`/api/conversations/${await idOf('phone:15551110002')}`, { cookie: admin });
    expect(shown.status).toBe(404);
  });

  it('accepts an older secret during a rotation, and no other', async () => {
    const body = JSON.stringify(bodyOf(saying({ id: 'wamid.old', from: '15551110003', at: Date.now() })));
    expect((await webhook(body, await signatureOf(body, 'older-secret'))).status).toBe(200);
    expect((await webhook(body, await signatureOf(body, 'oldest-secret'))).status).toBe(401);
  });

  it('verifies the raw bytes: escaped and plain spellings of one text both pass', async () => {
    const plain = JSON.stringify(
      bodyOf(saying({ id: 'wamid.e1', from: '15551110004', text: 'é', at: Date.now() })),
    );
    const escaped = plain.replace('é', '\\u00e9').replace('wamid.e1', 'wamid.e2');
    expect((await webhook(plain)).status).toBe(200);
    expect((await webhook(escaped)).status).toBe(200);
    expect((await view('phone:15551110004', admin)).messages.map(({ content }) => content)).toEqual([
      { kind: 'text', text: 'é' },
      { kind: 'text', text: 'é' },
    ]);
  });

  it('keeps two ids apart that differ beyond 2^53', async () => {
    const at = Date.now() - hour;
    const body = JSON.stringify(
      bodyOf(saying({ id: 'A', from: '15551110009', at }), saying({ id: 'B', from: '15551110009', at })),
    );
    const long = body
      .replace('"id":"A"', '"id":9007199254740993')
      .replace('"id":"B"', '"id":9007199254740992');
    expect((await webhook(long)).status).toBe(200);
    const ids = (await view('phone:15551110009', admin)).messages.map(({ id }) => id);
    expect(ids).toEqual(['9007199254740993', '9007199254740992']);
  });

  it('answers 413 to more than 3 MB', async () => {
    const answer = await webhook(JSON.stringify({ object: 'x', pad: 'y'.repeat(3 * 1024 * 1024) }));
    expect(answer.status).toBe(413);
  });

  it('answers 400 to what is not JSON, however well signed', async () => {
    expect((await webhook('{"object":')).status).toBe(400);
  });

  it('processes every entry, change, message and status of a body', async () => {
    const at = Date.now() - hour;
    const one = saying({ id: 'wamid.b1', from: '15551110005', at });
    const two = saying({ id: 'wamid.b2', from: '15551110006', at });
    const three = saying({ id: 'wamid.b3', from: '15551110005', at: at + 1000 });
    const body = {
      object: 'whatsapp_business_account',
      entry: [
        { id: '1', changes: [one, two] },
        { id: '2', changes: [three, reporting({ id: 'wamid.none', status: 'sent', to: '15551110005', at })] },
      ],
    };
    expect((await webhook(body)).status).toBe(200);
    expect((await view('phone:15551110005', admin)).messages).toHaveLength(2);
    expect((await view('phone:15551110006', admin)).messages).toHaveLength(1);
  });

  it('keeps unknown kinds as unsupported messages and unknown fields as account events (R-40)', async () => {
    const at = Date.now() - hour;
    const strange = saying({
      id: 'wamid.s1',
      from: '15551110007',
      at,
      kind: { type: 'hologram', hologram: {} },
    });
    await meta(strange, { field: 'moon_phase', value: { phase: 'full' } });
    const { messages } = await view('phone:15551110007', admin);
    expect(messages[0]?.content).toEqual({ kind: 'unsupported', type: 'hologram', text: '' });
    const kept = await env.DB.prepare('SELECT kind, raw FROM account_event').all();
    expect(kept.results).toEqual([{ kind: 'moon_phase', raw: '{"phase":"full"}' }]);
  });

  it('puts what is broken to the dead letters and handles its neighbours (R-40)', async () => {
    const at = Date.now() - hour;
    const broken = { field: 'messages', value: { messages: [{ type: 'text' }, 7, null] } };
    await meta(broken, saying({ id: 'wamid.good', from: '15551110008', at }));
    expect((await view('phone:15551110008', admin)).messages).toHaveLength(1);
    const kept = await env.DB.prepare('SELECT reason FROM dead_letter').all();
    expect(kept.results).toHaveLength(3);
  });

  it.each([['page', 'messenger', 'psid'] as const, ['instagram', 'instagram', 'igsid'] as const])(
    'keeps what comes for a %s',
    async (object, channel, kind) => {
      const at = Date.now() - hour;
      const messaging = [
        {
          sender: { id: '77' },
          recipient: { id: '555000111' },
          timestamp: at,
          message: { mid: 'm_1', text: 'Hi' },
        },
        { sender: { id: '77' }, recipient: { id: '555000111' }, timestamp: at, read: { watermark: at } },
      ];
      const answer = await webhook({ object, entry: [{ id: '555000111', time: at, messaging }] });
      expect(answer.status).toBe(200);
      const id = await idOf(`${kind}:77`, channel);
      const shown = await ask(`/api/conversations/${id}`, { cookie: admin });
      expect(await shown.json()).toMatchObject({ head: { channel, unread: 1 }, messages: [{ id: 'm_1' }] });
      // What they have read is the conversation's own matter: nothing for admins, nothing broken.
      for (const table of ['account_event', 'dead_letter']) {
        const kept = await env.DB.prepare(`SELECT 1 FROM ${table} WHERE channel = ?`).bind(channel).all();
        expect(kept.results).toEqual([]);
      }
    },
  );
});
