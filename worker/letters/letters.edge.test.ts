import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountEventsPage, Letter, LettersPage, ReplayAnswer } from '#domain/http.ts';
import type { AccountEvent, Broken } from '../channels/channel.ts';
import { ask, connect, env, join, migrateD1, post, setUp, webhook } from '../testing/door.ts';
import { heard, noon } from '../testing/events.ts';
import { breakD1 } from '../testing/failing-d1.ts';
import { account, bodyOf, saying } from '../testing/meta.ts';
import { encloseEvent } from './envelope.ts';
import { keepLetters } from './letters.ts';

let admin = '';

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
});

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM dead_letter').run();
  await env.DB.prepare('DELETE FROM account_event').run();
});

const get = async <T>(path: string): Promise<T> => (await ask(path, { cookie: admin })).json<T>();
const list = async (): Promise<readonly Letter[]> => (await get<LettersPage>('/api/letters')).letters;

function lost(reason: string, raw = '{}'): Broken {
  return { channel: 'whatsapp', reason, raw };
}
const keep = async (broken: readonly Broken[], now = noon) =>
  keepLetters(env, { accountEvents: [], broken, now });
async function onlyId(): Promise<string> {
  const [letter] = await list();
  return letter?.id ?? 'none';
}
const replay = async () => {
  const answer = await post(`/api/letters/${await onlyId()}/replay`, {}, admin);
  expect(answer.status).toBe(200);
  return answer.json<ReplayAnswer>();
};

describe('letters and account events', () => {
  it.each([
    ['GET', '/api/letters'],
    ['GET', '/api/letters/x'],
    ['POST', '/api/letters/x/replay'],
    ['DELETE', '/api/letters/x'],
    ['GET', '/api/account-events'],
  ])('are for admins: %s %s', async (method, path) => {
    expect((await ask(path, { method })).status).toBe(401);
    for (const role of ['agent', 'manager'] as const) {
      const { cookie } = await join(admin, `${role} ${method}${path.length}`, role);
      expect((await ask(path, { method, cookie })).status).toBe(403);
    }
    expect((await ask(path, { method, cookie: admin })).status).toBe(path.includes('/x') ? 404 : 200);
  });

  it.each([
    ['no time at all', Number.MAX_SAFE_INTEGER],
    ['no time of its entry', 0],
    ['a time far ahead', noon + 365 * 24 * 60 * 60 * 1000],
  ])(
    'have the time at which they came when Meta tells %s: a date that can be shown (R-1)',
    async (_name, at) => {
      const event: AccountEvent = {
        type: 'account',
        channel: 'messenger',
        accountId: '9',
        kind: 'k',
        at,
        raw: '{}',
      };
      await keepLetters(env, { accountEvents: [event], broken: [], now: noon });
      const { events } = await get<AccountEventsPage>('/api/account-events');
      expect(events.map((one) => one.at)).toEqual([noon]);
    },
  );

  it('are written in one batch, however many there are, and once each (R-3)', async () => {
    const broken = Array.from({ length: 130 }, (_, index) => lost(`reason ${index}`));
    const accountEvents = Array.from({ length: 40 }, (_, index): AccountEvent => {
      return {
        type: 'account',
        channel: 'whatsapp',
        accountId: '9',
        kind: `kind${index}`,
        at: noon,
        raw: '{}',
      };
    });
    const batch = vi.spyOn(Object.getPrototypeOf(env.DB) as D1Database, 'batch');
    for (let time = 0; time < 2; time += 1) await keepLetters(env, { accountEvents, broken, now: noon });
    expect(batch).toHaveBeenCalledTimes(2);
    expect(batch.mock.calls[0]?.[0].length).toBeLessThan(15);
    batch.mockRestore();
    const count = async (table: string) =>
      env.DB.prepare(`SELECT count(*) AS kept FROM ${table}`).first<number>('kept');
    expect([await count('dead_letter'), await count('account_event')]).toEqual([130, 40]);
  });

  it('are none without D1', async () => {
    const broken = breakD1();
    await keepLetters(env, { accountEvents: [], broken: [], now: noon });
    expect(broken.asked()).toBe(0);
    await expect(keep([lost('x')])).rejects.toThrow();
    broken.repair();
  });
});

describe('GET /api/letters', () => {
  it('gives pages of fifty, newest first, none twice and none left out', async () => {
    for (let minute = 0; minute < 3; minute += 1) {
      const broken = Array.from({ length: 40 }, (_, index) => lost(`${minute}.${index}`));
      await keep(broken, noon + minute);
    }
    const seen: Letter[] = [];
    let cursor: string | null = '';
    const sizes: number[] = [];
    while (cursor !== null) {
      const page: LettersPage = await get(`/api/letters${cursor && `?cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...page.letters);
      sizes.push(page.letters.length);
      cursor = page.next;
    }
    expect(sizes).toEqual([50, 50, 20]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(120);
    const times = seen.map(({ arrivedAt }) => arrivedAt);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('begins at the top with a cursor of another age', async () => {
    await keep([lost('x')]);
    for (const cursor of ['x', btoa('7'), btoa('["a",1]')]) {
      expect((await get<LettersPage>(`/api/letters?cursor=${cursor}`)).letters).toHaveLength(1);
    }
  });

  it('shows the beginning, and all of it alone', async () => {
    const raw = JSON.stringify({ object: 'page', entry: [], pad: 'ü'.repeat(10_000) });
    await keep([lost('long', raw)]);
    const [letter] = await list();
    expect(letter).toMatchObject({
      reason: 'long',
      channel: 'whatsapp',
      arrivedAt: noon,
      cut: true,
      replayable: true,
    });
    expect(letter?.raw).toBe(raw.slice(0, 4000));
    expect(await get(`/api/letters/${letter?.id}`)).toEqual({ ...letter, raw, cut: false });
  });

  it.each([
    ['a body', '{"object":"page","entry":[]}', true],
    ['an event', encloseEvent(heard({ id: 'x' })), true],
    ['a part', '{"id":7}', false],
    ['a part that was cut', '{"entry":[…(cut)', false],
    ['a list', '[1]', false],
  ])('says whether it can be replayed: %s', async (_title, raw, replayable) => {
    await keep([lost('x', raw)]);
    expect(await list()).toMatchObject([{ replayable }]);
  });

  it('forgets one when it is told to, once', async () => {
    await keep([lost('x'), lost('y')]);
    const id = await onlyId();
    const remove = async () => ask(`/api/letters/${id}`, { method: 'DELETE', cookie: admin });
    expect([(await remove()).status, (await remove()).status]).toEqual([200, 404]);
    expect(await list()).toHaveLength(1);
  });
});

describe('a broken part of a webhook', () => {
  it('stays when it is replayed and still not understood, with today’s reason (R-40)', async () => {
    const broken = { field: 'messages', value: { messages: [7] } };
    expect((await webhook(bodyOf(broken, { field: 'moon_phase', value: {} }))).status).toBe(200);
    expect(await list()).toMatchObject([{ replayable: true, cut: false }]);
    await env.DB.prepare("UPDATE dead_letter SET reason = 'as it was then'").run();
    const { letter } = await replay();
    expect(letter?.reason).not.toBe('as it was then');
    expect(await list()).toEqual([letter]);
  });

  it('is taken in when it is understood by now, and gone (R-40)', async () => {
    const change = saying({ id: 'wamid.replayed', from: '15558000001', at: Date.now() });
    await keep([
      lost('not understood then', JSON.stringify(bodyOf(change, { field: 'moon_phase', value: {} }))),
    ]);
    expect(await replay()).toEqual({ letter: null });
    expect(await list()).toEqual([]);
    const { events } = await get<AccountEventsPage>('/api/account-events');
    expect(events.map(({ kind }) => kind)).toEqual(['moon_phase']);
  });

  it('of which only a part was kept stays as it is', async () => {
    await keep([lost('too large', '{"id":"…(cut)')]);
    expect(await replay()).toMatchObject({ letter: { reason: 'too large', replayable: false } });
    expect(await list()).toHaveLength(1);
  });

  it('is here still when a conversation could not take it', async () => {
    await keep([lost('x', JSON.stringify(bodyOf({ field: 'moon_phase', value: {} })))]);
    const id = await onlyId();
    const batch = vi.spyOn(Object.getPrototypeOf(env.DB) as D1Database, 'batch');
    batch.mockRejectedValue(new Error('D1_ERROR'));
    expect((await post(`/api/letters/${id}/replay`, {}, admin)).status).toBe(500);
    batch.mockRestore();
    expect(await list()).toHaveLength(1);
  });
});

describe('an event on which our own rules broke', () => {
  it('goes to its conversation again (R-40)', async () => {
    await keep([
      lost(
        'it broke',
        encloseEvent(heard({ id: 'wamid.poison', accountId: account, names: ['phone:15558000002'] })),
      ),
    ]);
    expect(await replay()).toEqual({ letter: null });
    expect(await list()).toEqual([]);
  });
});

describe('GET /api/account-events', () => {
  it('gives them newest first, by the name of their account', async () => {
    const event = { type: 'account', channel: 'whatsapp', at: noon, raw: '{"phase":"full"}' } as const;
    await env.DB.prepare("UPDATE channel_account SET parent_id = 'waba1'").run();
    const accountEvents: readonly AccountEvent[] = [
      { ...event, accountId: account, kind: 'a' },
      { ...event, accountId: 'waba1', kind: 'b' },
      { ...event, accountId: 'elsewhere', kind: 'c' },
      { ...event, accountId: account, kind: 'd', channel: 'messenger' },
    ];
    for (const [index, one] of accountEvents.entries()) {
      await keepLetters(env, { accountEvents: [one], broken: [], now: noon + index });
    }
    const { events, next } = await get<AccountEventsPage>('/api/account-events');
    expect(next).toBeNull();
    expect(events.map(({ kind, accountName }) => [kind, accountName])).toEqual([
      ['d', null],
      ['c', null],
      ['b', 'Sales'],
      ['a', 'Sales'],
    ]);
    expect(events[3]).toMatchObject({
      accountId: account,
      at: noon,
      arrivedAt: noon,
      raw: event.raw,
      cut: false,
    });
  });
});
