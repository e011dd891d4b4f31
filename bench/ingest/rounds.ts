/** The rounds: who is loaded when, and the one number that comes of each. */
import { departures, type Round } from '../parts/load.ts';
import { quantile } from '../parts/numbers.ts';
import type { Contestants } from './contestant.ts';
import type { Webhook, Writer } from './webhooks.ts';

/** One number per block of each; `again` is the limit's second turn in the block. */
export type Series = {
  readonly limit: number[];
  readonly again: number[];
  readonly product: number[];
  readonly bare: number[];
};
export type Latencies = { readonly p50: Series; readonly p99: Series };

export type Plan = {
  readonly writer: Writer;
  readonly chance: () => number;
  readonly blocks: number;
  /** Length of one round. */
  readonly ms: number;
  /** No block begins after this time of `performance.now()`, except the first. */
  readonly until: number;
};

/** More webhooks than any machine answers in a millisecond; a round that has used them up ends early. */
const mostPerMs = 5;

const emptySeries = (): Series => ({ limit: [], again: [], product: [], bare: [] });
const perSecond = ({ hits, ms }: Round<Webhook>): number => (hits.length * 1000) / ms;
const timesOf = ({ hits }: Round<Webhook>): number[] => hits.map(({ ms }) => ms);

/** Runs the steps in turn, block by block; every second block backwards, so that no place is better than another. */
async function inBlocks<T>(
  plan: Plan,
  steps: readonly T[],
  block: () => (step: T) => Promise<void>,
): Promise<void> {
  for (let index = 0; index < plan.blocks && (index === 0 || performance.now() < plan.until); index += 1) {
    const run = block();
    for (const step of index % 2 === 0 ? steps : steps.toReversed()) await run(step);
  }
}

/** Creates every object and lets the runtimes grow warm. */
export async function warmUp(contestants: Contestants, plan: Pick<Plan, 'writer' | 'ms'>): Promise<void> {
  const webhooks = plan.writer.write(plan.ms * mostPerMs);
  for (const one of Object.values(contestants)) await one.closed(webhooks, plan.ms);
}

/** Webhooks answered in a second, each connection asking again as soon as it is answered. */
export async function measureThroughput({ limit, bare, product }: Contestants, plan: Plan): Promise<Series> {
  const series = emptySeries();
  const steps = [
    { one: limit, into: series.limit },
    { one: product, into: series.product },
    { one: bare, into: series.bare },
    { one: limit, into: series.again },
  ];
  await inBlocks(plan, steps, () => {
    // The limit gets the same bodies twice in a block: to it, each is another row.
    const webhooks = plan.writer.write(plan.ms * mostPerMs);
    return async ({ one, into }) => void into.push(perSecond(await one.closed(webhooks, plan.ms)));
  });
  return series;
}

/** Milliseconds to the answer at `load` webhooks a second for each. */
export async function measureLatency(
  { limit, product }: Contestants,
  plan: Plan & { readonly load: number },
): Promise<Latencies> {
  const p50 = emptySeries();
  const p99 = emptySeries();
  const steps = [
    { one: limit, name: 'limit' },
    { one: product, name: 'product' },
    { one: limit, name: 'again' },
  ] as const;
  await inBlocks(plan, steps, () => {
    const times = departures(plan.load, plan.ms, plan.chance);
    const webhooks = plan.writer.write(times.length);
    return async ({ one, name }) => {
      const taken = timesOf(await one.open(webhooks, times));
      p50[name].push(quantile(taken, 0.5));
      p99[name].push(quantile(taken, 0.99));
    };
  });
  return { p50, p99 };
}
