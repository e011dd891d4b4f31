/** Runs the limit (limit/worker.js) in a runtime of its own, as tools/serve.ts runs the product. */
import { readFileSync } from 'node:fs';
import { Miniflare, convertV4MiniflareOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { at } from '../../tools/root.ts';

type AnyConfig = Parameters<typeof unstable_getMiniflareWorkerOptions>[0];
/** What the limit shares with the product's wrangler file. */
type Shared = { readonly compatibilityDate: string; readonly assets: { readonly directory: string } };

function sharedOptions(): Shared {
  const config = unstable_readConfig({ config: at('wrangler.toml') }, { hideWarnings: true }) as object;
  // Without its list of secrets the config asks nobody for them.
  const bare: unknown = { ...config, secrets: undefined };
  return unstable_getMiniflareWorkerOptions(bare as AnyConfig).workerOptions as unknown as Shared;
}

export type Limit = { readonly url: string; readonly stop: () => Promise<void> };

/**
 * Starts it. `behindPages`: with the product's static pages, and so with the same router of pages before the Worker: here the
 * router is a program on the Worker's own thread and costs about as much as the limit itself.
 */
export async function serveLimit(options: {
  readonly dir: string;
  readonly behindPages: boolean;
}): Promise<Limit> {
  const { compatibilityDate, assets } = sharedOptions();
  const contents = readFileSync(at('bench', 'ingest', 'limit', 'worker.js'), 'utf8');
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: 0,
      resourcePersistencePath: options.dir,
      cf: false,
      workers: [
        {
          name: 'limit',
          compatibilityDate,
          ...(options.behindPages && { assets }),
          modules: [{ type: 'ESModule', path: 'index.js', contents }],
          durableObjects: { ROWS: { className: 'Rows', useSQLite: true } },
        },
      ],
    }),
  );
  const { port } = await miniflare.ready;
  return { url: `http://127.0.0.1:${port}`, stop: () => miniflare.dispose() };
}
