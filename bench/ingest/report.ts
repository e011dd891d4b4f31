/** What is printed: medians, spreads, noise, and whether the targets are met. */
import { mean, median } from '../parts/numbers.ts';
import { spread, table } from '../parts/table.ts';
import { connections } from './contestant.ts';
import type { Latencies, Series } from './rounds.ts';

/** What issue and README promise: half of the limit's throughput, three times its p99 at equal load. */
const leastThroughput = 0.5;
const mostP99 = 3;

/** Block by block: the product against the mean of the limit's two turns, and those two against each other. */
function ratios({ limit, again, product }: Series): { readonly product: number[]; readonly noise: number[] } {
  return {
    product: product.map((value, block) => value / mean([limit[block] ?? NaN, again[block] ?? NaN])),
    noise: again.map((value, block) => value / (limit[block] ?? NaN)),
  };
}

function ratioRow(name: string, values: readonly number[], target = ''): readonly string[] {
  return [name, median(values).toFixed(2), spread(values, 2), target];
}

const verdict = (isMet: boolean): string => (isMet ? 'met' : 'not met');

export function throughputTable(series: Series, seconds: number): string {
  const { product, noise } = ratios(series);
  const row = (name: string, values: readonly number[]): readonly string[] => [
    name,
    `${median(values).toFixed(0)}/s`,
    spread(values, 0),
  ];
  const isMet = median(product) >= leastThroughput;
  return table(
    `Throughput: ${connections} connections, ${series.product.length} rounds of ${seconds} s each`,
    [
      ['', 'median', 'spread', 'target'],
      row('limit', [...series.limit, ...series.again]),
      row('limit without pages', series.bare),
      row('product', series.product),
      ratioRow('limit : limit (noise)', noise),
      ratioRow('product : limit', product, `at least ${leastThroughput}: ${verdict(isMet)}`),
    ],
  );
}

export function latencyTable({ p50, p99 }: Latencies, load: number, seconds: number): string {
  const { product, noise } = ratios(p99);
  const row = (name: string, middle: readonly number[], late: readonly number[]): readonly string[] => [
    name,
    `${median(late).toFixed(1)} ms`,
    spread(late, 1),
    '',
    `${median(middle).toFixed(1)} ms`,
  ];
  const isMet = median(product) <= mostP99;
  return table(
    `Latency: ${load.toFixed(0)} webhooks a second for each, ${p99.product.length} rounds of ${seconds} s each`,
    [
      ['', 'p99, median', 'p99, spread', 'target', 'p50, median'],
      row('limit', [...p50.limit, ...p50.again], [...p99.limit, ...p99.again]),
      row('product', p50.product, p99.product),
      ratioRow('limit : limit (noise)', noise),
      ratioRow('product : limit', product, `at most ${mostP99}: ${verdict(isMet)}`),
    ],
  );
}
