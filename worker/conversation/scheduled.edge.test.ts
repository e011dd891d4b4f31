import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { command, connect, join, migrateD1, objectOf, setUp, until } from '../testing/door.ts';
import { hour, somebody, statesOf } from '../testing/customers.ts';
import { playGraph } from '../testing/graph.ts';

let admin = '';
let ana: { id: string; cookie: string };
let graph: ReturnType<typeof playGraph>;
vi.setConfig({ testTimeout: 20_000 });

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
  ana = await join(admin, 'Ana Reis', 'agent');
});
beforeEach(() => {
  graph = playGraph();
});
afterEach(() => {
  graph.restore();
});

const draft = { kind: 'text', text: 'Good morning' } as const;

describe('a scheduled send', () => {
  it('leaves by the alarm, though the object was away meanwhile (R-23, R-38)', async () => {
    const { name } = await somebody('whatsapp');
    const sendAt = Date.now() + 1500;
    const answer = await command(name, ana.cookie, { type: 'send', draft, sendAt });
    expect(answer.status).toBe(200);
    const stub = await objectOf(name);
    const alarm = await runInDurableObject(stub, async (_object, { storage }) => storage.getAlarm());
    expect(alarm).toBeLessThanOrEqual(sendAt);
    await evictDurableObject(stub);
    expect(graph.asked).toHaveLength(0);
    const seen = await until(name, admin, (one) => statesOf(one)[0] === 'accepted');
    expect(seen.messages.at(-1)).toMatchObject({ content: { text: 'Good morning' }, by: { id: ana.id } });
    expect(seen.messages.at(-1)?.at).toBeGreaterThanOrEqual(sendAt);
    expect(graph.asked).toHaveLength(1);
  });

  it('is refused at once when the window will be closed by then, and can be taken back (R-23)', async () => {
    const { name } = await somebody('whatsapp');
    const late = await command(name, ana.cookie, { type: 'send', draft, sendAt: Date.now() + 24 * hour });
    expect(late.status).toBe(409);
    const clientId = crypto.randomUUID();
    await command(name, ana.cookie, { type: 'send', clientId, draft, sendAt: Date.now() + hour });
    const back = await command(name, ana.cookie, { type: 'unschedule', sendId: clientId });
    expect(back.status).toBe(200);
    const again = await command(name, ana.cookie, { type: 'unschedule', sendId: clientId });
    expect(again.status).toBe(404);
  });
});
