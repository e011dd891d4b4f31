/**
 * `npm test`: the checks, then every test; the last line is `N passed, N failed`.
 * `npm test -- rules edge`: only these projects. Other words go on to vitest (files, `-t name`).
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
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
  const code = await show(
    { program: 'vitest', args: ['run', ...only, ...reports, ...rest], env },
    runtimeStacks,
  );
  return count(code);
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
