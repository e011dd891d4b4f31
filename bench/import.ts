/**
 * An import of 100,000 contacts (CONTACTS sets another number) through the built product: dry run, run, and the same file
 * again, with exact counts; beside it plain inserts of as many rows into D1, in the same runtime and in statements of as many rows;
 * and the memory of the runtime's process all the while.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImportPlan, ImportRun } from '#domain/http-imports.ts';
import { serveProduct, stopOnSignal } from '../tools/serve.ts';
import { Plain } from '../tools/plain.ts';
import { expected, lines, type Expected } from './import/people.ts';
import { door, enter, type Admin } from './ingest/kept.ts';
import { account, appSecret } from './ingest/webhooks.ts';
import { runtime } from './list/fill.ts';
import { table } from './parts/table.ts';
import { varsFor } from './parts/vars.ts';

const count = Number(process.env['CONTACTS'] ?? 100_000);
/** Megabytes that the process may grow by between the first tenth of the run and its end. */
const mostGrowth = 96;
const rowsAtOnce = 300;
const vars = varsFor(appSecret);
const plan: ImportPlan = {
  ...{ accountId: account.id, country: 'BR', separator: ',', header: true, tags: [], lead: 'new' },
  ...{ dates: 'day-first', columns: ['name', 'phone', 'ignore', 'ignore'] },
};

/** Resident memory of the runtime, in megabytes; 0 where the system does not tell. */
function memoryOf(pids: readonly number[]): number {
  const of = (pid: number): number => {
    try {
      const kilobytes = /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return Number(kilobytes ?? 0) / 1024;
    } catch {
      return 0;
    }
  };
  return pids.reduce((sum, pid) => sum + of(pid), 0);
}

async function answered(answer: Response): Promise<ImportRun> {
  if (!answer.ok) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  return answer.json<ImportRun>();
}

async function upload(url: string, admin: Admin, file: string): Promise<string> {
  const headers = { 'content-type': 'text/csv', origin: url, cookie: admin.cookie };
  const answer = await fetch(`${url}/api/imports?name=bench.csv`, { method: 'POST', headers, body: file });
  return (await answered(answer)).id;
}

type Measured = { readonly run: ImportRun; readonly ms: number; readonly memory: readonly number[] };

/** Asks for it, and waits for its end. */
async function until(
  { admin, pids }: { readonly admin: Admin; readonly pids: readonly number[] },
  { path, body }: { readonly path: string; readonly body: unknown },
): Promise<Measured> {
  const [id = ''] = path.split('/');
  const start = performance.now();
  const memory: number[] = [];
  let run = await answered(await admin.send('POST', `/api/imports/${path}`, body));
  while (run.state === 'checking' || run.state === 'running') {
    await pause(250);
    memory.push(memoryOf(pids));
    run = await answered(await admin.send('GET', `/api/imports/${id}`));
  }
  return { run, ms: performance.now() - start, memory };
}

/** As many rows as an import writes of contacts, into a plain table: what D1 can do here. */
async function plainInserts(rows: number): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'casement-bench-'));
  const miniflare = runtime(dir);
  try {
    const db = await miniflare.getD1Database('DB');
    await db.prepare('CREATE TABLE plain (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID').run();
    const insert = db.prepare('INSERT INTO plain SELECT value ->> 0, value ->> 1 FROM json_each(?)');
    const start = performance.now();
    for (let from = 0; from < rows; from += rowsAtOnce) {
      const some = Array.from({ length: Math.min(rowsAtOnce, rows - from) }, (_none, index) => [
        `id ${from + index}`,
        'x'.repeat(200),
      ]);
      await insert.bind(JSON.stringify(some)).run();
    }
    return performance.now() - start;
  } finally {
    await miniflare.dispose();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The middle of the first tenth, and the most. */
function growthOf(memory: readonly number[]): number {
  const early = memory[Math.floor(memory.length / 10)] ?? 0;
  return Math.max(0, ...memory) - early;
}

function check(title: string, { counts }: ImportRun, wanted: Expected): void {
  for (const [name, number] of Object.entries(wanted)) {
    const found = new Map<string, unknown>(Object.entries(counts)).get(name);
    if (found !== number)
      throw new Plain(`${title}: ${name} is ${JSON.stringify(found)} and should be ${number}.`);
  }
}

async function measure(url: string, pids: readonly number[]): Promise<void> {
  const admin = await enter(url);
  const file = [...lines(count)].join('');
  const wanted = expected(count);
  console.log(
    `${count.toLocaleString('en')} rows, ${(file.length / 2 ** 20).toFixed(1)} MB, as ${door.name}\n`,
  );
  const place = { admin, pids };
  const id = await upload(url, admin, file);
  const dry = await until(place, { path: `${id}/check`, body: plan });
  check('Dry run', dry.run, wanted);
  const run = await until(place, { path: `${id}/run`, body: {} });
  check('Run', run.run, wanted);
  const again = await upload(url, admin, file);
  await until(place, { path: `${again}/check`, body: plan });
  const second = await until(place, { path: `${again}/run`, body: {} });
  check('The same again', second.run, { ...wanted, new: 0, known: wanted.new });
  const plain = await plainInserts(count);
  const lineOf = (title: string, { run: { counts }, ms, memory }: Measured): string[] => [
    title,
    ...[counts.new, counts.known, counts.duplicate, counts.invalid].map((n) => n.toLocaleString('en')),
    Math.round((counts.read / ms) * 1000).toLocaleString('en'),
    (ms / plain).toFixed(1),
    `${Math.min(...memory).toFixed(0)}–${Math.max(...memory).toFixed(0)}`,
  ];
  const head = ['', 'new', 'known', 'duplicate', 'invalid', 'rows/s', 'time: import / plain inserts', 'MB'];
  const rows = [lineOf('dry run', dry), lineOf('run', run), lineOf('the same again', second)];
  console.log(table('Import', [head, ...rows]));
  const growth = growthOf(run.memory);
  console.log(`\nMemory grew by ${growth.toFixed(0)} MB from the first tenth of the run to its most.`);
  if (growth > mostGrowth) throw new Plain(`That is more than ${mostGrowth} MB: memory is not flat.`);
}

/** @throws Plain when a count is not exact, or memory is not flat */
export async function bench(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'casement-bench-'));
  const log = ({ level, message }: { level: string; message: string }): void => {
    if (level === 'error') console.error(message);
  };
  const product = await serveProduct({ port: 0, dir, vars, log });
  const stop = async (): Promise<void> => {
    await product.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  stopOnSignal(stop);
  try {
    await measure(product.url, product.pids);
  } finally {
    await stop();
  }
}
