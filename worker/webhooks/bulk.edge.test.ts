import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Conversation } from '../conversation/object.ts';
import { env, migrateD1, objectOf, setUp, view, webhook } from '../testing/door.ts';
import { account, bodyOf, messagingBody, reporting, saying } from '../testing/meta.ts';
import { eventually } from '../testing/eventually.ts';

const hour = 60 * 60 * 1000;
let admin = '';

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
});

afterEach(() => vi.restoreAllMocks());

type Called = (this: unknown, ...args: unknown[]) => unknown;

/** Calls that conversation objects get from now on. */
function countCalls(): () => number {
  let calls = 0;
  for (const method of ['ingest', 'claim', 'awaits', 'began'] as const) {
    const original = Reflect.get(Conversation.prototype, method) as Called;
    const counted: Called = function counted(...args) {
      calls += 1;
      return original.apply(this, args);
    };
    vi.spyOn(Conversation.prototype as unknown as Record<string, Called>, method).mockImplementation(counted);
  }
  return () => calls;
}

const conversations = 300;
const updates = 1000;

/** 1,000 updates over 300 conversations, all of them mixed, each customer under one name. */
function updatesOf(): unknown[] {
  const at = Date.now() - hour;
  return Array.from({ length: updates }, (_, index) => {
    const from = String(15510000000 + (index % conversations));
    const round = Math.floor(index / conversations);
    // The last round tells of messages that nobody sent: it waits.
    if (round === 3) return reporting({ id: `out.${from}`, status: 'sent', to: from, at });
    return saying({ id: `wamid.${from}.${round}`, from, text: `${round}`, at: at + round * 1000 });
  });
}

async function revs(): Promise<number[]> {
  return Promise.all(
    Array.from({ length: conversations }, async (_, index) => {
      const { head, messages } = await view(`phone:${15510000000 + index}`, admin);
      expect(messages.map(({ content }) => ('text' in content ? content.text : ''))).toEqual(['0', '1', '2']);
      expect(head.unread).toBe(3);
      return head.rev;
    }),
  );
}

async function rowsWritten(): Promise<number> {
  const each = Array.from({ length: conversations }, async (_, index) =>
    (await objectOf(`phone:${15510000000 + index}`)).rowsWritten(),
  );
  return (await Promise.all(each)).reduce((sum, one) => sum + one, 0);
}

describe('a body of 1,000 updates over 300 conversations (R-3, R-44)', () => {
  it('is taken in with one call per conversation; the same again changes nothing', async () => {
    const body = JSON.stringify(bodyOf(...updatesOf()));
    const calls = countCalls();
    expect((await webhook(body)).status).toBe(200);
    expect(calls()).toBe(conversations);
    const before = await revs();
    await eventually(async () => {
      const row = await env.DB.prepare('SELECT count(*) AS n FROM conversation').first();
      expect(row).toEqual({ n: conversations });
    });
    const written = await rowsWritten();
    expect((await webhook(body)).status).toBe(200);
    expect(calls()).toBe(2 * conversations);
    expect(await revs()).toEqual(before);
    expect(await rowsWritten()).toBe(written);
  }, 60_000);

  it.each(['messenger', 'instagram'] as const)(
    '%s: as many',
    async (side) => {
      const at = Date.now() - hour;
      const items = Array.from({ length: updates }, (_, index) => ({
        sender: { id: String(5000 + (index % conversations)) },
        recipient: { id: account },
        timestamp: at + index,
        message: { mid: `m_${index}`, text: `${index}` },
      }));
      const body = JSON.stringify(messagingBody(side, ...items));
      const calls = countCalls();
      expect((await webhook(body)).status).toBe(200);
      expect(calls()).toBe(conversations);
      const name = side === 'messenger' ? 'psid' : 'igsid';
      const revsOf = async () =>
        Promise.all(
          Array.from({ length: conversations }, async (_, index) => {
            const { head, messages } = await view(`${name}:${5000 + index}`, admin);
            const own = items.filter(({ sender }) => sender.id === String(5000 + index));
            expect(messages.map(({ id }) => id)).toEqual(own.map(({ message }) => message.mid));
            return head.rev;
          }),
        );
      const before = await revsOf();
      expect((await webhook(body)).status).toBe(200);
      expect(await revsOf()).toEqual(before);
    },
    60_000,
  );
});
