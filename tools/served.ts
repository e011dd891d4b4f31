/** A served Worker as a process group of its own, for tests: it can be killed hard, as a power cut would. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { at } from './root.ts';

export type ServedOptions = {
  /** 0 takes any free one. */
  readonly port?: number;
  /** Where the data lies; keep it to start again with the same. */
  readonly dir: string;
  /** Settings and secrets, by their names in the wrangler file. */
  readonly vars?: Readonly<Record<string, string>>;
};

export type Served = {
  readonly url: string;
  readonly port: number;
  /** Ends it at once and everything it started. */
  readonly kill: () => Promise<void>;
  /** Ends it in good order. */
  readonly stop: () => Promise<void>;
};

type Ready = { readonly url: string };

/** Starts the built product or simulator; ready when it answers. It ends with this process, however that ends. */
export async function spawnServed(name: 'product' | 'simulator', options: ServedOptions): Promise<Served> {
  const { port = 0, dir, vars = {} } = options;
  const args = [at('tools', 'serve.ts'), name, '--port', String(port), '--dir', dir, '--tied'];
  const env = { ...process.env, ...vars };
  const child = spawn(process.execPath, args, { env, detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const { pid } = child;
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout);
  const first = await Promise.race([once(lines, 'line'), ended.then(() => null)]);
  if (first === null || pid === undefined)
    throw new Error(`The ${name} ended before it was ready; its words are above.`);
  const { url } = JSON.parse(String(first[0])) as Ready;
  const end = async (signal: NodeJS.Signals, target: number): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) process.kill(target, signal);
    await ended;
  };
  return {
    url,
    port: Number(new URL(url).port),
    // A negative id is the whole group: the runtime, too, which outlives its parent otherwise.
    kill: () => end('SIGKILL', -pid),
    stop: () => end('SIGTERM', pid),
  };
}
