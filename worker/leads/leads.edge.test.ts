/** Leads at the edge: rights, history, statuses, the board's columns and counts, the file (product §5, issue "Leads"). */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Head } from '#domain/head.ts';
import type { CommandAnswer, LeadStatus, Me } from '#domain/http.ts';
import type { LeadCountsAnswer, LeadDropAnswer, LeadHistory, LeadsPage } from '#domain/http-leads.ts';
import type { Actor } from '#domain/permission.ts';
import { recountTabs } from '../reindex/recount.ts';
import {
  ask,
  command,
  connect,
  env,
  idOf,
  join,
  meta,
  migrateD1,
  post,
  setUp,
  view,
} from '../testing/door.ts';
import { aHead, countedD1, emptyIndex, indexHeads } from '../testing/index.ts';
import { saying } from '../testing/meta.ts';
import { leadCounts, leadsPage } from './board.ts';
import { eventually } from '../testing/eventually.ts';

const now = Date.now();
let admin = '';
let ana: { id: string; cookie: string };
let max: { id: string; cookie: string };

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
  ana = await join(admin, 'Ana Reis', 'agent');
  max = await join(admin, 'Max Manager', 'manager');
});

const get = async <T>(path: string, cookie = admin): Promise<T> => {
  const answer = await ask(path, { cookie });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.json<T>();
};
const send = async (method: 'PUT' | 'DELETE', path: string, body?: unknown, cookie = admin) =>
  ask(path, { method, cookie, ...(body !== undefined && { body: JSON.stringify(body) }) });
const codeOf = async (answer: Response) => [answer.status, (await answer.json<{ code: string }>()).code];
const lead = (id: string, part: Partial<Head> = {}): Head => aHead({ id, lastAt: now, lead: 'new', ...part });

describe('a lead of a conversation', () => {
  it('is described, closed and opened again, and all of it is in its history', async () => {
    const name = 'phone:15557000001';
    const says = async (id: string) =>
      meta(saying({ id: `wamid.${id}`, from: '15557000001', name: 'Maria', at: Date.now() - 60_000 }));
    await says('l1');
    const facts = { type: 'lead-facts', ownerId: ana.id, value: 129_900, currency: 'EUR' } as const;
    const done = await command(name, admin, facts);
    expect(await done.json<CommandAnswer>()).toMatchObject({
      undo: { type: 'lead-facts', ownerId: null, value: null },
    });
    await command(name, admin, { type: 'lead', status: 'converted' });
    expect(await codeOf(await command(name, admin, { type: 'lead', status: 'lost' }))).toEqual([
      409,
      'lead-closed',
    ]);
    expect(await codeOf(await command(name, admin, { type: 'lead-facts', ownerId: null }))).toEqual([
      409,
      'lead-closed',
    ]);
    await says('l2');
    const { leads, lines } = await get<LeadHistory>(`/api/conversations/${await idOf(name)}/leads`);
    expect(leads).toMatchObject([
      { id: 'lead-2', status: 'new', owner: null },
      { id: 'lead-1', status: 'converted', owner: { id: ana.id }, value: 129_900, currency: 'EUR' },
    ]);
    const told = lines.map(({ content }) => (content.kind === 'line' ? content.what : ''));
    expect(told.toSorted()).toEqual(['lead', 'lead', 'lead-owner', 'lead-value']);
    expect((await view(name, admin)).panel?.leads).toEqual(leads);
  });

  it.each([
    ['a currency that is none', { value: 1, currency: 'XXZ' }, 'invalid-input'],
    ['a value that is no whole number of hundredths', { value: 1.5, currency: 'EUR' }, 'invalid-input'],
    ['a negative value', { value: -1, currency: 'EUR' }, 'invalid-input'],
    ['a source that is none', { source: 'luck' }, 'invalid-input'],
    ['an owner who is not on the team', { ownerId: 'a stranger' }, 'person-not-found'],
  ])('refuses %s', async (_title, facts, code) => {
    await meta(saying({ id: 'wamid.r1', from: '15557000002', at: Date.now() - 60_000 }));
    const body = { type: 'lead-facts', ...facts } as { type: 'lead-facts' };
    expect(await codeOf(await command('phone:15557000002', admin, body))).toEqual([422, code]);
  });

  it('is nobody’s business who may not see it', async () => {
    const name = 'phone:15557000003';
    await meta(saying({ id: 'wamid.s1', from: '15557000003', at: Date.now() - 60_000 }));
    await command(name, admin, { type: 'assign', personId: max.id });
    const path = `/api/conversations/${await idOf(name)}/leads`;
    expect(await codeOf(await ask(path, { cookie: ana.cookie }))).toEqual([404, 'conversation-not-found']);
    const facts = { type: 'lead-facts', ownerId: ana.id } as const;
    expect(await codeOf(await command(name, ana.cookie, facts))).toEqual([404, 'conversation-not-found']);
  });
});

describe('lead statuses', () => {
  const body = { name: 'Trial', colour: 'pink', final: false };
  const make = async (name: string, final = false) =>
    (await post('/api/lead-statuses', { ...body, name, final }, admin)).json<LeadStatus>();
  const statuses = async () => (await get<Me>('/api/me')).leads;
  const ids = async () => (await statuses()).map(({ id }) => id);

  it.each<['POST' | 'PUT' | 'DELETE', string, unknown]>([
    ['POST', '/api/lead-statuses', body],
    ['PUT', '/api/lead-statuses', { ids: ['new'] }],
    ['PUT', '/api/lead-statuses/lost', body],
    ['DELETE', '/api/lead-statuses/lost', undefined],
  ])('are for admins: %s %s', async (method, path, given) => {
    for (const { cookie } of [ana, max]) {
      const answer =
        method === 'POST' ? await post(path, given, cookie) : await send(method, path, given, cookie);
      expect(await codeOf(answer)).toEqual([403, 'role-may-not']);
    }
  });

  it('are made, changed, ordered and dropped, and everybody is told of them with who they are', async () => {
    const before = await ids();
    const trial = await make('Trial');
    expect(await ids()).toEqual([...before, trial.id]);
    const changed = { name: 'Free trial', colour: 'teal', final: true };
    expect((await send('PUT', `/api/lead-statuses/${trial.id}`, changed)).status).toBe(200);
    expect((await statuses()).at(-1)).toEqual({ ...changed, id: trial.id });
    await send('PUT', '/api/lead-statuses', { ids: ['new', trial.id] });
    expect(await ids()).toEqual(['new', trial.id, ...before.slice(1)]);
    const dropped = await send('DELETE', `/api/lead-statuses/${trial.id}`);
    expect(await dropped.json()).toEqual({ left: 0, refused: null });
    expect(await ids()).toEqual(before);
  });

  it('have one name each, and the first stays as every lead begins with it', async () => {
    expect(await codeOf(await post('/api/lead-statuses', { ...body, name: 'LOST' }, admin))).toEqual([
      409,
      'name-taken',
    ]);
    expect(await codeOf(await send('DELETE', '/api/lead-statuses/new?to=contacted'))).toEqual([
      409,
      'lead-status-first',
    ]);
    const final = { name: 'New', colour: 'blue', final: true };
    expect(await codeOf(await send('PUT', '/api/lead-statuses/new', final))).toEqual([
      409,
      'lead-status-first',
    ]);
    expect(await codeOf(await send('DELETE', '/api/lead-statuses/gone'))).toEqual([
      422,
      'lead-status-not-found',
    ]);
  });

  it('in use are not dropped, but replaced: every lead moves to another of the same kind', async () => {
    const [trial, later] = [await make('Trial'), await make('Later')];
    const names = ['15557000011', '15557000012', '15557000013'];
    for (const from of names) {
      await meta(saying({ id: `wamid.d${from}`, from, at: Date.now() - 60_000 }));
      await command(`phone:${from}`, admin, { type: 'lead', status: trial.id });
    }
    const counted = async () => (await get<LeadCountsAnswer>('/api/leads/counts?tab=all')).counts;
    await eventually(async () => expect((await counted())[trial.id]?.n).toBe(3));
    const path = `/api/lead-statuses/${trial.id}`;
    expect(await codeOf(await send('DELETE', path))).toEqual([409, 'lead-status-in-use']);
    expect(await codeOf(await send('PUT', path, { ...body, final: true }))).toEqual([
      409,
      'lead-status-in-use',
    ]);
    expect(await codeOf(await send('DELETE', `${path}?to=lost`))).toEqual([422, 'lead-status-of-other-kind']);
    await eventually(async () => {
      const answer = await (await send('DELETE', `${path}?to=${later.id}`)).json<LeadDropAnswer>();
      expect(answer).toEqual({ left: 0, refused: null });
    }, 200);
    expect(await ids()).not.toContain(trial.id);
    expect((await counted())[later.id]?.n).toBe(3);
    for (const from of names) expect((await view(`phone:${from}`, admin)).head.lead).toBe(later.id);
  });
});

describe('the board', () => {
  const boss: Actor = { id: 'boss', name: 'Boss', role: 'admin', groups: [], visibility: 'all' };
  const agent: Actor = {
    id: ana?.id ?? 'ana',
    name: 'Ana',
    role: 'agent',
    groups: ['sales'],
    visibility: 'groups',
  };
  const all = ['new', 'contacted', 'qualifying', 'qualified', 'follow-up', 'converted', 'lost', 'archived'];
  const person = (id: string) => ({ id, name: id });
  const heads = (): Head[] =>
    Array.from({ length: 20_000 }, (_none, n) =>
      lead(`c${String(n).padStart(5, '0')}`, {
        lastAt: now - n * 1000,
        lead: all[n % 8] ?? 'new',
        groupId: ['sales', 'care', null][n % 3] ?? null,
        assignee: n % 5 === 0 ? person(`p${n % 7}`) : null,
        archived: n % 16 > 12,
        ...(n % 4 === 0 && {
          leadFacts: {
            id: 'lead-1',
            since: now,
            source: 'organic',
            value: 100 * (n % 9),
            currency: n % 8 ? 'EUR' : 'USD',
          },
        }),
      }),
    );
  const asked = (status: string, cursor?: string) => ({
    ...({ tab: null, sort: 'newest', filter: { leads: [status] }, limit: 50 } as const),
    ...(cursor !== undefined && { cursor }),
  });
  let made: Head[] = [];

  beforeAll(async () => {
    await emptyIndex();
    made = heads();
    await indexHeads(made);
  }, 120_000);

  it('reads at most four rows a card, in every column, on every page (Must show 7)', async () => {
    const { db, cost, reset } = countedD1();
    for (const actor of [boss, agent]) {
      for (const status of all) {
        let cursor: string | undefined;
        for (const _page of [1, 2, 3]) {
          reset();
          const page: LeadsPage = await leadsPage({ DB: db }, actor, asked(status, cursor));
          expect(page.rows).toHaveLength(50);
          expect(cost.read).toBeGreaterThan(50);
          expect(cost.read).toBeLessThanOrEqual(4 * page.rows.length);
          cursor = page.next ?? undefined;
        }
      }
    }
  });

  it('pages a column to its end, each card once, the newest first', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: LeadsPage = await leadsPage(env, boss, { ...asked('qualified', cursor), limit: 200 });
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(made.filter((one) => one.lead === 'qualified').map(({ id }) => id));
  });

  it('tells how many of each status there are and what they are worth, of what one may see (R-37)', async () => {
    const { db, cost } = countedD1();
    const { counts } = await leadCounts({ DB: db }, boss, { tab: null, filter: {} });
    expect(cost.read).toBeLessThanOrEqual(10);
    for (const status of all) {
      const those = made.filter((one) => one.lead === status);
      const worth = (currency: string) =>
        those.reduce(
          (sum, { leadFacts }) => sum + (leadFacts?.currency === currency ? (leadFacts.value ?? 0) : 0),
          0,
        );
      expect(counts[status]?.n).toBe(those.length);
      for (const currency of ['EUR', 'USD'])
        expect(counts[status]?.values?.[currency] ?? 0).toBe(worth(currency));
    }
    const seen = await leadCounts(env, agent, { tab: null, filter: {} });
    const sees = ({ assignee, groupId }: Head) => assignee === null || groupId === 'sales';
    expect(seen.counts['new']?.n).toBe(made.filter((one) => one.lead === 'new' && sees(one)).length);
    const ofP0 = await leadCounts(env, boss, { tab: null, filter: { agents: ['p0'] } });
    const p0 = made.filter((one) => one.lead === 'new' && one.assignee?.id === 'p0').length;
    expect(ofP0.counts['new']?.n ?? 0).toBe(p0);
  });

  it('counts what a filter leaves as far as a hundred', async () => {
    const { counts } = await leadCounts(env, boss, { tab: null, filter: { channels: ['whatsapp'] } });
    expect(counts['new']).toEqual({ n: 99, more: true });
    const none = await leadCounts(env, boss, {
      tab: null,
      filter: { channels: ['instagram'], leads: ['new'] },
    });
    expect(none.counts).toEqual({ new: { n: 0, more: false } });
  });

  it('keeps counts right through moves, and a recount finds nothing wrong', async () => {
    const before = (await leadCounts(env, boss, { tab: null, filter: {} })).counts;
    const moved = made.slice(0, 400).map((one): Head => ({
      ...one,
      rev: 2,
      lead: 'converted',
      leadFacts: { id: 'lead-1', since: now, closedAt: now, source: 'organic', value: 1000, currency: 'EUR' },
    }));
    await indexHeads(moved);
    const { counts } = await leadCounts(env, boss, { tab: null, filter: {} });
    expect(counts['new']?.n).toBe((before['new']?.n ?? 0) - 50);
    expect(counts['converted']?.n).toBe((before['converted']?.n ?? 0) + 350);
    expect(await recountTabs(env.DB)).toBe(0);
    await env.DB.prepare(
      'UPDATE tally SET counts = json_set(counts, \'$." lead:new"\', 7, \'$." value:EUR:none"\', 3)',
    ).run();
    expect(await recountTabs(env.DB)).toBeGreaterThan(0);
    expect((await leadCounts(env, boss, { tab: null, filter: {} })).counts).toEqual(counts);
  });
});

describe('the file of leads', () => {
  beforeEach(emptyIndex);

  it('is for managers and admins', async () => {
    expect(await codeOf(await ask('/api/leads/export', { cookie: ana.cookie }))).toEqual([
      403,
      'role-may-not',
    ]);
    expect((await ask('/api/leads/export')).status).toBe(401);
  });

  it('has every lead that fits, harmless in a spreadsheet, as UTF-8 with its mark', async () => {
    const { lead: _none, ...without } = lead('c0');
    const many = Array.from({ length: 450 }, (_n, n) => lead(`m${n}`, { lastAt: now - 10_000 - n }));
    await indexHeads([
      without,
      ...many,
      lead('c1', {
        ...{ name: '=cmd|"/c calc"!A1', phone: '+351912345678', lead: 'qualified', lastAt: now - 2000 },
        leadFacts: {
          ...{ id: 'lead-1', since: Date.UTC(2026, 4, 1), owner: { id: ana.id, name: 'Ana, Reis' } },
          ...{ value: 129_905, currency: 'EUR', source: 'ad', sourceId: '120' },
        },
      }),
      lead('c2', { name: 'Zé', lastAt: now - 1000, archived: true }),
    ]);
    const answer = await ask('/api/leads/export?tab=all', { cookie: max.cookie });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(bytes).split('\r\n');
    expect(lines[0]).toMatch(/^Name,Phone,Username,Channel/u);
    expect(lines).toHaveLength(1 + 452 + 1);
    expect(lines.at(-3)).toContain(
      `"'=cmd|""/c calc""!A1",'+351912345678,,whatsapp,555,Qualified,"Ana, Reis",1299.05,EUR,ad,120,2026-05-01T00:00:00.000Z`,
    );
    expect(lines.at(-2)).toMatch(/^Zé,/u);
    const some = await (await ask('/api/leads/export?lead=qualified', { cookie: max.cookie })).text();
    expect(some.split('\r\n')).toHaveLength(3);
  });
});
