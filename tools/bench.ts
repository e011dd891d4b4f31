/** `npm run bench NAME`: measures one thing, side by side with its limit. Each bench is one file in bench/ and one line here. */
import { buildChanged } from './build.ts';
import { command, Plain } from './plain.ts';

type Bench = () => Promise<{ readonly bench: () => Promise<void> }>;

const benches: Readonly<Record<string, Bench>> = {
  ingest: () => import('../bench/ingest.ts'),
  list: () => import('../bench/list.ts'),
  live: () => import('../bench/live.ts'),
  screen: () => import('../bench/screen.ts'),
};

await command(async ([name = '']) => {
  const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (!load) {
    const names = Object.keys(benches).join(', ');
    throw new Plain(`Say which bench: npm run bench NAME, where NAME is one of: ${names}.`);
  }
  const { bench } = await load();
  await buildChanged();
  await bench();
});
