/** Applies migrations/*.sql to a local D1, with the same book-keeping as `wrangler d1 migrations apply`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Miniflare } from 'miniflare';
import { Plain, sentenceOf } from './plain.ts';
import { at } from './root.ts';

type Database = Awaited<ReturnType<Miniflare['getD1Database']>>;

const book = `CREATE TABLE IF NOT EXISTS d1_migrations(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`;

function migrationNames(): readonly string[] {
  const folder = at('migrations');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted();
}

/** Applies what is not in the book yet, each file whole or not at all; answers their names. */
export async function migrate(database: Database): Promise<readonly string[]> {
  await database.prepare(book).run();
  const { results } = await database.prepare('SELECT name FROM d1_migrations').all<{ name: string }>();
  const applied = new Set(results.map((row) => row.name));
  const due = migrationNames().filter((name) => !applied.has(name));
  if (due.length === 0) return due;
  const { unstable_splitSqlQuery: split } = await import('wrangler');
  for (const name of due) {
    const statements = split(readFileSync(at('migrations', name), 'utf8'));
    const entry = database.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name);
    try {
      await database.batch([...statements.map((sql) => database.prepare(sql)), entry]);
    } catch (error) {
      throw new Plain(`The migration migrations/${name} could not be applied: ${sentenceOf(error)}`, {
        cause: error,
      });
    }
  }
  return due;
}
