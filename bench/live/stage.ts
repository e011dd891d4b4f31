/** Runs the Inbox objects of the product behind the door of the bench, and sits people down in front of them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Miniflare, convertV4MiniflareOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { migrate } from '../../tools/migrate.ts';
import { Plain } from '../../tools/plain.ts';
import { at } from '../../tools/root.ts';
import { capture } from '../../tools/run.ts';
import type { Head } from '#domain/head.ts';
import type { ListPage, ListQuery } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import type { Published } from '../../worker/inbox/published.ts';

type AnyConfig = Parameters<typeof unstable_getMiniflareWorkerOptions>[0];

const config = at('bench', 'live', 'wrangler.toml');

/** @throws Plain when it cannot be built */
export async function build(): Promise<string> {
  const outdir = at('dist', 'bench-live');
  const args = ['deploy', '--dry-run', '--config', config, '--outdir', outdir];
  const { code, output } = await capture({ program: 'wrangler', args });
  if (code !== 0)
    throw new Plain(`${output}\nThe door of the bench could not be built; its words are above.`);
  return join(outdir, 'entry.js');
}

export class Stage {
  readonly #miniflare: Miniflare;
  readonly #url: string;
  readonly #dir: string;

  private constructor(miniflare: Miniflare, url: string, dir: string) {
    this.#miniflare = miniflare;
    this.#url = url;
    this.#dir = dir;
  }

  static async open(bundle: string, shards: number): Promise<Stage> {
    const read: unknown = unstable_readConfig({ config }, { hideWarnings: true });
    const { workerOptions } = unstable_getMiniflareWorkerOptions(read as AnyConfig);
    const dir = mkdtempSync(join(tmpdir(), 'casement-live-'));
    const contents = readFileSync(bundle, 'utf8');
    const bindings = { ...(workerOptions['bindings'] as object), INBOX_SHARDS: String(shards) };
    const miniflare = new Miniflare(
      convertV4MiniflareOptions({
        host: '127.0.0.1',
        port: 0,
        resourcePersistencePath: dir,
        cf: false,
        workers: [
          {
            ...workerOptions,
            name: 'main',
            bindings,
            modules: [{ type: 'ESModule', path: 'index.js', contents }],
          },
        ],
      }),
    );
    await migrate(await miniflare.getD1Database('DB'));
    const { port } = await miniflare.ready;
    return new Stage(miniflare, `127.0.0.1:${port}`, dir);
  }

  async publish(all: readonly Published[]): Promise<void> {
    const answer = await fetch(`http://${this.#url}/publish`, { method: 'POST', body: JSON.stringify(all) });
    const { taken } = await answer.json<{ taken: number }>();
    if (taken !== all.length)
      throw new Plain(`${all.length - taken} of ${all.length} changes were not taken.`);
  }

  /** Everything that `actor` sees of a query, page after page. */
  async list(actor: Actor, query: Omit<ListQuery, 'limit'>): Promise<readonly Head[]> {
    const rows: Head[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const asked = { ...query, limit: 200, ...(cursor !== undefined && { cursor }) };
      const answer = await fetch(`http://${this.#url}/list`, {
        method: 'POST',
        body: JSON.stringify({ actor, query: asked }),
      });
      const page = await answer.json<ListPage>();
      rows.push(...page.rows);
      cursor = page.next;
    }
    return rows;
  }

  socket(actor: Actor, shard: number): WebSocket {
    const seat = encodeURIComponent(JSON.stringify({ actor, sessionId: crypto.randomUUID() }));
    return new WebSocket(`ws://${this.#url}/watch?shard=${shard}&seat=${seat}`);
  }

  /** Rows of the index and the sum of their revs: whether D1 has everything. */
  async written(): Promise<{ readonly rows: number; readonly revs: number }> {
    const db = await this.#miniflare.getD1Database('DB');
    const row = await db.prepare('SELECT count(*) AS rows, sum(rev) AS revs FROM conversation').first();
    return row as { rows: number; revs: number };
  }

  async close(): Promise<void> {
    await this.#miniflare.dispose();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
