import { beforeAll, describe, expect, it } from 'vitest';
import type { ConversationView, ListPage, Me } from '#domain/http.ts';
import type { ImportPlan, ImportRun } from '#domain/http-imports.ts';
import { ask, connect, env, idOf, join, meta, migrateD1, post, setUp } from '../testing/door.ts';
import { account, saying } from '../testing/meta.ts';
import { eventually } from '../testing/eventually.ts';

const plan: ImportPlan = {
  ...{ accountId: account, country: 'BR', separator: ',', header: true, tags: [], lead: 'new' },
  ...{ dates: 'day-first', columns: ['name', 'phone'] },
};
let admin = '';

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
  await post('/api/tags', { name: 'Fair 2026', colour: 'blue' }, admin);
  await env.DB.prepare(
    `INSERT INTO attribute VALUES ('a-born', 'Birthday', 'date', 'contact', '[]', 0, 1, 1),
      ('a-size', 'Size', 'list', 'contact', '["S","M","L"]', 0, 1, 2)`,
  ).run();
});

async function upload(file: string | Uint8Array, name = 'people.csv', cookie = admin): Promise<Response> {
  const body = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const headers = { 'content-type': 'text/csv', 'content-length': String(body.length) };
  return ask(`/api/imports?name=${encodeURIComponent(name)}`, { method: 'POST', body, headers, cookie });
}

async function here<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  return answer.json<T>();
}

const run = async (id: string): Promise<ImportRun> =>
  here(await ask(`/api/imports/${id}`, { cookie: admin }));

async function until(id: string, state: ImportRun['state']): Promise<ImportRun> {
  return eventually(async () => {
    const now = await run(id);
    expect(now.state).toBe(state);
    return now;
  });
}

async function checked(file: string | Uint8Array, part: Partial<ImportPlan> = {}): Promise<ImportRun> {
  const { id } = await here<ImportRun>(await upload(file));
  await here(await post(`/api/imports/${id}/check`, { ...plan, ...part }, admin));
  return until(id, 'checked');
}

async function imported(file: string | Uint8Array, part: Partial<ImportPlan> = {}): Promise<ImportRun> {
  const { id } = await checked(file, part);
  await here(await post(`/api/imports/${id}/run`, {}, admin));
  return until(id, 'done');
}

const errors = async (id: string): Promise<string> =>
  (await ask(`/api/imports/${id}/errors.csv`, { cookie: admin })).text();
const rowsOf = async (table: string): Promise<number> =>
  (await env.DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<{ n: number }>())?.n ?? 0;
const list = async (query: string): Promise<ListPage> =>
  here(await ask(`/api/conversations?${query}`, { cookie: admin }));

const nasty = [
  '\uFEFF"Name","Mobile, with ""code""",Tags,Born,Size\r\n',
  '"Silva, Ana",+55 11 98765-4321,Fair 2026,45292,m\r\n',
  '"Rui ""Ruizinho""",(21) 99876-5432,,2001-02-28,\r\n',
  ',\r\n',
  '\r\n',
  '"Two\nlines",0055 31 98888 7777,"fair 2026 | Fair 2026",31/12/1999,L\r\n',
  'Ana again,5511987654321,,,\r\n',
  'Ana without the nine,+55 11 8765-4321,,,\r\n',
  'No phone,,,,\r\n',
  'Short,123,,,\r\n',
  'Cut short,5.51199E+12,,,\r\n',
  'Too few,+5511911112222\r\n',
  'Too many,+5511911113333,,,,extra\r\n',
  'Empty beyond,+5511911114444,,,,,\r\n',
  'Unknown tag,+5511911115555,Nobody,,\r\n',
  'No day,+5511911116666,,2023-02-29,\r\n',
  'No size,+5511911117777,,,XXL\r\n',
  "=HYPERLINK(1),'+5511911118888,,,\r\n",
  '"never closed,+5511911119999,,,\r\n',
  'Last,+5511911110000,,,',
].join('');
const nastyPlan: Partial<ImportPlan> = {
  columns: ['name', 'phone', 'tags', 'attribute:a-born', 'attribute:a-size'],
};

describe('a nasty file', () => {
  it('is counted to the row by the dry run, which writes nothing; then taken in as it was counted; then known', async () => {
    const before = { contacts: await rowsOf('contact'), conversations: await rowsOf('conversation') };
    const dry = await checked(nasty, nastyPlan);
    const reasons = { 'no-phone': 1, phone: 2, columns: 2, tag: 1, value: 2, quote: 1 };
    const counts = { read: 17, new: 6, known: 0, duplicate: 2, invalid: 9, reasons };
    expect(dry.counts).toEqual(counts);
    expect(dry.progress).toBe(1);
    expect({ contacts: await rowsOf('contact'), conversations: await rowsOf('conversation') }).toEqual(
      before,
    );

    await here(await post(`/api/imports/${dry.id}/run`, {}, admin));
    const done = await until(dry.id, 'done');
    expect(done.counts).toEqual(counts);
    expect(await rowsOf('contact')).toBe(before.contacts + 6);
    expect(await rowsOf('conversation')).toBe(before.conversations + 6);

    const again = await imported(nasty, nastyPlan);
    expect(again.counts).toEqual({ ...counts, new: 0, known: 6 });
    expect(await rowsOf('contact')).toBe(before.contacts + 6);
  });

  it('tells every row that is no contact, and the error file has them as they stand, with their row and the reason', async () => {
    const dry = await checked(nasty, nastyPlan);
    expect(dry.problems.map(({ row }) => row)).toEqual([7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 19]);
    const [header, first, second, ...rest] = (await errors(dry.id)).split('\r\n');
    expect(header).toBe('Row,Problem,Name,"Mobile, with ""code""",Tags,Born,Size');
    expect(first).toBe('7,The same phone number stands in row 2.,Ana again,5511987654321,,,');
    expect(second).toBe("8,The same phone number stands in row 2.,Ana without the nine,'+55 11 8765-4321,,,");
    expect(rest).toHaveLength(10);
    expect(rest.at(-1)).toBe('');
  });

  it('becomes rows of the list that are found, counted and filtered, behind everything that was said', async () => {
    await meta(saying({ id: 'wamid.first', from: '15550001111', at: Date.now() - 1000 }));
    await eventually(async () => expect((await list('')).rows[0]?.phone).toBe('+15550001111'));
    const { rows, counts } = await list('');
    expect(rows.slice(1).map(({ lastAt }) => lastAt)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(counts.active).toBe(7);
    const { tags } = await here<Me>(await ask('/api/me', { cookie: admin }));
    const tagged = await list(`tag=${tags[0]?.id ?? ''}`);
    expect(tagged.rows.map(({ name }) => name).sort()).toEqual(['Silva, Ana', 'Two lines']);
    const found = await here<{ contacts: { hits: { name: string; attributes: object }[] } }>(
      await ask('/api/search?q=98765-4321', { cookie: admin }),
    );
    expect(found.contacts.hits).toMatchObject([
      { name: 'Silva, Ana', lead: 'new', attributes: { 'a-born': '2024-01-01', 'a-size': 'M' } },
    ]);
  });
});

it.each([
  ['a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), 'file-not-csv'],
  ['two bytes a letter', new Uint8Array([0xff, 0xfe, 0x61, 0]), 'file-not-csv'],
  ['spaces', ' \n', 'file-not-csv'],
  ['nothing', '', 'invalid-input'],
])('a file of %s is refused with a sentence, and not kept', async (_title, file, code) => {
  const answer = await upload(file);
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ code });
});

it('semicolons, old code pages, no header, and lead statuses by name', async () => {
  const file = new Uint8Array([
    ...new TextEncoder().encode('+5511922220001;Jos'),
    0xe9,
    ...new TextEncoder().encode(';Qualified\n+5511922220002;Eva;\n+5511922220003;X;Nonsense\n'),
  ]);
  const done = await imported(file, {
    ...{ separator: ';', header: false, columns: ['phone', 'name', 'lead'], lead: 'contacted' },
  });
  expect(done.counts).toMatchObject({ read: 3, new: 2, invalid: 1, reasons: { lead: 1 } });
  const { rows } = await list('lead=qualified,contacted');
  expect(rows.map(({ name, lead }) => `${name} ${lead ?? ''}`).sort()).toEqual([
    'Eva contacted',
    'José qualified',
  ]);
});

it('a customer who is known under another name is known by the phone (R-29)', async () => {
  await meta(saying({ id: 'wamid.b', from: '5541999990000', bsuid: 'BR.77', at: Date.now() - 1000 }));
  await eventually(async () => {
    const phones = (await list('')).rows.map(({ phone }) => phone ?? '');
    expect(phones.some((phone) => phone.startsWith('+5541'))).toBe(true);
  });
  const dry = await checked('name,phone\nEva,+55 41 99999-0000\n');
  expect(dry.counts).toMatchObject({ new: 0, known: 1 });
});

const view = async (id: string, cookie = admin) => ask(`/api/conversations/${id}`, { cookie });

describe('an imported contact', () => {
  it('becomes a conversation when somebody opens it, with all that was imported, and once', async () => {
    await imported('name,phone,tags\nOla Nordmann,+4791111111,Fair 2026\n', {
      columns: ['name', 'phone', 'tags'],
      lead: 'qualified',
    });
    const id = await idOf('phone:4791111111');
    const first = await here<ConversationView>(await view(id));
    expect(first.head).toMatchObject({
      name: 'Ola Nordmann',
      phone: '+4791111111',
      lead: 'qualified',
      rev: 1,
    });
    expect(first.head.tags).toHaveLength(1);
    expect(first.panel).toMatchObject({
      details: { name: 'Ola Nordmann' },
      leads: [{ status: 'qualified', source: 'import', sourceId: 'people.csv' }],
    });
    expect((await here<ConversationView>(await view(id))).head.rev).toBe(1);
    await eventually(async () => {
      const row = await env.DB.prepare('SELECT rev FROM conversation WHERE id = ?').bind(id).first();
      expect(row).toEqual({ rev: 1 });
    });
    const contact = await env.DB.prepare('SELECT taken_at FROM contact WHERE id = ?').bind(id).first();
    expect(contact).toEqual({ taken_at: expect.any(Number) });
  });

  it('brings e-mail, company and address into the panel, and is found by the e-mail before anybody opens it', async () => {
    const file = [
      'Name,Phone,E-mail,Company,Address',
      'Bia,+4795555551,Bia@Shop.example,"Shop, Ltda",Rua 1',
      'Caio,+4795555552,caio at shop,,',
      `Davi,+4795555553,,${'D'.repeat(121)},`,
    ].join('\n');
    const columns: ImportPlan['columns'] = ['name', 'phone', 'email', 'company', 'address'];
    const run = await imported(file, { columns });
    expect(run.counts).toMatchObject({ new: 1, invalid: 2, reasons: { email: 1, detail: 1 } });
    expect(run.problems.map(({ sentence }) => sentence)).toEqual([
      '“caio at shop” is not an e-mail address. Write it as name@example.com.',
      'The company is longer than 120 characters. Make it shorter.',
    ]);
    const found = await here<{ contacts: { hits: { name: string }[] } }>(
      await ask('/api/search?q=bia@shop.example', { cookie: admin }),
    );
    expect(found.contacts.hits).toMatchObject([{ name: 'Bia', email: 'bia@shop.example' }]);
    const { head, panel } = await here<ConversationView>(await view(await idOf('phone:4795555551')));
    expect(head.email).toBe('bia@shop.example');
    expect(panel?.details).toEqual({
      ...{ name: 'Bia', email: 'Bia@Shop.example', company: 'Shop, Ltda', address: 'Rua 1' },
    });
  });

  it('can be asked for something without being opened first', async () => {
    await imported('phone\n+4792222222\n', { columns: ['phone'] });
    const id = await idOf('phone:4792222222');
    const command = { type: 'archive', clientId: crypto.randomUUID() };
    expect((await post(`/api/conversations/${id}/commands`, command, admin)).status).toBe(200);
    expect((await here<ConversationView>(await view(id))).head).toMatchObject({
      ...{ archived: true, name: '+4792222222', lead: 'new' },
    });
  });

  it.each([
    ['under the same name', { from: '4793333333' }, 'phone:4793333333' as const],
    ['under another name', { from: '4794444444', bsuid: 'NO.4444' }, 'bsuid:NO.4444' as const],
  ])('is taken over by the conversation when the customer writes, %s', async (_title, names, name) => {
    await imported(`name,phone\nKari,+${names.from}\n`, { lead: 'qualified' });
    await meta(saying({ id: `wamid.${names.from}`, ...names, at: Date.now() - 1000 }));
    const id = await idOf(name);
    const seen = await eventually(async () => {
      const now = await here<ConversationView>(await view(id));
      expect(now.head).toMatchObject({ name: 'Kari', lead: 'qualified', unread: 1 });
      return now;
    });
    expect(seen.messages.filter(({ direction }) => direction === 'in')).toHaveLength(1);
    await eventually(async () => {
      const { rows } = await list(`sort=newest`);
      expect(rows.filter(({ phone }) => phone === `+${names.from}`).map((row) => row.id)).toEqual([id]);
    });
  });

  it('is kept by the reindex, and its row is made again', async () => {
    await imported('name,phone\nKept,+4795555555\n');
    const id = await idOf('phone:4795555555');
    await env.DB.prepare('DELETE FROM conversation WHERE id = ?').bind(id).run();
    const mend = async (): Promise<number> => {
      let mended = 0;
      for (let cursor: string | null = null; ;) {
        const answer: { next: string | null; mended: number } = await here(
          await post('/api/reindex', { cursor }, admin),
        );
        mended += answer.mended;
        cursor = answer.next;
        if (cursor === null) return mended;
      }
    };
    expect(await mend()).toBeGreaterThan(0);
    const row = await env.DB.prepare('SELECT rev, head FROM conversation WHERE id = ?')
      .bind(id)
      .first<{ rev: number; head: string }>();
    expect(row).toMatchObject({ rev: 0, head: expect.stringContaining('Kept') });
    expect(await mend()).toBe(0);
  }, 30_000);
});

describe('rights', () => {
  it('are of managers and admins; agents and strangers are refused', async () => {
    const [manager, agent] = [
      await join(admin, 'Max Manager', 'manager'),
      await join(admin, 'Ag Ent', 'agent'),
    ];
    const { id } = await here<ImportRun>(await upload('phone\n+4790000001\n'));
    const asks = [
      async (cookie?: string) => upload('phone\n', 'x.csv', cookie ?? ''),
      async (cookie = '') => ask('/api/imports', { cookie }),
      async (cookie = '') => ask(`/api/imports/${id}`, { cookie }),
      async (cookie?: string) => post(`/api/imports/${id}/check`, plan, cookie),
      async (cookie?: string) => post(`/api/imports/${id}/run`, {}, cookie),
      async (cookie?: string) => post(`/api/imports/${id}/cancel`, {}, cookie),
      async (cookie = '') => ask(`/api/imports/${id}/errors.csv`, { cookie }),
      async (cookie = '') => ask('/api/contacts.csv', { cookie }),
    ];
    for (const one of asks) {
      expect((await one(agent.cookie)).status).toBe(403);
      expect((await one()).status).toBe(401);
    }
    expect((await ask('/api/imports', { cookie: manager.cookie })).status).toBe(200);
    expect((await ask('/api/contacts.csv', { cookie: manager.cookie })).status).toBe(200);
  });
});

it('the export has what the list has, is no formula anywhere, and can be imported again', async () => {
  const answer = await ask('/api/contacts.csv?tab=all', { cookie: admin });
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /);
  const text = await answer.text();
  const lines = text.trim().split('\r\n');
  expect(lines[0]).toMatch(/^Name,Phone,.*,Birthday,Size$/);
  expect(text).toContain(`"Silva, Ana",+5511987654321,,,WhatsApp,Sales,Fair 2026,New,`);
  expect(text).toContain("'=HYPERLINK(1),+5511911118888");
  for (const line of lines.slice(1)) expect(line).not.toMatch(/(^|,)"?[=@\t-]/);
  const columns: ImportPlan['columns'] = ['name', 'phone', ...Array<'ignore'>(13).fill('ignore')];
  const dry = await checked(text, { columns });
  expect(dry.counts).toMatchObject({ new: 0, invalid: 0, duplicate: 0 });
  const one = await (await ask('/api/contacts.csv?contact=silva', { cookie: admin })).text();
  expect(one.length).toBeLessThan(text.length);
});

it('every import and export stands in the audit', async () => {
  const { results } = await env.DB.prepare(
    "SELECT what, person_name AS name, count(*) AS n FROM audit WHERE what LIKE 'contacts.%' GROUP BY 1, 2 ORDER BY 1, 2",
  ).all<{ what: string; name: string; n: number }>();
  const told = Object.fromEntries(results.map(({ what, name, n }) => [`${what} ${name}`, n]));
  expect(told['contacts.import Ada Admin']).toBeGreaterThan(3);
  expect(told['contacts.imported Ada Admin']).toBe(told['contacts.import Ada Admin']);
  expect(told['contacts.export Max Manager']).toBe(1);
});
