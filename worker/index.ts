/** The entry: built pages in, handlers and object classes out; nothing else. */
import pages from '../web/.svelte-kit/cloudflare/_worker.js';
import { createApp } from './app.ts';
import type { Env } from './env.ts';
import { sweep } from './sweep.ts';

export { Conversation } from './conversation/object.ts';
export { Import } from './imports/object.ts';
export { Inbox } from './inbox/object.ts';
export { Limiter } from './limiter/object.ts';
export { Templates } from './templates/object.ts';

const app = createApp(pages);

export default {
  fetch: app.fetch,
  async scheduled(_event, env): Promise<void> {
    await sweep(env, Date.now());
  },
} satisfies ExportedHandler<Env>;
