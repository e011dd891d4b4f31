/** The Worker without its pages, for tests in workerd. */
import { createApp } from '../app.ts';
import type { Env } from '../env.ts';
import { sweep } from '../sweep.ts';

export { Conversation } from '../conversation/object.ts';
export { Import } from '../imports/object.ts';
export { Inbox } from '../inbox/object.ts';
export { Limiter } from '../limiter/object.ts';
export { Templates } from '../templates/object.ts';

const app = createApp({ fetch: () => new Response('pages', { status: 200 }) });

export default {
  fetch: app.fetch,
  async scheduled(_event, env): Promise<void> {
    await sweep(env, Date.now());
  },
} satisfies ExportedHandler<Env>;
