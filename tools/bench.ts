/** `npm run bench NAME`: measures one thing, side by side with its limit. Each bench is one file in bench/ and its name here. */
import { buildChanged } from './build.ts';
import { command, Plain } from './plain.ts';
import { at } from './root.ts';

type Bench = { readonly bench: () => Promise<void> };

const names = ['import', 'ingest', 'list', 'live', 'screen'];

await command(async ([name = '']) => {
  if (!names.includes(name)) {
    throw new Plain(`Say which bench: npm run bench NAME, where NAME is one of: ${names.join(', ')}.`);
  }
  // By its path: benches read the product's own code, which knows another world of types than the tools.
  const { bench } = (await import(at('bench', `${name}.ts`))) as Bench;
  await buildChanged();
  await bench();
});
