/**
 * What the runtime is told of a Worker: read from its wrangler file when it is built, so that whoever serves it needs no
 * wrangler, which takes a second to load.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Plain } from './plain.ts';
import { at } from './root.ts';

export type Told = {
  /** In Miniflare's own shape. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly crons: readonly string[];
  /** Names of settings, and of secrets that have to be there. */
  readonly vars: readonly string[];
  readonly secrets: readonly string[];
};

/** What is read here of a wrangler file; wrangler's own type of it is not published whole. */
type WorkerConfig = {
  readonly vars: Readonly<Record<string, unknown>>;
  readonly secrets?: { readonly required?: readonly string[] } | undefined;
  readonly triggers: { readonly crons?: readonly string[] };
};

const fileOf = (bundle: string): string => at(dirname(bundle), 'told.json');

/** Whether it was written down along with that bundle. */
export const isTold = (bundle: string): boolean => existsSync(fileOf(bundle));

/** Writes it down beside the bundle. */
export async function tell(config: string, bundle: string): Promise<void> {
  const { unstable_getMiniflareWorkerOptions: optionsOf, unstable_readConfig: read } =
    await import('wrangler');
  const found = read({ config: at(config) }, { hideWarnings: true }) as WorkerConfig;
  // Without its list of secrets the config asks nobody for them: ours come in with the other settings.
  const asked: unknown = { ...found, secrets: undefined };
  const { workerOptions } = optionsOf(asked as Parameters<typeof optionsOf>[0]);
  const told: Told = {
    options: { ...workerOptions },
    crons: found.triggers.crons ?? [],
    vars: Object.keys(found.vars),
    secrets: found.secrets?.required ?? [],
  };
  mkdirSync(dirname(fileOf(bundle)), { recursive: true });
  writeFileSync(fileOf(bundle), JSON.stringify(told, null, 2));
}

/** @throws Plain when nothing was built */
export function readTold(bundle: string): Told {
  if (!existsSync(at(bundle)) || !isTold(bundle))
    throw new Plain(`${bundle} is missing. Build first: npm run build`);
  return JSON.parse(readFileSync(fileOf(bundle), 'utf8')) as Told;
}
