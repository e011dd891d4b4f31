/**
 * The list over a million conversations, three million tag links and a million messages: rows that D1 reads for every sort
 * and filter (asserted), and how long it takes beside the same statements on a bare SQLite of the same file.
 */
import { DatabaseSync } from 'node:sqlite';
import type { ListQuery } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import { Plain } from '../tools/plain.ts';
import { listPage } from '../worker/inbox/list.ts';
import { search } from '../worker/inbox/search.ts';
import { asD1 } from './list/bare.ts';
import { cases, type Case } from './list/cases.ts';
import { filled, fileOf, runtime } from './list/fill.ts';
import { agents, groups, now } from './list/people.ts';
import { Witness, type Told } from './list/witness.ts';
import { median } from './parts/numbers.ts';
import { table } from './parts/table.ts';

const count = Number(process.env['CONVERSATIONS'] ?? 1_000_000);
const limits = { perRow: 4, page: 50, counters: 100, bounded: 200, contacts: 2_000, messages: 5_000 };
const pages = 2;

const admin: Actor = { id: 'agent-7', name: 'Agent 7', role: 'admin', groups: [], visibility: 'groups' };
const agent: Actor = { ...admin, role: 'agent', groups: [groups[7] ?? '', groups[2] ?? ''] };
const alone: Actor = { ...admin, role: 'agent', visibility: 'own' };

type Measured = {
  readonly name: string;
  readonly told: Told;
  readonly rows: number;
  readonly ms: number;
  readonly bareMs: number;
};

/** Runs `ask` on both databases. */
async function beside(
  databases: { readonly witness: Witness; readonly bare: D1Database },
  ask: (db: D1Database) => Promise<number>,
): Promise<Omit<Measured, 'name'>> {
  const { witness, bare } = databases;
  const start = performance.now();
  await ask(bare);
  const between = performance.now();
  const rows = await ask(witness.db);
  const ms = performance.now() - between;
  return { told: witness.take(), rows, ms, bareMs: between - start };
}

function queryOf({ tab, sort, filter }: Case, cursor: string | undefined): ListQuery {
  return { tab, sort, filter, limit: limits.page, ...(cursor !== undefined && { cursor }) };
}

async function measureList(
  databases: Parameters<typeof beside>[0],
  one: Case,
  actor: Actor,
): Promise<Measured[]> {
  const measured: Measured[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    let next: string | null = null;
    const result = await beside(databases, async (DB) => {
      const answer = await listPage({ DB }, actor, queryOf(one, cursor));
      ({ next } = answer);
      return answer.rows.length;
    });
    measured.push({ name: `${one.name} · ${one.sort} · ${one.tab}`, ...result });
    if (next === null) break;
    cursor = next;
  }
  return measured;
}

function problemsOf({ name, told, rows }: Measured): string[] {
  const allowed = limits.perRow * (rows === 0 ? 1 : rows < limits.page ? limits.page : rows);
  return [
    ...(told.page > allowed ? [`${name}: ${told.page} rows read for ${rows} shown`] : []),
    ...(told.counters > limits.counters ? [`${name}: ${told.counters} rows read for the counters`] : []),
    ...(told.bounded > limits.bounded ? [`${name}: ${told.bounded} rows read for a bounded count`] : []),
  ];
}

const searches = [
  'maria',
  'jo',
  'silva',
  '98',
  '987',
  '4567',
  '@user5',
  'فاط',
  '李',
  '佐藤',
  'olivеira',
  'zoe',
  'tag 4',
  'order',
  'price tomorrow',
  'w1',
  'कीमत',
  'السعر',
  '价格',
  '注文 いつ',
  'ref',
  'नहीं',
];

async function measureSearch(databases: Parameters<typeof beside>[0], actor: Actor): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const q of searches) {
    for (const group of ['contacts', 'messages'] as const) {
      const result = await beside(databases, async (DB) => {
        const answer = await search({ DB }, actor, { q, filter: {}, group });
        return answer[group].hits.length;
      });
      measured.push({ name: `${group}: ${q}`, ...result });
    }
  }
  return measured;
}

const ratio = (measured: readonly Measured[]): string =>
  median(measured.map(({ ms, bareMs }) => ms / bareMs)).toFixed(1);

function report(title: string, measured: readonly Measured[]): void {
  const names = [...new Set(measured.map(({ name }) => name))];
  const lines = names.map((name) => {
    const own = measured.filter((one) => one.name === name);
    const shown = own.map(({ rows }) => rows).join('/');
    const read = own.map(({ told }) => told.page).join('/');
    return [name, shown, read, ratio(own)];
  });
  console.log(table(title, [['', 'rows shown', 'rows read', 'time: D1 / bare'], ...lines]));
}

/** @throws Plain when more rows are read than the list may */
export async function bench(): Promise<void> {
  const dir = await filled(count);
  const bareFile = new DatabaseSync(fileOf(dir), { readOnly: true });
  bareFile.exec('PRAGMA cache_size = -16000');
  const miniflare = runtime(dir);
  const witness = new Witness(await miniflare.getD1Database('DB'));
  const databases = { witness, bare: asD1(bareFile) };
  const clock = Date.now;
  // The people of the bench live on one day.
  Date.now = () => now;
  try {
    const all: Measured[] = [];
    for (const one of cases()) all.push(...(await measureList(databases, one, admin)));
    report(`Admin, first ${pages} pages`, all);
    const some: Measured[] = [];
    for (const actor of [agent, alone]) {
      for (const one of cases().filter(({ tab, sort }) => tab === 'active' && sort !== 'oldest')) {
        some.push(...(await measureList(databases, one, actor)));
      }
    }
    report('An agent with two groups, and one who sees only their own', some);
    const found = await measureSearch(databases, admin);
    const foundBy = await measureSearch(databases, agent);
    report('Search: admin', found);
    report('Search: an agent with two groups', foundBy);
    const full = [...all, ...some].filter(({ rows }) => rows === limits.page);
    console.log(
      `${agents.length} agents, ${count.toLocaleString('en')} conversations; ${all.length + some.length} pages, ${full.length} of them full; ` +
        `most rows read per row shown on a full page: ${Math.max(...full.map(({ told, rows }) => told.page / rows)).toFixed(2)}; ` +
        `most rows read for the counters: ${Math.max(...all.map(({ told }) => told.counters))}; ` +
        `contact search: at most ${Math.max(...[...found, ...foundBy].filter(({ name }) => name.startsWith('c')).map(({ told }) => told.page))}, ` +
        `message search: at most ${Math.max(...[...found, ...foundBy].filter(({ name }) => name.startsWith('m')).map(({ told }) => told.page))}; ` +
        `time of D1 to bare SQLite, median: ${ratio([...all, ...some])}`,
    );
    const searchProblems = [...found, ...foundBy].flatMap(({ name, told }) => {
      const most = name.startsWith('contacts') ? limits.contacts : limits.messages;
      return told.page > most ? [`${name}: ${told.page} rows read`] : [];
    });
    const problems = [...[...all, ...some].flatMap(problemsOf), ...searchProblems];
    if (problems.length > 0) throw new Plain(`Too many rows are read:\n${problems.join('\n')}`);
  } finally {
    Date.now = clock;
    bareFile.close();
    await miniflare.dispose();
  }
}
