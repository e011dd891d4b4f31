/**
 * `npm test`: the checks, then every test; the last line is `N passed, N failed`.
 * `npm test -- rules edge`: only these projects. Other words go on to vitest (files, `-t name`).
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildChanged } from './build.ts';
import { checkAll } from './check.ts';
import { ensureChromium } from './chromium.ts';
import { Plain, command } from './plain.ts';
import { at } from './root.ts';
import { show } from './run.ts';

const projects = ['rules', 'screens', 'edge', 'edge-simulator', 'walks', 'storms'];

type Report = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};
type Count = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** What the Workers runtime says of objects that a test breaks on purpose: addresses only, thousands of letters. */
const runtimeStacks = /^stack: .*workerd@/;
const reportFile = at('test-results', 'vitest.json');

/** Where Linux keeps files in memory, and how much must be free there. In bytes. */
const [memory, needed] = ['/dev/shm', 4 * 2 ** 30];

/** A folder for everything that tests leave behind: in memory where there is room, for thousands of databases are written. */
function scratch(): string {
  const free = (): number => {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize;
  };
  const parent = existsSync(memory) && free() > needed ? memory : tmpdir();
  return mkdtempSync(join(parent, 'casement-tests-'));
}

/** A file that could not even be read counts as one failure, as does a run that failed without saying where. */
function count(code: number): Count {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = report.numFailedTests + broken.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

async function runTests(chosen: readonly string[], rest: readonly string[]): Promise<Count> {
  const walking = chosen.length === 0 || chosen.includes('walks') || chosen.includes('storms');
  const env: Record<string, string> = {};
  if (walking) {
    env['CHROMIUM'] = await ensureChromium();
    await buildChanged();
  }
  rmSync(reportFile, { force: true });
  const only = chosen.flatMap((name) => ['--project', name]);
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const folder = scratch();
  env['TMPDIR'] = folder;
  try {
    const args = ['run', ...only, ...reports, ...rest];
    return count(await show({ program: 'vitest', args, env }, runtimeStacks));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await command(async (args) => {
  const chosen = args.filter((arg) => projects.includes(arg));
  const rest = args.filter((arg) => !projects.includes(arg));
  if (args.length === 0) await checkAll();
  const { passed, failed, skipped } = await runTests(chosen, rest);
  if (passed + failed === 0) throw new Plain('No test ran.');
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  if (failed > 0) process.exitCode = 1;
});
