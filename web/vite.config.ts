import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import { sharedFiles } from './chunks.ts';

/** Where `wrangler dev` serves the Worker. */
const worker = 'http://localhost:8787';
const at = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** Our own way to bring what is imported later, in the place of Vite's. */
const later: Plugin = {
  name: 'casement:later',
  enforce: 'pre',
  load: {
    filter: { id: /^\0vite\/preload-helper\.js$/ },
    handler: () =>
      `export { preload as __vitePreload } from ${JSON.stringify(`${at}/web/src/lib/live/code.ts`)}`,
  },
};

export default defineConfig({
  plugins: [later, sveltekit()],
  environments: {
    client: {
      build: {
        // What every page needs anyhow is one file: fewer requests, and it compresses better.
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                {
                  name: 'base',
                  test: /node_modules[\\/](svelte|@sveltejs|devalue|esm-env|clsx)[\\/](?!.*app[\\/]forms)|preload-helper|live[\\/]code\.ts/,
                  priority: 9,
                },
                ...sharedFiles(at),
              ],
            },
          },
        },
      },
    },
  },
  server: {
    fs: { allow: ['..'] },
    // The Worker believes only its own origin.
    proxy: { '/api': { target: worker, ws: true, changeOrigin: true, headers: { origin: worker } } },
  },
});
