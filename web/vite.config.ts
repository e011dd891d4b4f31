import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

/** Where `wrangler dev` serves the Worker. */
const worker = 'http://localhost:8787';

export default defineConfig({
  plugins: [sveltekit()],
  server: {
    fs: { allow: ['..'] },
    // The Worker believes only its own origin.
    proxy: { '/api': { target: worker, ws: true, changeOrigin: true, headers: { origin: worker } } },
  },
});
