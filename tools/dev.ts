/** `npm run dev`: like `npm start`, and every change shows at once: screens by vite, the Worker by a rebuild. */
import { watch } from 'node:fs';
import { createServer, type ProxyOptions, type ViteDevServer } from 'vite';
import { buildChanged, rebuildSimulator, rebuildWorker } from './build.ts';
import { command, sentenceOf } from './plain.ts';
import { portFrom, requireFree } from './port.ts';
import { at } from './root.ts';
import { password, signIns } from './seed/people.ts';
import { stopOnSignal } from './serve.ts';
import { claimPorts, openTown } from './town.ts';

/** Calls `changed` a moment after the last of a burst of changes; never two at once. */
function onChange(folders: readonly string[], changed: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(changed).catch((error: unknown) => console.error(sentenceOf(error)));
    }, 120);
  };
  const watchers = folders.map((folder) =>
    watch(at(folder), { recursive: true }, (_event, file) => {
      if (file?.endsWith('.ts') && !file.endsWith('.test.ts')) later();
    }),
  );
  return () => watchers.forEach((watcher) => watcher.close());
}

/** The Worker takes requests from its own origin only, so vite passes them on as if they came from there. */
function passOn(product: string): ProxyOptions {
  return {
    target: product,
    changeOrigin: true,
    ws: true,
    configure: (proxy) => {
      proxy.on('proxyReq', (request) => request.setHeader('origin', product));
      proxy.on('proxyReqWs', (request) => request.setHeader('origin', product));
    },
  };
}

async function serveScreens(port: number, product: string): Promise<ViteDevServer> {
  // The pages ask the API over HTTP here: vite runs them in Node, where they are not inside the Worker.
  process.env['CASEMENT_API'] = product;
  process.chdir(at('web'));
  const vite = await createServer({
    root: at('web'),
    server: {
      port,
      strictPort: true,
      host: '127.0.0.1',
      proxy: { '/api': passOn(product), '/webhooks': passOn(product) },
    },
  });
  return vite.listen();
}

await command(async () => {
  const ports = await claimPorts();
  const screens = portFrom('SCREENS_PORT', 5173);
  await requireFree(screens);
  await buildChanged();
  const town = await openTown(ports);
  const vite = await serveScreens(screens.number, town.product.url);
  const endings = [
    onChange(['worker', 'domain'], async () => {
      await rebuildWorker();
      await town.reload('product');
    }),
    onChange(['simulator'], async () => {
      await rebuildSimulator();
      await town.reload('simulator');
    }),
  ];
  stopOnSignal(async () => {
    endings.forEach((end) => end());
    await vite.close();
    await town.stop();
    console.log('\nStopped. The data stays in .play.');
  });
  console.log(`\n  Screens    http://localhost:${screens.number}   (changes show at once)`);
  console.log(`  Customers  http://localhost:${ports.simulator.number}`);
  for (const { role, email } of signIns) console.log(`  ${role.padEnd(10)} ${email}  ${password}`);
});
