/** What a browser must fetch before the inbox answers to a click: first-load JavaScript, compressed. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Plain } from './plain.ts';
import { at } from './root.ts';

/** kB of 1000 bytes, compressed with gzip -9, that the first load of a page of the inbox may weigh. */
const budget = 150;
/** A deep link brings a whole conversation along, which the list fetches while the browser rests. */
const deepLink = { page: '/(app)/inbox/[id]', budget: 180 };
/** The pages behind the sign-in live in this group of routes. */
const inboxGroup = '/(app)';

type Chunk = { readonly file: string; readonly imports?: readonly string[] };
type Route = {
  readonly id: string;
  readonly page: { readonly layouts: readonly number[]; readonly leaf: number } | null;
};
type Pages = { readonly manifest: { readonly _: { readonly routes: readonly Route[] } } };

type Weight = { readonly page: string; readonly files: number; readonly kilobytes: number };

const budgetOf = (page: string): number => (page === deepLink.page ? deepLink.budget : budget);

const output = (...parts: readonly string[]): string => at('web', '.svelte-kit', 'output', ...parts);
const generated = '.svelte-kit/generated/client-optimized';

/** The named chunks and all that they import at once, without those that load later. */
function closure(chunks: Readonly<Record<string, Chunk>>, names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const chunk = chunks[name];
    if (!chunk)
      throw new Error(`The build's manifest does not know ${name}; has SvelteKit changed its layout?`);
    chunk.imports?.forEach(visit);
  };
  names.forEach(visit);
  return found;
}

function kilobytes(chunks: Readonly<Record<string, Chunk>>, names: ReadonlySet<string>): number {
  const sizes = [...names].map((name) => {
    const file = chunks[name]?.file ?? '';
    return gzipSync(readFileSync(output('client', file)), { level: 9 }).length;
  });
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

function entriesOf(chunks: Readonly<Record<string, Chunk>>, route: Route): readonly string[] {
  const start = Object.keys(chunks).filter((name) => name.endsWith('/runtime/client/entry.js'));
  const nodes = [...(route.page?.layouts ?? []), route.page?.leaf ?? 0];
  // Layout number 0 stands for itself; a hole in the list (no layout at that depth) is undefined at run time.
  const known = nodes.map((node) => `${generated}/nodes/${node}.js`).filter((name) => name in chunks);
  return [...start, `${generated}/app.js`, ...known];
}

/** Weighs every page of the inbox, from what the last build of the pages wrote. */
async function weigh(): Promise<readonly Weight[]> {
  const chunks = JSON.parse(readFileSync(output('client', '.vite', 'manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >;
  const place = pathToFileURL(output('server', 'manifest-full.js'));
  const { manifest } = (await import(place.href)) as Pages;
  const routes = manifest._.routes.filter((route) => route.page && route.id.startsWith(inboxGroup));
  if (routes.length === 0)
    throw new Error(`No page under web/src/routes${inboxGroup}: there is nothing to weigh.`);
  return routes.map((route) => {
    const names = closure(chunks, entriesOf(chunks, route));
    return { page: route.id, files: names.size, kilobytes: kilobytes(chunks, names) };
  });
}

/** Prints the weights and refuses a page that is too heavy. */
export async function gate(): Promise<void> {
  const weights = await weigh();
  for (const { page, files, kilobytes: weight } of weights) {
    console.log(
      `  first-load JS of ${page}: ${weight.toFixed(1)} kB gzip in ${files} files (at most ${budgetOf(page)})`,
    );
  }
  const heavy = weights.find(({ page, kilobytes: weight }) => weight > budgetOf(page));
  if (!heavy) return;
  throw new Plain(
    `${heavy.page} loads ${heavy.kilobytes.toFixed(1)} kB of JavaScript at first; the budget is ${budgetOf(heavy.page)} kB. ` +
      'Load later what the first screen does not need: await import(…) at its first use.',
  );
}
