import { createHmac } from 'node:crypto';
import { abortAllDurableObjects } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import { begin, control, flush, maria, product, say, sendText, statuses, values } from '../testing/world.ts';

type Attempts = { attempts: { status: number; attempt: number; deliveryId: number | null; at: number }[] };
const attempts = async () => (await control<Attempts>('GET', '/webhooks?after=0')).attempts;
const habits = (changed: Record<string, unknown>) => control('PUT', '/settings', { habits: changed });
/** What was gathered is told now, however long that is to go on. */
const tellGathered = () => control('POST', '/webhooks/flush', { ms: 30_000, force: true });
const texts = () =>
  values().flatMap(({ messages = [] }) => messages.map(({ text }) => (text as { body: string }).body));

beforeEach(() => begin());

describe('webhooks out', () => {
  it('tell a message in Meta’s shape, signed over the exact bytes', async () => {
    const wamid = await say('Olá 😀', { at: 1_700_000_000_999 });
    await flush();
    const [webhook] = product.received;
    expect(webhook?.url).toBe('http://product.test/webhooks/meta');
    expect(webhook?.headers.get('content-type')).toBe('application/json');
    const digest = createHmac('sha256', 'shh')
      .update(webhook?.body ?? '')
      .digest('hex');
    expect(webhook?.headers.get('x-hub-signature-256')).toBe(`sha256=${digest}`);
    expect(webhook?.body).toContain('Ol\\u00e1 \\ud83d\\ude00');
    expect(JSON.parse(webhook?.body ?? '')).toEqual({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '201',
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '551140047700', phone_number_id: '101' },
                contacts: [
                  { profile: { name: 'Maria Silva', username: '@maria' }, wa_id: maria, user_id: 'BR.77' },
                ],
                messages: [
                  {
                    ...{ from: maria, from_user_id: 'BR.77', id: wamid, timestamp: '1700000000' },
                    ...{ type: 'text', text: { body: 'Olá 😀' } },
                  },
                ],
              },
            },
          ],
        },
      ],
    });
  });

  it('name a customer who hides the phone by the BSUID only', async () => {
    await control('PUT', `/customers/${maria}`, { hidePhone: true });
    await say('oi');
    await sendText('olá');
    await flush();
    expect(product.received.map(({ body }) => body).join()).not.toContain(maria);
    expect(values()[0]?.messages).toMatchObject([{ from_user_id: 'BR.77' }]);
  });

  it('come again with growing pauses until they are answered with 200', async () => {
    product.answers = [500, 201, 302, 200];
    await say('oi');
    expect(await flush()).toBe(true);
    const log = await attempts();
    expect(log.map(({ status, attempt }) => [status, attempt])).toEqual([
      ...[
        [500, 1],
        [201, 2],
        [302, 3],
        [200, 4],
      ],
    ]);
    const pauses = log.slice(1).map(({ at }, index) => at - (log[index]?.at ?? 0));
    expect(pauses[2]).toBeGreaterThanOrEqual(80);
    expect(new Set(product.received.map(({ body }) => body)).size).toBe(1);
  });

  it('hold nothing back while one waits for another try', async () => {
    await control('PUT', '/settings', { retryBaseMs: 400 });
    product.answers = [500];
    await say('first');
    await expect.poll(() => product.received.length).toBe(1);
    await say('second');
    await flush();
    expect(texts()).toEqual(['first', 'second', 'first']);
  });

  it('count no answer as a failure', async () => {
    await control('PUT', '/settings', { answerTimeoutMs: 50 });
    product.answers = [() => Promise.reject(new Error('connection refused'))];
    await say('oi');
    await flush();
    expect((await attempts()).map(({ status }) => status)).toEqual([0, 200]);
  });

  it('survive a crash: the alarm goes on with them by itself', async () => {
    await control('PUT', '/settings', { retryBaseMs: 300 });
    product.answers = [500];
    await say('oi');
    await expect.poll(attempts).toHaveLength(1);
    await abortAllDurableObjects();
    await expect.poll(() => product.received.length, { timeout: 3000 }).toBe(2);
  });

  it('wait while they are paused', async () => {
    await control('POST', '/webhooks/pause');
    await say('oi');
    expect(await flush(50)).toBe(false);
    expect(product.received).toEqual([]);
    await control('POST', '/webhooks/resume');
    expect(await flush()).toBe(true);
    expect(product.received).toHaveLength(1);
  });
});

describe('habits', () => {
  it('repeat, also after a 200', async () => {
    await habits({ repeat: 3 });
    await say('oi');
    await flush();
    expect(texts()).toEqual(['oi', 'oi', 'oi']);
  });

  it('send copies at the same moment', async () => {
    await habits({ parallel: 4 });
    await say('oi');
    await flush();
    expect((await attempts()).map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1]);
    expect(new Set((await attempts()).map(({ deliveryId }) => deliveryId)).size).toBe(1);
  });

  it('put several updates into one POST', async () => {
    await habits({ batch: 100, gatherMs: 60_000 });
    for (const text of ['1', '2', '3', '4', '5']) await say(text);
    await sendText('answer');
    await tellGathered();
    expect(product.received).toHaveLength(1);
    expect(texts()).toEqual(['1', '2', '3', '4', '5']);
    expect(statuses()).toHaveLength(2);
  });

  it('shuffle what is due, the same way for the same seed', async () => {
    const order = async () => {
      await begin({ habits: { disorder: true, gatherMs: 60_000, seed: 4 } });
      for (let index = 0; index < 8; index += 1) await say(String(index));
      await tellGathered();
      return texts();
    };
    const first = await order();
    expect(first.toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(first).not.toEqual(first.toSorted());
    expect(await order()).toEqual(first);
  });

  it('delay', async () => {
    await habits({ delay: { minMs: 150, maxMs: 150 } });
    const start = Date.now();
    await say('oi');
    await flush();
    expect(Date.now() - start).toBeGreaterThanOrEqual(150);
  });
});

describe('by hand', () => {
  const hand = (body: Record<string, unknown>) =>
    control<{ answers: { status: number; text: string }[] }>('POST', '/webhooks', body);

  it('sends any body with any signature, in copies', async () => {
    product.answers = [401, 401, 401];
    for (const signature of ['missing', 'forged', 'truncated']) await hand({ body: { é: 1 }, signature });
    const { answers } = await hand({ body: 'not json', copies: 3, parallel: true });
    expect(answers).toHaveLength(3);
    expect(answers[0]).toMatchObject({ status: 200, text: 'answer of the product' });
    const signatures = product.received.map(({ headers }) => headers.get('x-hub-signature-256')?.length ?? 0);
    expect(signatures).toEqual([0, 71, 63, 71, 71, 71]);
    expect(product.received[0]?.body).toBe('{"\\u00e9":1}');
    expect(product.received[3]?.body).toBe('not json');
  });

  it('performs the handshake', async () => {
    type Shaken = { ok: boolean; status: number };
    product.answers = [
      () =>
        Promise.resolve(
          new Response(new URL(product.received.at(-1)?.url ?? '').searchParams.get('hub.challenge')),
        ),
      403,
    ];
    expect(await control<Shaken>('POST', '/handshake', { verifyToken: 'v' })).toMatchObject({
      ok: true,
      status: 200,
    });
    expect(await control<Shaken>('POST', '/handshake', { verifyToken: 'w' })).toMatchObject({
      ok: false,
      status: 403,
    });
    expect(new URL(product.received[0]?.url ?? '').searchParams.get('hub.verify_token')).toBe('v');
  });

  it('shows the body of a delivery as it was sent', async () => {
    await say('oi');
    await flush();
    const [{ deliveryId } = { deliveryId: 0 }] = await attempts();
    expect(await control('GET', `/webhooks/${deliveryId}`)).toEqual(
      JSON.parse(product.received[0]?.body ?? ''),
    );
  });
});
