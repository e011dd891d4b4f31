/** Running other programs. */
import { spawn, type ChildProcess } from 'node:child_process';
import { delimiter } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { at, root } from './root.ts';

/** Cloudflare's tools neither phone home nor ask questions, and keep their logs out of the home folder. */
const calm = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG_PATH: at('.wrangler', 'logs'),
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  CI: '1',
};

/** The environment in which every program of the project runs: its own Node and tools first. */
function environment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const path = `${at('node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  return { ...process.env, ...calm, PATH: path, ...extra };
}

export type Job = {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
};

const quietInput: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
/** Pipes hide from a program whether a person looks on. */
const colours: Readonly<Record<string, string>> = process.stdout.isTTY
  ? { FORCE_COLOR: '1' }
  : { NO_COLOR: '1' };

export type Outcome = { readonly code: number; readonly output: string };

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a program to its end and keeps what it said, both streams in the order they came. */
export async function capture({ program, args, folder = root, env }: Job): Promise<Outcome> {
  const child = spawn(program, args, {
    cwd: folder,
    env: environment({ ...colours, ...env }),
    stdio: quietInput,
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return { code: await ended(child), output };
}

/** Runs a program to its end and lets it speak for itself, but for the lines that match `hush`. */
export async function show({ program, args, folder = root, env }: Job, hush = /$^/): Promise<number> {
  const child = spawn(program, args, {
    cwd: folder,
    env: environment({ ...colours, ...env }),
    stdio: quietInput,
  });
  const pass = async (from: Readable, to: NodeJS.WriteStream): Promise<void> => {
    for await (const line of createInterface(from)) if (!hush.test(line)) to.write(`${line}\n`);
  };
  const [code] = await Promise.all([
    ended(child),
    pass(child.stdout, process.stdout),
    pass(child.stderr, process.stderr),
  ]);
  return code;
}
