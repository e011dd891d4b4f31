import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { at } from './root.ts';

let project: string;
const inside = (...parts: readonly string[]): string => join(project, ...parts);
const lock = (version: string): string =>
  JSON.stringify({
    packages: {
      '': { name: 'sample' },
      'node_modules/a': { version, integrity: `sha512-${version}` },
      'node_modules/a-for-another-system': { version, optional: true },
    },
  });

/** A project whose npm only notes down that it was called. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'casement-bootstrap-'));
  for (const folder of ['tools', 'path', 'node_modules/.bin']) mkdirSync(inside(folder), { recursive: true });
  copyFileSync(at('tools', 'bootstrap.mjs'), inside('tools', 'bootstrap.mjs'));
  writeFileSync(
    inside('tools', 'hello.ts'),
    'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;',
  );
  symlinkSync(process.execPath, inside('node_modules', '.bin', 'node'));
  writeFileSync(inside('package-lock.json'), lock('1.0.0'));
  writeFileSync(
    inside('path', 'npm'),
    '#!/bin/sh\n[ "$1" = install ] && echo npm-says-hello && touch "$0.called"\nexit 0\n',
  );
  chmodSync(inside('path', 'npm'), 0o755);
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function run(...args: readonly string[]) {
  const env = { ...process.env, PATH: `${inside('path')}:/usr/bin:/bin` };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [inside('tools', 'bootstrap.mjs'), ...args],
    {
      env,
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr, installed: existsSync(inside('path', 'npm.called')) };
}
const npmNoted = (version: string): void =>
  writeFileSync(inside('node_modules', '.package-lock.json'), lock(version));

test('runs the command with its arguments and passes its exit code on', () => {
  npmNoted('1.0.0');
  expect(run('hello', '--json', 'a b')).toEqual({
    status: 7,
    stdout: '["--json","a b"]\n',
    stderr: '',
    installed: false,
  });
});

test('installs what is missing, and says so on stderr only', () => {
  const { stdout, stderr, installed } = run('hello');
  expect(installed).toBe(true);
  expect(stdout).toBe('[]\n');
  expect(stderr).toContain('Installing the packages of package-lock.json');
  expect(stderr).toContain('npm-says-hello');
});

test('installs when another version is there than the lock file asks for', () => {
  npmNoted('0.9.0');
  expect(run('hello').installed).toBe(true);
});

test('a package for another system need not be there', () => {
  const there = { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-1.0.0' } } };
  writeFileSync(inside('node_modules', '.package-lock.json'), JSON.stringify(there));
  expect(run('hello').installed).toBe(false);
});

test('a command that does not exist is named', () => {
  npmNoted('1.0.0');
  const { status, stderr } = run('nonsense');
  expect(status).toBe(1);
  expect(stderr).toContain('There is no command "nonsense"');
});
