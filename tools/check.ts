/** `npm run check`: everything that can be known without running the product. */
import { Plain, command } from './plain.ts';
import { at } from './root.ts';
import { capture, type Job, type Outcome } from './run.ts';

type Check = { readonly name: string; readonly job: Job };
type Finding = Outcome & { readonly name: string; readonly seconds: number };

const typeWorlds = [
  'tsconfig.json',
  'tsconfig.tests.json',
  'domain',
  'worker',
  'simulator',
  'simulator/page',
  'bench',
];
const inWeb = { folder: at('web') };

const checks: readonly Check[] = [
  // It holds the types of the whole project at once.
  {
    name: 'lint',
    job: { program: 'eslint', args: ['.'], env: { NODE_OPTIONS: '--max-old-space-size=8192' } },
  },
  { name: 'format', job: { program: 'prettier', args: ['--check', '--log-level', 'warn', '.'] } },
  ...typeWorlds.map((world) => ({
    name: `types of ${world}`,
    job: { program: 'tsc', args: ['--project', world] },
  })),
  {
    name: 'types of web',
    job: { program: 'svelte-check', args: ['--fail-on-warnings', '--output', 'human'], ...inWeb },
  },
  { name: 'dead code', job: { program: 'knip', args: ['--no-progress'] } },
];

/** SvelteKit writes types of routes that lint and type check need; the Worker's types want the built pages to exist. */
async function prepare(): Promise<void> {
  const { code, output } = await capture({ program: 'svelte-kit', args: ['sync'], ...inWeb });
  if (code !== 0) throw new Plain(`${output}\nsvelte-kit sync failed; its words are above.`);
}

async function run({ name, job }: Check): Promise<Finding> {
  const start = performance.now();
  const outcome = await capture(job);
  const seconds = (performance.now() - start) / 1000;
  const finding = { name, seconds, ...outcome };
  console.log(`  ${outcome.code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
  return finding;
}

/** Two at a time: each of these keeps one core busy. */
async function runAll(): Promise<readonly Finding[]> {
  const waiting = [...checks];
  const findings: Finding[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) findings.push(await run(next));
  };
  await Promise.all([lane(), lane()]);
  return findings;
}

/** Runs every check to its end, shows what the failing ones said, and throws if there was one. */
export async function checkAll(): Promise<void> {
  console.log('Checking');
  await prepare();
  const failed = (await runAll()).filter((finding) => finding.code !== 0);
  for (const { name, output } of failed) console.error(`\n── ${name}\n${output.trim()}`);
  if (failed.length === 0) return;
  const names = failed.map((finding) => finding.name).join(', ');
  throw new Plain(
    `\nnpm run check found something in: ${names}. npm run format mends what a machine can mend.`,
  );
}

if (import.meta.main) await command(checkAll);
