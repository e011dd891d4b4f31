/** The database of the bench: made once by the product's own statements, kept until they or the people change. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Miniflare, convertV4MiniflareOptions } from 'miniflare';
import type { Head } from '#domain/head.ts';
import { fingerprint } from '../../tools/fingerprint.ts';
import { migrate } from '../../tools/migrate.ts';
import { at } from '../../tools/root.ts';
import { upsertHeads } from '../../worker/inbox/index-row.ts';
import type { Published } from '../../worker/inbox/published.ts';
import { writeSaid } from '../../worker/inbox/said.ts';
import { addTally, tallyDeltas } from '../../worker/inbox/tally.ts';
import { asD1 } from './bare.ts';
import { conversations } from './people.ts';

const chunk = 2000;
/** What the database is made of. */
const sources = [
  'bench/list/people.ts',
  ...['facets', 'words', 'head', 'shard'].map((name) => `domain/${name}.ts`),
  ...['index-row', 'place', 'said', 'tally'].map((name) => `worker/inbox/${name}.ts`),
  'migrations',
];

/** A runtime with nothing but D1, its data in `dir`. */
export function runtime(dir: string): Miniflare {
  const contents = 'export default { fetch: () => new Response() }';
  return new Miniflare(
    convertV4MiniflareOptions({
      resourcePersistencePath: dir,
      cf: false,
      workers: [
        {
          name: 'list',
          compatibilityDate: '2026-10-01',
          modules: [{ type: 'ESModule', path: 'index.js', contents }],
          d1Databases: ['DB'],
        },
      ],
    }),
  );
}

/** The file in which a runtime keeps its one database. */
export function fileOf(dir: string): string {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  const file = files.find((name) => /D1DatabaseObject.[0-9a-f]{16,}\.sqlite$/.test(name));
  if (file === undefined) throw new Error('The runtime keeps its database elsewhere now.');
  return join(dir, file);
}

/** Puts `count` conversations into a database whose tables are there; `as` may change each. */
export async function fillFile(
  file: string,
  count: number,
  as: (head: Head) => Head = (head) => head,
): Promise<void> {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000');
  const db = asD1(database);
  let waiting: Published[] = [];
  const write = async (): Promise<void> => {
    const changes = waiting.map(({ head }) => ({ before: null, after: head }));
    const counted = addTally(db, tallyDeltas(changes, []));
    await db.batch([upsertHeads(db, waiting), ...writeSaid(db, waiting), ...(counted ? [counted] : [])]);
    waiting = [];
  };
  for (const { head: made, text } of conversations(count)) {
    const head = as(made);
    const said = [{ message: `m-${head.id}`, at: head.lastAt, text }];
    waiting.push({ head, was: null, dueAt: head.windowExpiresAt, said, unsaid: [] });
    if (waiting.length === chunk) await write();
  }
  if (waiting.length > 0) await write();
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

async function fill(dir: string, count: number): Promise<void> {
  const miniflare = runtime(dir);
  await migrate(await miniflare.getD1Database('DB'));
  await miniflare.dispose();
  await fillFile(fileOf(dir), count);
}

/** The folder of a filled database of `count` conversations; says when it has to make it. */
export async function filled(count: number): Promise<string> {
  const print = fingerprint(sources).slice(0, 16);
  const dir = at('.play', 'bench', `list-${count}-${print}`);
  if (existsSync(dir)) return dir;
  const folder = at('.play', 'bench');
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder).filter((name) => name.startsWith('list-'))) {
    rmSync(join(folder, old), { recursive: true, force: true });
  }
  console.log(`Making ${count.toLocaleString('en')} conversations; they are kept for the next run.`);
  const making = `${dir}.making`;
  rmSync(making, { recursive: true, force: true });
  await fill(making, count);
  renameSync(making, dir);
  return dir;
}
