import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConversationFrame } from '#domain/frame.ts';
import { command, connect, idOf, meta, migrateD1, setUp, until } from '../testing/door.ts';
import { hour, inStates, ofUs, say, sides, somebody, statesOf, write } from '../testing/customers.ts';
import { playGraph, refusedAs, refusedWith } from '../testing/graph.ts';
import { openSocket } from '../testing/socket.ts';
import { eventually } from '../testing/eventually.ts';

let admin = '';
let graph: ReturnType<typeof playGraph>;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
});

beforeEach(async () => {
  graph = playGraph();
  await connect(admin, 'whatsapp', { parentId: '900' });
  await connect(admin, 'messenger', { utilityTemplates: true });
  await connect(admin, 'instagram');
});

afterEach(() => {
  graph.restore();
  vi.useRealTimers();
});

describe('when the window is closed', () => {
  it.each(sides)(
    '%s: a person confirms once that they answer under the Human Agent rule (R-16)',
    async (side) => {
      await connect(admin, side, { humanAgent: true });
      const customer = await somebody(side, 25 * hour);
      const draft = { kind: 'text', text: 'Sorry for the wait' } as const;
      const refused = await command(customer.name, admin, { type: 'send', draft });
      expect(refused.status).toBe(409);
      expect(await refused.json()).toMatchObject({ code: 'human-agent-unconfirmed' });
      await say(customer, 'Sorry for the wait', { cookie: admin, asHumanAgent: true });
      await say(customer, 'Here it is', { cookie: admin });
      await until(customer.name, admin, (seen) => statesOf(seen).join() === 'accepted,accepted');
      for (const { body } of graph.asked) {
        expect(body).toMatchObject({ messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' });
      }
      // A new window, a new promise.
      await write(customer, Date.now() - 24 * hour, `again.${customer.id}`);
      expect((await command(customer.name, admin, { type: 'send', draft })).status).toBe(409);
    },
  );

  it.each([
    ['whatsapp', { humanAgent: true }, 25],
    ['messenger', { humanAgent: true }, 7 * 24 + 1],
    ['instagram', { humanAgent: true }, 7 * 24 + 1],
    ['messenger', {}, 25],
    ['instagram', {}, 25],
  ] as const)('%s with %o refuses after %d hours (R-16, R-17)', async (channel, part, hours) => {
    await connect(admin, channel, part);
    const customer = await somebody(channel, hours * hour);
    const draft = { kind: 'text', text: 'Too late' } as const;
    const answer = await command(customer.name, admin, { type: 'send', draft, asHumanAgent: true });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'window-closed' });
    expect(graph.asked).toHaveLength(0);
  });

  it.each([
    ['whatsapp', () => refusedWith(131047)],
    ['messenger', () => refusedAs(10, 2018278)],
    ['instagram', () => refusedAs(10, 2534022)],
  ] as const)(
    '%s: Meta’s word for it closes it, live, until the customer writes (R-14)',
    async (channel, refusal) => {
      const customer = await somebody(channel);
      const socket = await openSocket<ConversationFrame>(
        `/api/conversations/${await idOf(customer.name)}/live`,
        admin,
      );
      socket.hello(null);
      await socket.wait(1);
      graph.answer(refusal);
      await say(customer, 'Still there?', { cookie: admin });
      const seen = await inStates(customer, admin, ['failed']);
      expect(ofUs(seen)[0]).toMatchObject({
        content: { text: 'Still there?' },
        delivery: { failure: { kind: 'window' } },
      });
      expect(seen.head.windowExpiresAt ?? Infinity).toBeLessThanOrEqual(Date.now());
      await eventually(() => {
        const last = socket.frames.at(-1);
        expect(last?.head.windowExpiresAt).toBe(seen.head.windowExpiresAt);
        expect(JSON.stringify(socket.frames)).toContain('window-closed-by-meta');
      });
      const draft = { kind: 'text', text: 'Hello?' } as const;
      expect((await command(customer.name, admin, { type: 'send', draft })).status).toBe(409);
      await write(customer, Date.now() + 1000, `again.${customer.id}`);
      expect((await command(customer.name, admin, { type: 'send', draft })).status).toBe(200);
      await until(customer.name, admin, (one) => statesOf(one)[1] === 'accepted');
    },
  );
});

describe('an account in trouble', () => {
  it('sends nothing and says why, until Meta lifts it (R-17)', async () => {
    const tell = (state: string) =>
      meta({
        field: 'account_update',
        value: { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: state } },
      });
    await tell('DISABLE');
    const customer = await somebody('whatsapp');
    await say(customer, 'Hello', { cookie: admin });
    const seen = await inStates(customer, admin, ['failed']);
    expect(ofUs(seen)[0]?.delivery?.failure).toMatchObject({
      kind: 'account',
      sentence: expect.stringContaining('disabled'),
    });
    expect(graph.asked).toHaveLength(0);
    await scheduler.wait(2);
    await tell('REINSTATE');
    await say(customer, 'Again', { cookie: admin });
    await until(customer.name, admin, (one) => statesOf(one)[1] === 'accepted');
  });
});
