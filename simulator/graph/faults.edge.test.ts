import { beforeEach, describe, expect, it } from 'vitest';
import { begin, control, flush, graph, maria, product, say, sendText, statuses } from '../testing/world.ts';

type Sends = { sends: { outcome: string; code: number | null }[] };
const outcomes = async () => (await control<Sends>('GET', '/sends')).sends.map(({ outcome }) => outcome);
const fault = (...faults: unknown[]) => control('POST', '/faults', faults);

beforeEach(async () => {
  await begin();
  await say('oi');
  await flush();
  product.received = [];
});

describe('faults', () => {
  it('are met in order, each as often as asked', async () => {
    await fault({ kind: 'error', code: 131026 }, { kind: 'error', code: 131000, times: 2 });
    const answers = [];
    for (const text of ['1', '2', '3', '4']) answers.push((await sendText(text)).status);
    expect(answers).toEqual([400, 500, 500, 200]);
    expect(await outcomes()).toEqual(['refused', 'refused', 'refused', 'accepted']);
  });

  it('last until they are taken away when they are for all', async () => {
    await fault({ kind: 'error', code: 190, times: 'all' });
    expect([(await sendText('1')).status, (await sendText('2')).status]).toEqual([401, 401]);
    await control('DELETE', '/faults');
    expect((await sendText('3')).status).toBe(200);
  });

  it('bring Retry-After and bare answers', async () => {
    await fault(
      { kind: 'error', code: 130429, retryAfterSeconds: 7 },
      { kind: 'http', status: 503, body: 'down' },
    );
    const limited = await sendText('1');
    expect([limited.status, limited.headers.get('Retry-After')]).toEqual([429, '7']);
    const down = await sendText('2');
    expect([down.status, await down.text()]).toEqual([503, 'down']);
  });

  it('do not meet marks of reading unless they are for them', async () => {
    await fault({ kind: 'error', code: 131026 }, { kind: 'http', status: 500, meets: 'read' });
    const mark = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.x' };
    expect((await graph(mark)).status).toBe(500);
    expect((await sendText('1')).status).toBe(400);
  });

  it('keep silent after acceptance: the phone has it, the statuses come, the answer does not', async () => {
    await fault({ kind: 'silence', accepted: true, seconds: 1 });
    const start = Date.now();
    const answer = sendText('quiet');
    await expect.poll(() => statuses().map(({ status }) => status)).toEqual(['sent', 'delivered']);
    expect(Date.now() - start).toBeLessThan(900);
    expect((await answer).status).toBe(200);
    expect(Date.now() - start).toBeGreaterThanOrEqual(1000);
    expect(await outcomes()).toEqual(['accepted']);
  });

  it('lose what was never accepted, and let go of hanging answers at a reset', async () => {
    await fault({ kind: 'silence', accepted: false });
    const answer = sendText('lost').then((response) => response.text());
    await expect.poll(outcomes).toEqual(['lost']);
    await control('POST', '/reset');
    await expect(answer).rejects.toThrow();
    expect(statuses()).toEqual([]);
  });

  it('break the connection, before or after acceptance', async () => {
    await fault({ kind: 'reset', accepted: false }, { kind: 'reset', accepted: true });
    await expect(sendText('1').then((response) => response.text())).rejects.toThrow();
    await expect(sendText('2').then((response) => response.text())).rejects.toThrow();
    expect(await outcomes()).toEqual(['lost', 'accepted']);
  });

  it('accept and fail later', async () => {
    await fault({ kind: 'failed', code: 131049 });
    expect((await sendText('1')).status).toBe(200);
    await flush();
    expect(statuses()).toMatchObject([{ status: 'failed', errors: [{ code: 131049 }] }]);
    const { messages } = await control<{ messages: unknown[] }>(
      'GET',
      `/customers/${maria}/chat?accountId=101`,
    );
    expect(messages).toHaveLength(1);
  });

  it('answer slowly', async () => {
    await fault({ kind: 'slow', ms: 300 });
    const start = Date.now();
    expect((await sendText('1')).status).toBe(200);
    expect(Date.now() - start).toBeGreaterThanOrEqual(300);
  });

  it('refuse a fault that does not exist with a sentence', async () => {
    await expect(fault({ kind: 'earthquake' })).rejects.toThrow(/400 "0.kind" is not right/);
  });
});
