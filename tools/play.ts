/** The place where local play keeps its data and secrets: .play/, git-ignored. */
import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Plain } from './plain.ts';
import { at } from './root.ts';

const play = (...parts: readonly string[]): string => at('.play', ...parts);

export const productData = play('product');
export const simulatorData = play('simulator');
export const logFile = (name: string): string => play(`${name}.log`);

export type Secrets = {
  readonly AUTH_SECRET: string;
  readonly META_APP_SECRETS: string;
  readonly META_VERIFY_TOKEN: string;
  readonly SEAL_KEYS: string;
};

type Running = { readonly pid: number; readonly runtime: readonly number[] };

const secretsFile = play('secrets.json');
const runningFile = play('running.json');
const seededFile = play('seeded.json');

function newSecrets(): Secrets {
  const random = (bytes: number): string => randomBytes(bytes).toString('hex');
  return {
    AUTH_SECRET: random(32),
    META_APP_SECRETS: JSON.stringify([random(16)]),
    META_VERIFY_TOKEN: random(16),
    SEAL_KEYS: JSON.stringify({ current: '1', keys: { '1': randomBytes(32).toString('base64') } }),
  };
}

/** The secrets of this machine's play; made at the first call. */
export function playSecrets(): Secrets {
  if (!existsSync(secretsFile)) {
    mkdirSync(play(), { recursive: true });
    writeFileSync(secretsFile, JSON.stringify(newSecrets(), null, 2), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(secretsFile, 'utf8')) as Secrets;
}

/** Whether sample data was brought in to its end. */
export const isSeeded = (): boolean => existsSync(seededFile);

/** Notes that sample data is in. */
export const markSeeded = (now: Date): void =>
  writeFileSync(seededFile, JSON.stringify({ at: now.toISOString() }));

/** Drops data of a first run that was broken off half-way. */
export function dropData(): void {
  for (const folder of [productData, simulatorData, seededFile])
    rmSync(folder, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function commandOf(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  if (existsSync(file)) return readFileSync(file, 'utf8');
  return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
}

function running(): Running | null {
  return existsSync(runningFile) ? (JSON.parse(readFileSync(runningFile, 'utf8')) as Running) : null;
}

/** Refuses while another start or dev holds the data; `then` says what to do after stopping it. */
export function requireStopped(then: string): void {
  const now = running();
  if (now === null || now.pid === process.pid || !isAlive(now.pid)) return;
  throw new Plain(
    `Casement is running here (process ${now.pid}). Stop it with Ctrl+C where it runs, then ${then}.`,
  );
}

/** A start that was killed hard leaves its runtimes behind, holding the ports and the data. Ends them. */
export async function endOrphans(): Promise<void> {
  const last = running();
  if (last === null || isAlive(last.pid)) return;
  const orphans = last.runtime.filter((pid) => isAlive(pid) && commandOf(pid).includes('workerd'));
  for (const pid of orphans) process.kill(pid, 'SIGKILL');
  while (orphans.some(isAlive)) await pause(20);
  rmSync(runningFile);
}

/** Notes who holds the data. */
export function noteRunning(runtime: readonly number[]): void {
  mkdirSync(play(), { recursive: true });
  writeFileSync(runningFile, JSON.stringify({ pid: process.pid, runtime } satisfies Running));
}

/** Nobody holds the data any more. */
export const noteStopped = (): void => rmSync(runningFile, { force: true });

/** Drops everything. */
export function dropAll(): boolean {
  const existed = existsSync(play());
  rmSync(play(), { recursive: true, force: true });
  return existed;
}
