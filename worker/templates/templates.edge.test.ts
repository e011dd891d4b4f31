import { runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TemplatesAnswer } from '#domain/http-kept.ts';
import { keepLetters } from '../letters/letters.ts';
import { ask, connect, env, join, migrateD1, post, setUp, webhook } from '../testing/door.ts';
import { playGraph, refusedWith } from '../testing/graph.ts';
import { account } from '../testing/meta.ts';
import { body, item, serveTemplates, type Item } from '../testing/templates.ts';
import { eventually } from '../testing/eventually.ts';

let admin = '';
let graph: ReturnType<typeof playGraph>;
let owner = 900;
const serve = (items: readonly Item[]): void => serveTemplates(graph, items);

const lists = (): string[] =>
  graph.all.map(({ url }) => url).filter((url) => url.includes('/message_templates'));
const query = (channel = 'whatsapp', id = account): string => `channel=${channel}&account=${id}`;
async function read(cookie = admin, path = query()): Promise<TemplatesAnswer> {
  const answer = await ask(`/api/templates?${path}`, { cookie });
  expect(answer.status).toBe(200);
  return answer.json();
}
async function sync(cookie = admin, channel = 'whatsapp'): Promise<TemplatesAnswer> {
  const answer = await post('/api/templates/sync', { channel, account }, cookie);
  expect(answer.status).toBe(200);
  return answer.json();
}
const names = ({ templates }: TemplatesAnswer): string[] => templates.map(({ name }) => name);
const later = (ms: number): void => void vi.setSystemTime(Date.now() + ms);
const objectOfOwner = () => env.TEMPLATES.getByName(`whatsapp:${owner}`);

/** Meta tells of a template of today's owner. */
async function tells(field: string, value: Item, at = Date.now()): Promise<void> {
  const told = { message_template_language: 'en-US', message_template_id: 1, ...value };
  const entry = [{ id: String(owner), time: Math.floor(at / 1000), changes: [{ field, value: told }] }];
  expect((await webhook({ object: 'whatsapp_business_account', entry })).status).toBe(200);
}
const status = async (name: string, event: string, at?: number) =>
  tells('message_template_status_update', { message_template_name: name, event, reason: 'NONE' }, at);

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
});

/** Every test has a WhatsApp business account of its own, so that nothing was read of it yet. */
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  graph = playGraph();
  owner += 1;
  await connect(admin, 'whatsapp', { parentId: String(owner) });
});

afterEach(() => {
  graph.restore();
  vi.useRealTimers();
});

describe('GET /api/templates', () => {
  it('is for everybody who is signed in, and for accounts that are here', async () => {
    expect((await ask(`/api/templates?${query()}`)).status).toBe(401);
    expect((await ask(`/api/templates?${query('whatsapp', '404')}`, { cookie: admin })).status).toBe(404);
    expect((await ask('/api/templates?channel=pigeon&account=1', { cookie: admin })).status).toBe(422);
    for (const role of ['agent', 'manager'] as const) {
      const { cookie } = await join(admin, `Reads ${role}`, role);
      expect((await read(cookie)).templates).toEqual([]);
    }
    expect(lists()).toEqual([]);
  });

  it('says what can be done where the owner is not known, and gives none to Instagram', async () => {
    await connect(admin, 'whatsapp', { parentId: '' });
    expect(await sync()).toMatchObject({
      templates: [],
      stale: false,
      sentence: expect.stringMatching(/An admin/),
    });
    await connect(admin, 'instagram');
    expect(await sync(admin, 'instagram')).toMatchObject({ templates: [], stale: false, sentence: null });
    await connect(admin, 'messenger', { utilityTemplates: false });
    expect(await sync(admin, 'messenger')).toMatchObject({ templates: [], stale: false, sentence: null });
    expect(lists()).toEqual([]);
  });
});

describe('reading templates from Meta', () => {
  it('follows every page, with the token of the account, and tells what each says', async () => {
    serve(Array.from({ length: 230 }, (_, index) => item(`t${String(index).padStart(3, '0')}`)));
    const answer = await sync();
    expect(names(answer)).toHaveLength(230);
    expect(answer).toMatchObject({ sentence: null, stale: false, syncedAt: Date.now() });
    expect(answer.templates[7]).toMatchObject({ name: 't007', status: 'approved', body: 'Hello from t007' });
    expect(lists()).toHaveLength(3);
    expect(lists()[0]).toContain(`/v26.0/${owner}/message_templates?fields=id%2Cname`);
    expect(graph.all.find(({ url }) => url.includes('/message_templates'))?.token).toBe('Bearer EAAtoken');
    expect(await read()).toEqual(answer);
  });

  it('reads a page’s utility templates with its own fields', async () => {
    await connect(admin, 'messenger', { utilityTemplates: true });
    serve([item('ready', { components: [body('Good news {{customer}}')], parameter_format: undefined })]);
    const { templates } = await sync(admin, 'messenger');
    expect(templates).toMatchObject([{ ownerId: account, named: true, unusable: null }]);
    expect(lists()[0]).toContain(`/${account}/message_templates`);
    expect(lists()[0]).not.toContain('quality_score');
  });

  it('is done once a minute at most, and once for all who ask at the same time', async () => {
    serve([item('one')]);
    const { cookie } = await join(admin, 'Asks Too', 'agent');
    const answers = await Promise.all([sync(), sync(cookie), sync()]);
    expect(answers.map(names)).toEqual([['one'], ['one'], ['one']]);
    expect(lists()).toHaveLength(1);
    serve([item('one'), item('two')]);
    later(59_000);
    expect(names(await sync())).toEqual(['one']);
    later(1000);
    expect(names(await sync())).toEqual(['one', 'two']);
    expect(lists()).toHaveLength(2);
  });

  it('lets go what Meta does not list any more', async () => {
    serve([item('stays'), item('goes')]);
    await sync();
    later(60_000);
    serve([item('stays')]);
    expect(names(await sync())).toEqual(['stays']);
  });

  it('goes on by itself where a list is longer than one go', async () => {
    const pages = 25;
    serve(Array.from({ length: pages * 100 }, (_, index) => item(`t${String(index).padStart(4, '0')}`)));
    expect(await sync()).toMatchObject({ syncedAt: 0, stale: true });
    expect(lists()).toHaveLength(20);
    expect(await runDurableObjectAlarm(objectOfOwner())).toBe(true);
    expect(lists()).toHaveLength(pages);
    expect(await read()).toMatchObject({
      stale: false,
      sentence: 'Only the first 1000 templates are listed here.',
      syncedAt: Date.now(),
    });
  });

  it('is old after a day', async () => {
    serve([item('one')]);
    expect(await read()).toMatchObject({ stale: true, syncedAt: 0 });
    await sync();
    later(24 * 3_600_000);
    expect((await read()).stale).toBe(false);
    later(1);
    expect((await read()).stale).toBe(true);
  });

  it.each<readonly [string, () => Response, RegExp]>([
    ['a dead token', () => refusedWith(190, 401), /access token.*admin/],
    ['too many calls', () => refusedWith(80007), /too often.*few minutes/],
    ['no permission', () => refusedWith(200), /permissions/],
    ['an error that nobody knows', () => refusedWith(4711), /\(4711\): why\. Read them again/],
    ['a bare 502', () => new Response('<html>', { status: 502 }), /\(502\)/],
    [
      'no answer',
      () => {
        throw new Error('Network connection lost.');
      },
      /could not be reached/,
    ],
  ])('tells %s in a sentence, and keeps the old ones', async (_what, answer, says) => {
    serve([item('old')]);
    const { syncedAt } = await sync();
    later(60_000);
    graph.serve('/message_templates', answer);
    expect(await sync()).toMatchObject({
      templates: [{ name: 'old' }],
      sentence: expect.stringMatching(says),
      syncedAt,
    });
    later(60_000);
    serve([item('old'), item('new')]);
    expect(await sync()).toMatchObject({ sentence: null, templates: [{ name: 'new' }, { name: 'old' }] });
  });

  it('begins again where a cursor is not valid any more, and asks for less where a page is too much', async () => {
    const items = Array.from({ length: 130 }, (_, index) => item(`t${index}`));
    let refusals = 0;
    graph.serve('/message_templates', ({ url }) => {
      const { searchParams } = new URL(url);
      const [limit, from] = [Number(searchParams.get('limit')), Number(searchParams.get('after') ?? 0)];
      if (limit > 25) return refusedWith(1, 500);
      if (from === 50 && refusals === 0) {
        refusals += 1;
        return refusedWith(131059);
      }
      // Without cursors: only the address of the next page says where it begins.
      const next = from + limit < items.length && { next: `https://x.test/?after=${from + limit}` };
      return Response.json({ data: items.slice(from, from + limit), paging: { ...next } });
    });
    expect(names(await sync())).toHaveLength(130);
    const asked = lists().map((url) => new URL(url).searchParams);
    expect(asked.map((one) => `${one.get('limit')} ${one.get('after') ?? ''}`)).toEqual([
      ...['100 ', '25 ', '25 25', '25 50'],
      ...['25 ', '25 25', '25 50', '25 75', '25 100', '25 125'],
    ]);
  });

  it('keeps strange answers out', async () => {
    graph.serve('/message_templates', () =>
      Response.json({ data: [null, 7, { id: 1 }, item('good')], paging: 'no' }),
    );
    expect(names(await sync())).toEqual(['good']);
    later(60_000);
    graph.serve('/message_templates', () => Response.json(['not', 'a', 'list']));
    expect(names(await sync())).toEqual([]);
  });
});

describe('what webhooks tell of templates', () => {
  it('changes the row at once', async () => {
    serve([item('order'), item('other')]);
    await sync();
    later(5000);
    await status('order', 'PAUSED');
    const seen = async () => (await read()).templates.map(({ name, status: now }) => [name, now]);
    expect(await seen()).toEqual([
      ['other', 'approved'],
      ['order', 'paused'],
    ]);
    await tells('message_template_quality_update', {
      message_template_name: 'order',
      new_quality_score: 'RED',
    });
    await tells('template_category_update', { message_template_name: 'order', new_category: 'MARKETING' });
    expect((await read()).templates[1]).toMatchObject({
      quality: 'red',
      category: 'marketing',
      status: 'paused',
    });
    later(1000);
    await status('order', 'DELETED');
    expect(await seen()).toEqual([['other', 'approved']]);
  });

  it('wins over a reading that began before, and gives way to one that began after', async () => {
    const pausedAt = Date.now() + 4000;
    graph.serve('/message_templates', async () => {
      // Told while the page was on its way.
      later(5000);
      await keepLetters(env, {
        accountEvents: [
          {
            ...{ type: 'account', channel: 'whatsapp', accountId: String(owner), at: pausedAt },
            kind: 'message_template_status_update.PAUSED',
            raw: JSON.stringify({
              ...{ message_template_name: 'order', message_template_language: 'en_US', event: 'PAUSED' },
            }),
          },
        ],
        broken: [],
        now: Date.now(),
      });
      return Response.json({ data: [item('order')] });
    });
    expect((await sync()).templates).toMatchObject([{ status: 'paused', body: 'Hello from order' }]);
    later(60_000);
    serve([item('order')]);
    expect((await sync()).templates).toMatchObject([{ status: 'approved' }]);
    // Comes late: Meta's list is newer.
    await status('order', 'DISABLED', Date.now() - 30_000);
    expect((await read()).templates).toMatchObject([{ status: 'approved' }]);
  });

  it('brings a template that is not known here: it is read, as soon as the minute is over', async () => {
    serve([item('order')]);
    await sync();
    later(5000);
    serve([item('order'), item('fresh')]);
    await status('fresh', 'APPROVED');
    await eventually(async () => expect(await read()).toMatchObject({ stale: true }));
    const [fresh] = (await read()).templates;
    expect(fresh).toMatchObject({
      name: 'fresh',
      status: 'approved',
      unusable: expect.stringMatching(/not read it/),
    });
    later(60_000);
    await eventually(async () => expect(await runDurableObjectAlarm(objectOfOwner())).toBe(true));
    expect(await read()).toMatchObject({ stale: false });
    expect((await read()).templates).toMatchObject([{ name: 'fresh', unusable: null }, { name: 'order' }]);
  });

  it('has one that says something else read again', async () => {
    serve([item('order')]);
    await sync();
    later(5000);
    serve([item('order', { components: [body('Other words')] })]);
    await tells('message_template_components_update', {
      message_template_name: 'order',
      message_template_element: 'Other words',
    });
    later(60_000);
    await eventually(async () => expect(await runDurableObjectAlarm(objectOfOwner())).toBe(true));
    expect((await read()).templates).toMatchObject([{ body: 'Other words' }]);
  });
});
