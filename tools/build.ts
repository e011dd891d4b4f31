/** Builds the pages, the Worker and the simulator; skips what did not change since its last build. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fingerprint } from './fingerprint.ts';
import { Plain, command } from './plain.ts';
import { at } from './root.ts';
import { capture, type Job } from './run.ts';
import { isTold, tell } from './told.ts';
import { gate } from './weigh.ts';

type Part = {
  readonly name: string;
  readonly sources: readonly string[];
  /** Missing means: not built, whatever was noted. */
  readonly makes: string;
  readonly job: Job;
  /** The wrangler file of a Worker. */
  readonly config?: string;
};

const tools = ['package.json', 'package-lock.json'];
const dryRun = (config: string, folder: string): Job => ({
  program: 'wrangler',
  // An --outdir that is not absolute counts from the folder of the config.
  args: ['deploy', '--dry-run', '--config', config, '--outdir', at(folder)],
});

const pages: Part = {
  name: 'pages',
  sources: ['web', 'domain', ...tools],
  makes: 'web/.svelte-kit/cloudflare/_worker.js',
  job: { program: 'vite', args: ['build', '--logLevel', 'warn'], folder: at('web') },
};
const worker: Part = {
  name: 'Worker',
  // The built pages are bundled in, so their sources are its sources.
  sources: ['worker', 'wrangler.toml', ...pages.sources],
  makes: 'dist/worker/index.js',
  job: dryRun('wrangler.toml', 'dist/worker'),
  config: 'wrangler.toml',
};
const phones: Part = {
  name: "simulator's page",
  sources: ['simulator/page', ...tools],
  makes: 'simulator/page/dist/index.html',
  job: { program: 'vite', args: ['build', '--logLevel', 'warn'], folder: at('simulator', 'page') },
};
const simulator: Part = {
  name: 'simulator',
  sources: ['simulator', ...tools],
  makes: 'dist/simulator/index.js',
  job: dryRun('simulator/wrangler.toml', 'dist/simulator'),
  config: 'simulator/wrangler.toml',
};

const noteFile = at('dist', 'built.json');

function notes(): Record<string, string> {
  return existsSync(noteFile) ? (JSON.parse(readFileSync(noteFile, 'utf8')) as Record<string, string>) : {};
}

function note(part: Part, print: string | undefined): void {
  mkdirSync(at('dist'), { recursive: true });
  writeFileSync(noteFile, JSON.stringify({ ...notes(), [part.name]: print }, null, 2));
}

const since = (start: number): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/** Builds one part, whatever was noted. */
async function make(part: Part): Promise<void> {
  note(part, undefined);
  const start = performance.now();
  const { code, output } = await capture(part.job);
  if (code !== 0 || !existsSync(at(part.makes))) {
    throw new Plain(
      `${output}\nThe ${part.name} could not be built (${part.job.program} ended with ${code}); its words are above.`,
    );
  }
  if (part.config) await tell(part.config, part.makes);
  console.log(`Built the ${part.name} in ${since(start)}`);
}

/** Builds one part if its sources changed. */
async function build(part: Part): Promise<void> {
  const print = fingerprint(part.sources);
  const isWhole = existsSync(at(part.makes)) && (!part.config || isTold(part.makes));
  if (isWhole && notes()[part.name] === print) return;
  await make(part);
  note(part, print);
}

/** SvelteKit's adapter deletes and rewrites the file that its wrangler file names; it must never be ours. */
async function buildPages(): Promise<void> {
  const entry = at('worker', 'index.ts');
  const before = readFileSync(entry, 'utf8');
  await build(pages);
  if (existsSync(entry) && readFileSync(entry, 'utf8') === before) return;
  writeFileSync(entry, before);
  throw new Plain(
    'Building the pages overwrote worker/index.ts (put back). web/svelte.config.js must give the adapter its own wrangler file.',
  );
}

/** Builds what changed and weighs the inbox. */
export async function buildChanged(): Promise<void> {
  await buildPages();
  await build(worker);
  await gate();
  await build(phones);
  await build(simulator);
}

/** The Worker alone, around the pages as they were built last: quick, for `npm run dev`. The next build makes it whole. */
export const rebuildWorker = (): Promise<void> => make(worker);

export const rebuildSimulator = (): Promise<void> => build(simulator);

if (import.meta.main) {
  await command(async (args) => {
    if (args.includes('--force')) rmSync(noteFile, { force: true });
    await buildChanged();
  });
}
