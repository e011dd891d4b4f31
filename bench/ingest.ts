/**
 * Signed webhook → 200, which means committed: the built product beside its limit, a bare Worker and a bare object
 * that only insert the body as a row (ingest/limit/worker.js).
 *
 * What makes it fair on a small machine:
 * - Both run in the same runtime, each in a process of its own, with the same router of static pages in front, and are
 *   asked over the same loopback with the same bytes, spread over the same number of objects. That router is a program on
 *   the Worker's own thread here; the limit without it is printed, too.
 * - They are loaded in turn, never at once: two runtimes and a generator on two cores would measure the scheduler. In every
 *   block the limit comes first and last and the product between, so that whatever else the machine does hits all. The
 *   limit against itself is the noise: a ratio says no more than that leaves.
 * - The product does all its work on that one thread, also what elsewhere runs on other machines: list and index.
 * - Bodies are made and signed before a round; warm-up creates every object; chance has a fixed seed.
 * - Equal load is half of the product's own throughput, with chance gaps, and no request waits for another's answer.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Plain } from '../tools/plain.ts';
import { serveProduct, stopOnSignal, type LogLine } from '../tools/serve.ts';
import { Contestant, type Contestants } from './ingest/contestant.ts';
import { compare, enter, rowsOf, type Admin } from './ingest/kept.ts';
import { serveLimit } from './ingest/limit.ts';
import { latencyTable, throughputTable } from './ingest/report.ts';
import { measureLatency, measureThroughput, warmUp } from './ingest/rounds.ts';
import { appSecret, conversations, Writer } from './ingest/webhooks.ts';
import { chanceFrom, median } from './parts/numbers.ts';
import { varsFor } from './parts/vars.ts';

const seed = 20_261_121;
const second = 1000;
const rounds = {
  warmUp: { ms: 2 * second },
  throughput: { blocks: 5, ms: 1.2 * second },
  latency: { blocks: 5, ms: 1.6 * second, load: 0.5 },
};
/** From the first webhook on: a slow machine measures fewer blocks, not longer. */
const ends = { throughput: 40 * second, latency: 72 * second };

const vars = varsFor(appSecret);

/** @throws Plain when what somebody answered for is not there, or is there twice */
async function checkKept({ limit, bare, product }: Contestants, admin: Admin): Promise<void> {
  const { found, lost, twice, strange } = await compare(admin, product.hits);
  console.log(
    `Kept by the product: ${product.counts}; ${found} there, ${lost} lost, ${twice} twice, ${strange} strange`,
  );
  let isWhole = product.refused + lost + twice + strange === 0;
  for (const one of [limit, bare]) {
    const rows = await rowsOf(one);
    console.log(`Kept by the ${one.name}: ${one.counts}; ${rows} there`);
    isWhole &&= one.refused === 0 && rows === one.hits.length;
  }
  if (!isWhole) throw new Plain('Not everything was kept exactly once: the numbers above mean nothing.');
}

async function run(contestants: Contestants): Promise<void> {
  const chance = chanceFrom(seed);
  const writer = new Writer(chance);
  const admin = await enter(contestants.product.url);
  const start = performance.now();
  await warmUp(contestants, { writer, ...rounds.warmUp });
  const throughput = await measureThroughput(contestants, {
    ...{ writer, chance, ...rounds.throughput },
    until: start + ends.throughput,
  });
  console.log(`${throughputTable(throughput, rounds.throughput.ms / second)}\n`);
  const load = median(throughput.product) * rounds.latency.load;
  const latencies = await measureLatency(contestants, {
    ...{ writer, chance, ...rounds.latency, load },
    until: start + ends.latency,
  });
  console.log(`${latencyTable(latencies, load, rounds.latency.ms / second)}\n`);
  await checkKept(contestants, admin);
}

async function serveAll(dir: string): Promise<Contestants> {
  const log = ({ level, message }: LogLine): void => {
    if (level === 'error') console.error(message);
  };
  const limit = await serveLimit({ dir: join(dir, 'limit'), behindPages: true });
  const bare = await serveLimit({ dir: join(dir, 'bare'), behindPages: false });
  const product = await serveProduct({ port: 0, dir: join(dir, 'product'), vars, log });
  return {
    limit: new Contestant('limit', limit),
    bare: new Contestant('limit without pages', bare),
    product: new Contestant('product', product),
  };
}

/** Measures for about a minute, prints, and ends by itself. */
export async function bench(): Promise<void> {
  const start = performance.now();
  const dir = mkdtempSync(join(tmpdir(), 'casement-bench-'));
  const contestants = await serveAll(dir);
  const stop = async (): Promise<void> => {
    await Promise.all(Object.values(contestants).map((one) => one.stop()));
    rmSync(dir, { recursive: true, force: true });
  };
  stopOnSignal(stop);
  console.log(`One text message in each webhook, ${conversations} conversations, seed ${seed}\n`);
  try {
    await run(contestants);
  } finally {
    await stop();
  }
  console.log(`Took ${((performance.now() - start) / second).toFixed(0)} s`);
}
