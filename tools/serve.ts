/**
 * Runs the built Workers on this machine, without a development server around them.
 * As a program: `tools/serve.ts product|simulator --port 8787 --dir DATA [--tied]`, settings and secrets from the
 * environment; prints one line of JSON when it is ready. `--tied`: ends when its standard input does.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  Miniflare,
  convertV4MiniflareOptions,
  type V4MiniflareOptions,
  type WorkerdStructuredLog,
} from 'miniflare';
import { childrenOf } from './children.ts';
import { migrate } from './migrate.ts';
import { Plain, command, sentenceOf } from './plain.ts';
import { freePort } from './port.ts';
import { at } from './root.ts';
import { readTold, type Told } from './told.ts';

export type LogLine = { readonly level: string; readonly message: string };

export type ServeOptions = {
  /** 0 takes any free one. */
  readonly port: number;
  /** Where the data lies. */
  readonly dir: string;
  /** Settings and secrets, by their names in the wrangler file. */
  readonly vars: Readonly<Record<string, string>>;
  readonly log?: (line: LogLine) => void;
};

export type Serving = {
  readonly url: string;
  /** The runtime's own processes: they outlive this one if it is killed hard. */
  readonly pids: readonly number[];
  /** Runs the scheduled handler now. */
  readonly runSchedule: () => Promise<void>;
  /** Takes up the newest build; the data stays. */
  readonly reload: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

type Kind = { readonly bundle: string; readonly hasDatabase: boolean };

const kinds = {
  product: { bundle: 'dist/worker/index.js', hasDatabase: true },
  simulator: { bundle: 'dist/simulator/index.js', hasDatabase: false },
} as const satisfies Record<string, Kind>;

const workerName = 'main';
const scheduleEvery = 5 * 60_000;

function optionsOf(kind: Kind, told: Told, options: ServeOptions): V4MiniflareOptions {
  const contents = readFileSync(at(kind.bundle), 'utf8');
  const print = options.log ?? (({ level, message }: LogLine) => console.error(`[${level}] ${message}`));
  return {
    host: '127.0.0.1',
    port: options.port,
    resourcePersistencePath: options.dir,
    cf: false,
    handleStructuredLogs: ({ level, message }: WorkerdStructuredLog) => print({ level, message }),
    workers: [
      {
        ...told.options,
        name: workerName,
        bindings: { ...(told.options['bindings'] as object), ...options.vars },
        modules: [{ type: 'ESModule', path: 'index.js', contents }],
      },
    ],
  };
}

/** Runs what the wrangler file schedules, as long as the answered function is not called. */
function keepSchedule(run: () => Promise<void>, log: ServeOptions['log']): () => void {
  const timer = setInterval(() => {
    run().catch((error: unknown) => log?.({ level: 'error', message: `schedule: ${sentenceOf(error)}` }));
  }, scheduleEvery);
  timer.unref();
  return () => clearInterval(timer);
}

async function serve(kind: Kind, options: ServeOptions): Promise<Serving> {
  const told = readTold(kind.bundle);
  const others = new Set(childrenOf(process.pid));
  const miniflare = new Miniflare(convertV4MiniflareOptions(optionsOf(kind, told, options)));
  const { port } = await miniflare.ready;
  if (kind.hasDatabase) await migrate(await miniflare.getD1Database('DB', workerName));
  const { crons } = told;
  const runSchedule = async (): Promise<void> => {
    const runtime = await miniflare.getWorker(workerName);
    for (const cron of crons) await runtime.scheduled({ cron, scheduledTime: new Date() });
  };
  const endSchedule = crons.length > 0 ? keepSchedule(runSchedule, options.log) : () => {};
  return {
    url: `http://127.0.0.1:${port}`,
    pids: childrenOf(process.pid).filter((pid) => !others.has(pid)),
    runSchedule,
    reload: () =>
      miniflare.setOptions(
        convertV4MiniflareOptions(optionsOf(kind, told, { ...options, port: Number(port) })),
      ),
    stop: () => {
      endSchedule();
      return miniflare.dispose();
    },
  };
}

/** A Worker is told its own address before it listens, so the port must be known by then. */
async function withOwnAddress(options: ServeOptions): Promise<ServeOptions> {
  const port = options.port === 0 ? await freePort() : options.port;
  const { GRAPH_URL } = options.vars;
  const vars = {
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    // Whoever plays Meta plays all of it.
    ...(GRAPH_URL !== undefined && { INSTAGRAM_GRAPH_URL: GRAPH_URL }),
    ...options.vars,
  };
  return { ...options, port, vars };
}

/** Runs the built product. */
export async function serveProduct(options: ServeOptions): Promise<Serving> {
  return serve(kinds.product, await withOwnAddress(options));
}

/** Runs the built simulator. */
export const serveSimulator = (options: ServeOptions): Promise<Serving> => serve(kinds.simulator, options);

/** How long the runtime has to close everything, once it was asked to. */
const patienceMs = 8000;

/** Ends the process on Ctrl+C and its like, after `stop`. Miniflare's own listeners would end it at once. */
export function stopOnSignal(stop: () => Promise<void>): () => void {
  let stopping: Promise<void> | undefined;
  const end = (): void => {
    // A runtime that does not let go must not keep its port for ever.
    setTimeout(() => process.exit(1), patienceMs).unref();
    stopping ??= stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, end);
  }
  return end;
}

function varsFromEnvironment(kind: Kind): Record<string, string> {
  const { secrets, vars } = readTold(kind.bundle);
  const missing = secrets.filter((name) => process.env[name] === undefined);
  if (missing.length > 0) throw new Plain(`Set these in the environment: ${missing.join(', ')}`);
  return Object.fromEntries(
    [...vars, ...secrets].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

if (import.meta.main) {
  await command(async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { port: { type: 'string', default: '0' }, dir: { type: 'string' }, tied: { type: 'boolean' } },
    });
    const [name] = positionals;
    if (name !== 'product' && name !== 'simulator') throw new Plain('Say which: product or simulator.');
    if (!values.dir) throw new Plain('Say where the data lies: --dir DATA');
    const start = name === 'product' ? serveProduct : serveSimulator;
    const serving = await start({
      port: Number(values.port),
      dir: values.dir,
      vars: varsFromEnvironment(kinds[name]),
    });
    const end = stopOnSignal(serving.stop);
    if (values.tied) process.stdin.on('close', end).resume();
    console.log(JSON.stringify({ url: serving.url, pid: process.pid, runtime: serving.pids }));
  });
}
