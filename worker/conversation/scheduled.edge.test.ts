import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationFrame } from '#domain/frame.ts';
import {
  ask,
  command,
  connect,
  idOf,
  join,
  migrateD1,
  objectOf,
  setUp,
  until,
  view,
} from '../testing/door.ts';
import { openSocket } from '../testing/socket.ts';
import { hour, somebody, statesOf } from '../testing/customers.ts';
import { playGraph } from '../testing/graph.ts';

let admin = '';
let ana: { id: string; cookie: string };
let graph: ReturnType<typeof playGraph>;

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

  it('is seen by everybody who sees the conversation: in the answer, the view and the frames (R-23)', async () => {
    const { name } = await somebody('whatsapp');
    const line = await openSocket<ConversationFrame>(`/api/conversations/${await idOf(name)}/live`, admin);
    line.hello(null);
    expect((await line.wait(1))[0]).toMatchObject({ t: 'snapshot', scheduled: [] });
    const [clientId, sendAt] = [crypto.randomUUID(), Date.now() + hour];
    const scheduled = [{ id: clientId, at: sendAt, by: { id: ana.id, name: 'Ana Reis' }, content: draft }];
    const answer = await command(name, ana.cookie, { type: 'send', clientId, draft, sendAt });
    expect(await answer.json()).toMatchObject({ scheduled });
    expect((await line.wait(2))[1]).toMatchObject({ t: 'changes', scheduled });
    expect((await view(name, admin)).scheduled).toEqual(scheduled);
    await command(name, ana.cookie, { type: 'comment', text: 'Later' });
    expect((await line.wait(3))[2]).not.toHaveProperty('scheduled');
    const at = sendAt + hour;
    await command(name, admin, { type: 'reschedule', sendId: clientId, sendAt: at });
    expect((await line.wait(4))[3]).toMatchObject({ scheduled: [{ id: clientId, at }] });
    await command(name, admin, { type: 'reschedule', sendId: clientId, sendAt: null });
    expect((await line.wait(5))[4]).toMatchObject({ scheduled: [], messages: [{ id: clientId }] });
    await until(name, admin, (one) => statesOf(one)[0] === 'accepted');
    expect(graph.asked).toHaveLength(1);
    line.close();
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

  it('leaves with the rights that its author has by then, not with those of before (R-23)', async () => {
    const { name } = await somebody('whatsapp');
    const max = await join(admin, 'Max Admin', 'admin');
    await command(name, ana.cookie, { type: 'assign', personId: ana.id });
    const sendAt = Date.now() + 1200;
    expect((await command(name, max.cookie, { type: 'send', draft, sendAt })).status).toBe(200);
    const body = JSON.stringify({ role: 'agent' });
    expect((await ask(`/api/team/${max.id}`, { method: 'PATCH', body, cookie: admin })).status).toBe(200);
    const seen = await until(name, admin, (one) => statesOf(one).length > 0);
    expect(seen.messages.at(-1)?.delivery?.failure).toMatchObject({ code: 'assigned-to-other' });
    expect(graph.asked).toHaveLength(0);
  });
});
